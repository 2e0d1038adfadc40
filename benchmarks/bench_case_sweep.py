"""The sweep with 1,000,000 open complaints: with none due, and with 10,000 due, their messages written with them."""

import datetime
import json
import statistics
import time

from benchmarks import Result, at_least, below, note
from benchmarks.bench_cases import worked_ms
from benchmarks.case_rows import Desk, center, fill

CASES = 1_000_000
DUE = 10_000
WARM = 100
ROUNDS = 20
_CLOCKS = """
    INSERT INTO clocks_clock (kind, subject_type_id, subject_id, label, site_id, owner_id, calendar_id, policy_data,
                              started_at, due_at, epoch, next_alarm_at, outcome)
    SELECT %(kind)s, %(type)s, c.id, c.title, c.site_id, e.user_id, %(calendar)s, %(policy)s::jsonb,
           c.received_at, c.at, 1, c.at - interval '1 day', ''
    FROM (SELECT *, now() + interval '3 days' + row_number() OVER (ORDER BY id) * interval '1 second' AS at
          FROM cases_case) AS c JOIN people_employee AS e ON e.id = c.owner_id
"""
_RUNGS = """
    INSERT INTO clocks_rung (clock_id, step, epoch, fire_at, state)
    SELECT id, 'near', 1, due_at - interval '1 day', 'planned' FROM clocks_clock
    UNION ALL SELECT id, 'overdue', 1, due_at, 'planned' FROM clocks_clock
"""


def run() -> list[Result]:
    from callcenter.clocks import services
    from callcenter.clocks.models import Rung
    from callcenter.notifications.models import Message

    start_clocks(CASES)
    empty = []
    for _round in range(ROUNDS):
        started = time.perf_counter()
        assert services.sweep() == 0
        empty.append((time.perf_counter() - started) * 1000)
    fall_due(WARM)  # a worker that runs has its modules loaded
    assert services.sweep() == WARM
    fall_due(DUE)
    before, started = worked_ms(), time.perf_counter()
    fired = services.sweep()
    seconds, work = time.perf_counter() - started, (worked_ms() - before) / 1000
    assert fired == DUE
    assert Rung.objects.filter(state="fired").count() == DUE + WARM
    assert Message.objects.count() >= DUE + WARM
    return [
        below("sweep of 1,000,000 open complaints, none due", statistics.median(empty), 50, "ms"),
        at_least(
            "rungs of complaints with their messages, 10,000 due of 1,000,000", DUE / seconds, 2_000, "/s"
        ),
        note("the same per second of work (CPU of the sweep and its database process)", DUE / work, "/s"),
        note("messages written for them", Message.objects.count(), ""),
    ]


def fall_due(count: int) -> None:
    """The reminders of so many complaints are due since a minute: the next that wait."""
    from django.db import connection
    from django.utils import timezone

    past = timezone.now() - datetime.timedelta(minutes=1)
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH due AS (UPDATE clocks_clock SET next_alarm_at = %(past)s WHERE id IN (SELECT clock_id FROM clocks_rung "
            "WHERE step = 'near' AND state = 'planned' ORDER BY clock_id LIMIT %(count)s) RETURNING id) "
            "UPDATE clocks_rung SET fire_at = %(past)s FROM due WHERE clock_id = due.id AND step = 'near'",
            {"past": past, "count": count},
        )


def start_clocks(count: int) -> Desk:
    """So many open complaints, each with the clock of its six days: a reminder and the deadline still to come.

    Gives its site and its people.
    """
    from django.contrib.contenttypes.models import ContentType
    from django.db import connection

    from callcenter.clocks import derivation
    from callcenter.clocks.kinds import get
    from callcenter.clocks.promises import policy_of
    from callcenter.workcalendar.rules import always_open
    from complaints.cases.deadlines import close_kind
    from complaints.cases.models import Case

    desk = center()
    fill(desk, count, is_open=True)
    site = desk.site
    kind = close_kind("ordinary", "calendar")
    given = {
        "kind": kind,
        "type": ContentType.objects.get_for_model(Case).pk,
        "calendar": derivation.keep_calendar(always_open("Asia/Shanghai")).pk,
        "policy": json.dumps(policy_of(get(kind), site, site.today()).to_json()),
    }
    with connection.cursor() as cursor:
        cursor.execute(_CLOCKS, given)
        cursor.execute(_RUNGS)
        for table in ("clocks_clock", "clocks_rung"):
            cursor.execute(f"VACUUM ANALYZE {table}")
    return desk
