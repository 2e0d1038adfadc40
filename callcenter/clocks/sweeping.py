"""Firing what is due: clocks are claimed by their alarm, rungs and messages are written in one transaction.

Any number of workers may sweep at once and be killed at any point: a claimed clock is skipped by the others, and a batch is there
whole or not at all. The message's key is clock, step and epoch, so even a rung that fired twice would be told once.
"""

import datetime
import logging
from collections import defaultdict
from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils import timezone

from callcenter.clocks import kinds
from callcenter.clocks.models import Clock, Rung, RungState
from callcenter.clocks.policy import LadderStep, next_time
from callcenter.notifications.services import Notice, notify_many

log = logging.getLogger(__name__)

BATCH = 1_000  # clocks in one transaction
PUT_OFF = datetime.timedelta(minutes=5)  # a clock whose recipients cannot be found is tried again then
FIRE = """
    UPDATE clocks_rung SET state = 'fired', fired_at = %s
    WHERE clock_id = ANY(%s) AND state = 'planned' AND fire_at <= %s
    RETURNING id, clock_id, step, epoch, fire_at
"""
NEXT_ALARMS = """
    UPDATE clocks_clock SET next_alarm_at = (
        SELECT min(fire_at) FROM clocks_rung WHERE clock_id = clocks_clock.id AND state = 'planned'
    ) WHERE id = ANY(%s)
"""


def sweep(*, now: datetime.datetime | None = None, batch: int = BATCH) -> int:
    """Fire every step that is due, until nothing is; how many rungs were fired. May run anywhere, any number of times."""
    now = now or timezone.now()
    fired = 0
    while True:
        try:
            claimed, count = _sweep_batch(now, batch)
        except Exception:
            log.exception("a batch of clocks could not be swept; each is tried alone")
            claimed, count = _sweep_one_by_one(now, batch)
        fired += count
        if claimed < batch:
            return fired


@transaction.atomic
def _sweep_batch(now: datetime.datetime, limit: int, only: int | None = None) -> tuple[int, int]:
    """Claim clocks and fire their steps; how many clocks were claimed and how many rungs fired."""
    due = Clock.objects.running().filter(next_alarm_at__lte=now)
    if only is not None:
        due = due.filter(pk=only)
    clocks = list(
        due.order_by("next_alarm_at")
        .select_for_update(of=("self",), skip_locked=True)
        .select_related(None)[:limit]
    )
    if not clocks:
        return 0, 0
    by_id = {clock.pk: clock for clock in clocks}
    rungs = _fire(by_id, now)
    notify_many(_notices(clocks, rungs))
    Rung.objects.bulk_create(_repeats(rungs, now))
    with connection.cursor() as cursor:
        cursor.execute(NEXT_ALARMS, [list(by_id)])
    return len(clocks), len(rungs)


def _fire(clocks: dict[int, Clock], now: datetime.datetime) -> list[Rung]:
    """Mark the steps of these clocks that are due, and give them back with their clock."""
    with connection.cursor() as cursor:
        cursor.execute(FIRE, [now, list(clocks), now])
        found = cursor.fetchall()
    return [
        Rung(
            pk=pk,
            clock=clocks[clock_id],
            step=step,
            epoch=epoch,
            fire_at=fire_at,
            state=RungState.FIRED,
            fired_at=now,
        )
        for pk, clock_id, step, epoch, fire_at in found
    ]


def _sweep_one_by_one(now: datetime.datetime, limit: int) -> tuple[int, int]:
    """The same for each clock on its own; one that fails is put off, so that it holds up no other."""
    due = Clock.objects.running().filter(next_alarm_at__lte=now).order_by("next_alarm_at")
    claimed = fired = 0
    for pk in due.values_list("pk", flat=True)[:limit]:
        claimed += 1
        try:
            fired += _sweep_batch(now, 1, only=pk)[1]
        except Exception:
            log.exception("the steps of clock %s could not be taken; put off", pk)
            Clock.objects.running().filter(pk=pk, next_alarm_at__lte=now).update(
                next_alarm_at=timezone.now() + PUT_OFF
            )
    return claimed, fired


def _notices(clocks: list[Clock], rungs: list[Rung]) -> list[Notice]:
    with_rungs = {rung.clock_id for rung in rungs}
    by_kind: dict[str, list[Clock]] = defaultdict(list)
    for clock in clocks:
        if clock.pk in with_rungs:
            by_kind[clock.kind].append(clock)
    for kind_key, of_kind in by_kind.items():
        if kinds.find(kind_key).recipients is not kinds.owner_only:
            prefetch_related_objects(of_kind, "subject")
    page = reverse("clocks:clocks")  # once: an address worked out for each of 10,000 takes seconds
    return [_notice(rung, f"{page}{rung.clock_id}/") for rung in rungs]


def _notice(rung: Rung, page: str) -> Notice:
    clock = rung.clock
    kind = clock.clock_kind
    subject = clock.subject if kind.recipients is not kinds.owner_only else None
    step = rung.definition
    return Notice(
        kind=(step.notice if step else "") or _message_of(clock, rung),
        key=f"{clock.pk}:{rung.step}:{rung.epoch}",
        recipients=kind.recipients(subject, rung) if step else (),
        subject=clock,
        figures={
            "deadline": kind.title,
            "subject": clock.label,
            "due_at": clock.due_at,
            "step": step.title if step else rung.key,
        },
        site_id=clock.site_id,
        url=kind.url(subject) if kind.url and subject is not None else page,
    )


def _message_of(clock: Clock, rung: Rung) -> str:
    is_before = clock.due_at is not None and rung.fire_at < clock.due_at
    return "clocks.reminder" if is_before else "clocks.overdue"


def _repeats(rungs: Iterable[Rung], now: datetime.datetime) -> list[Rung]:
    """The next time of each step that comes again."""
    found = []
    for rung in rungs:
        step = _ladder_step(rung)
        again = next_time(step, rung.number, rung.fire_at, now) if step else None
        if again is not None:
            found.append(
                Rung(clock_id=rung.clock_id, step=again.step, epoch=rung.epoch, fire_at=again.fire_at)
            )
    return found


def _ladder_step(rung: Rung) -> LadderStep | None:
    steps = rung.clock.policy_data["ladder"]
    return next((LadderStep(**step) for step in steps if step["key"] == rung.key), None)
