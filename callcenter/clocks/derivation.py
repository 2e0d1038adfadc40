"""Working a clock out from its events: pauses, deadline, ladder; and writing what came of it."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from callcenter.clocks import kinds, rules, vectors
from callcenter.clocks.models import CalendarCopy, Clock, ClockEvent, EventKind, Rung, RungState
from callcenter.clocks.policy import Happening, Planned, pauses_of, plan
from callcenter.clocks.rules import Allowance, Pause, Unit, Used
from callcenter.people.models import Site
from callcenter.rulebook.values import value
from callcenter.workcalendar.rules import OpenHours

OLDEST_STEP = "clocks.oldest_step_hours"
PAUSES = (EventKind.PAUSED, EventKind.RESUMED)


def keep_calendar(hours: OpenHours) -> CalendarCopy:
    """The kept copy of these opening hours; made when there is none."""
    found = CalendarCopy.objects.filter(fingerprint=hours.fingerprint).first()
    if found is None:
        made = CalendarCopy(fingerprint=hours.fingerprint, hours=hours.to_json())
        CalendarCopy.objects.bulk_create([made], ignore_conflicts=True)
        found = CalendarCopy.objects.get(fingerprint=hours.fingerprint)
    return found


def happenings(clock: Clock) -> list[Happening]:
    """The clock's pauses and resumes in the order in which they happened."""
    rows = ClockEvent.objects.filter(clock=clock, kind__in=PAUSES).order_by("occurred_at", "id")
    return [Happening(kind, at) for kind, at in rows.values_list("kind", "occurred_at")]


def pauses(clock: Clock) -> list[Pause]:
    """Its pauses, each cut at the cap; the last without an end while nothing limits it."""
    return pauses_of(happenings(clock), clock.policy.pause_cap)


def used(clock: Clock, at: datetime.datetime) -> Used:
    """Seconds used from its start to that moment, or to its stop: gross, paused and net."""
    return rules.used(
        clock.calendar.open_hours,
        clock.policy.allowance,
        clock.started_at,
        clock.stopped_at or at,
        pauses(clock),
    )


def tell_moved(clocks: Iterable[Clock]) -> None:
    """Let the rooms that keep a copy of a deadline read it again: one call for each kind."""
    by_kind: dict[str, list[int]] = defaultdict(list)
    for clock in clocks:
        by_kind[clock.kind].append(clock.subject_id)
    for key, subject_ids in by_kind.items():
        listener = kinds.find(key).on_due_moved
        if listener is not None:
            listener(subject_ids)


@dataclass(frozen=True)
class Derived:
    """What the events come to."""

    due_at: datetime.datetime | None
    paused_at: datetime.datetime | None
    pause_ends_at: datetime.datetime | None


def derive(clock: Clock, events: list[Happening]) -> Derived:
    """Deadline and pause as they follow from calendar, policy and events."""
    policy = clock.policy
    stops = pauses_of(events, policy.pause_cap)
    due_at = rules.due(clock.calendar.open_hours, policy.allowance, clock.started_at, stops)
    is_paused = bool(events) and max(events, key=lambda event: event.at).kind == EventKind.PAUSED
    last = stops[-1] if is_paused and stops else None
    return Derived(due_at, last.start if last else None, last.end if last else None)


def dues(
    hours: OpenHours, allowances: Sequence[Allowance], starts: Sequence[datetime.datetime]
) -> list[datetime.datetime | None]:
    """The deadlines of clocks that never paused; those in open time all at once."""
    if any(allowance.unit is not Unit.OPEN_TIME for allowance in allowances):
        pairs = zip(allowances, starts, strict=True)
        return [rules.due(hours, allowance, start, []) for allowance, start in pairs]
    begun = np.array([rules.to_instant(start) for start in starts], dtype=np.int64)
    amounts = np.array([allowance.amount for allowance in allowances], dtype=np.int64)
    return [rules.to_moment(due) for due in vectors.add_many(hours, begun, amounts).tolist()]


def oldest_step(site: Site, now: datetime.datetime) -> datetime.datetime:
    """Steps before this moment are skipped: nobody is alarmed about what is long past."""
    hours = value(OLDEST_STEP, site, on=now.astimezone(site.zone).date())
    return now - datetime.timedelta(hours=hours)


def rung(clock_id: int, epoch: int, planned: Planned) -> Rung:
    """The row of a planned step."""
    state = RungState.SKIPPED if planned.is_skipped else RungState.PLANNED
    return Rung(clock_id=clock_id, step=planned.step, epoch=epoch, fire_at=planned.fire_at, state=state)


def rewrite(clock: Clock, events: list[Happening], *, now: datetime.datetime) -> None:
    """Write what a locked clock's events come to. With another deadline its ladder is planned anew, under the next epoch."""
    found = derive(clock, events)
    is_moved = found.due_at != clock.due_at
    clock.due_at, clock.paused_at, clock.pause_ends_at = found.due_at, found.paused_at, found.pause_ends_at
    if is_moved:
        clock.epoch += 1
        Rung.objects.filter(clock=clock, state=RungState.PLANNED).update(state=RungState.CANCELLED)
        plan_ladder(clock, now=now, not_before=oldest_step(clock.site, now))
    clock.save(update_fields=["due_at", "paused_at", "pause_ends_at", "epoch", "next_alarm_at"])


def plan_ladder(clock: Clock, *, now: datetime.datetime, not_before: datetime.datetime) -> None:
    """The rungs of the clock's deadline, and its next alarm (not saved)."""
    fired = Rung.objects.filter(clock=clock, state=RungState.FIRED).values_list("step", flat=True)
    planned = plan(
        clock.calendar.open_hours,
        clock.policy,
        clock.due_at,
        now=now,
        not_before=not_before,
        started_at=clock.started_at,
        has_fired=frozenset(fired),
    )
    Rung.objects.bulk_create([rung(clock.pk, clock.epoch, each) for each in planned])
    clock.next_alarm_at = next_alarm(planned)


def next_alarm(planned: Iterable[Planned]) -> datetime.datetime | None:
    """When the first of these steps fires; None: none does."""
    return min((each.fire_at for each in planned if not each.is_skipped), default=None)
