"""The sweep over 1,000,000 running clocks: with none due, and with 10,000 due, their messages written with them."""

import datetime
import json
import statistics
import time

from benchmarks import Result, at_least, below, note

CLOCKS = 1_000_000
DUE = 10_000
WARM = 100
OWNERS = 200
ROUNDS = 20
FILL = """
    INSERT INTO clocks_clock (kind, subject_type_id, subject_id, label, site_id, owner_id, calendar_id, policy_data,
                              started_at, due_at, epoch, next_alarm_at, outcome)
    SELECT %s, %s, n, 'Order ' || n, %s, %s + n %% %s, %s, %s::jsonb, now() - interval '1 day',
           now() + interval '2 hours' + n * interval '1 second', 1,
           now() + interval '1 hour' + n * interval '1 second', ''
    FROM generate_series(1, %s) AS n
"""
RUNGS = """
    INSERT INTO clocks_rung (clock_id, step, epoch, fire_at, state)
    SELECT id, 'reminder', 1, next_alarm_at, 'planned' FROM clocks_clock
    UNION ALL SELECT id, 'overdue', 1, due_at, 'planned' FROM clocks_clock
"""


def run() -> list[Result]:
    from callcenter.clocks import services
    from callcenter.clocks.models import Rung
    from callcenter.notifications.models import Message

    fill()
    empty = []
    for _round in range(ROUNDS):
        started = time.perf_counter()
        assert services.sweep() == 0
        empty.append((time.perf_counter() - started) * 1000)
    fall_due(1, WARM)  # a worker that runs has its modules loaded
    assert services.sweep() == WARM
    fall_due(WARM + 1, WARM + DUE)
    started = time.perf_counter()
    fired = services.sweep()
    seconds = time.perf_counter() - started
    assert fired == DUE
    assert Rung.objects.filter(state="fired").count() == Message.objects.count() == DUE + WARM
    return [
        below("sweep of 1,000,000 running clocks, none due", statistics.median(empty), 50, "ms"),
        note("the same, the slowest of twenty", max(empty), "ms"),
        at_least("steps taken with their messages, 10,000 due of 1,000,000", DUE / seconds, 2_000, "/s"),
    ]


def fall_due(first: int, last: int) -> None:
    """The reminders of these clocks are due since a minute."""
    from django.db import connection
    from django.utils import timezone

    past = timezone.now() - datetime.timedelta(minutes=1)
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH due AS (UPDATE clocks_clock SET next_alarm_at = %s WHERE subject_id BETWEEN %s AND %s RETURNING id) "
            "UPDATE clocks_rung SET fire_at = %s FROM due WHERE clock_id = due.id AND step = 'reminder'",
            [past, first, last, past],
        )


def fill() -> None:
    """A million clocks of one kind with a reminder and an overdue step each; none is due within the hour."""
    from django.contrib.contenttypes.models import ContentType
    from django.db import connection
    from django.utils import timezone

    from callcenter.accounts.models import User
    from callcenter.clocks import derivation, kinds
    from callcenter.clocks.kinds import ClockKind, Step, When
    from callcenter.clocks.policy import LadderStep, Policy
    from callcenter.clocks.rules import Allowance, Unit, to_instant
    from callcenter.people.models import Company, Site
    from callcenter.workcalendar.rules import always_open

    site = Site.objects.create(
        company=Company.objects.create(name="Bench"),
        code="bench",
        name="Bench",
        time_zone="Asia/Shanghai",
        country="CN",
    )
    owners = User.objects.bulk_create([User(username=f"owner{n}", password="!") for n in range(OWNERS)])
    ladder = (Step("reminder", "Reminder", When.BEFORE), Step("overdue", "Overdue"))
    kinds.define(ClockKind("bench.order", "Order", "Orders", Unit.MOMENT, ladder=ladder))
    policy = Policy(
        Allowance(Unit.MOMENT, to_instant(timezone.now())),
        (LadderStep("reminder", -3600), LadderStep("overdue")),
    )
    with connection.cursor() as cursor:
        cursor.execute(
            FILL,
            [
                "bench.order",
                ContentType.objects.get_for_model(Site).pk,
                site.pk,
                owners[0].pk,
                OWNERS,
                derivation.keep_calendar(always_open("Asia/Shanghai")).pk,
                json.dumps(policy.to_json()),
                CLOCKS,
            ],
        )
        cursor.execute(RUNGS)
        for table in ("clocks_clock", "clocks_rung"):
            cursor.execute(f"VACUUM ANALYZE {table}")
