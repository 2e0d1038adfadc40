"""How grave an incident is, what it is refused for, and how long the service was interrupted: plain Python."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum
from zoneinfo import ZoneInfo

from callcenter.objections import Objection

MINUTE = datetime.timedelta(minutes=1)


class Severity(IntEnum):
    """1: to be watched; 2: alarm; 3: the service stands or people are in danger."""

    WATCH = 1
    ALARM = 2
    CRITICAL = 3


@dataclass(frozen=True)
class IncidentPolicy:
    """Rulebook incident.*: from when on a peak is an alarm (P37, P38)."""

    queue_growth: int = 150  # per cent above the usual queue
    queue_long: int = 200  # calls that wait
    connect_rate: int = 90  # per cent; below it is an alarm
    loss_rate: int = 5  # per cent; above it is an alarm
    wait_seconds: int = 60  # above it is an alarm


@dataclass(frozen=True)
class Load:
    """What the switch showed, where it is known; rates in per cent."""

    waiting: int | None = None
    usual: int | None = None  # calls that usually wait then
    connect_rate: Decimal | None = None
    loss_rate: Decimal | None = None
    wait_seconds: int | None = None


def reasons(load: Load, policy: IncidentPolicy) -> list[Objection]:
    """Every threshold that the load crosses; each rests on its rulebook entry. Touching a threshold is not crossing it."""
    found = []
    if load.waiting is not None and load.usual:
        growth = (load.waiting - load.usual) * 100 / load.usual
        if growth > policy.queue_growth:
            found.append(
                _crossed("queue_growth", f"{growth:.0f}", policy.queue_growth, "queue_growth_percent")
            )
    if load.waiting is not None and load.waiting > policy.queue_long:
        found.append(_crossed("queue_long", load.waiting, policy.queue_long, "queue_long"))
    if load.connect_rate is not None and load.connect_rate < policy.connect_rate:
        found.append(_crossed("connect_rate", load.connect_rate, policy.connect_rate, "connect_rate_percent"))
    if load.loss_rate is not None and load.loss_rate > policy.loss_rate:
        found.append(_crossed("loss_rate", load.loss_rate, policy.loss_rate, "loss_rate_percent"))
    if load.wait_seconds is not None and load.wait_seconds > policy.wait_seconds:
        found.append(_crossed("wait", load.wait_seconds, policy.wait_seconds, "wait_seconds"))
    return found


def severity(load: Load, policy: IncidentPolicy, *, is_dangerous: bool, is_interruption: bool) -> Severity:
    """Danger to people or equipment, a leak, a service that stands: critical. A long queue: critical too (level 2 of P38).

    Any other threshold crossed: alarm. Else to be watched.
    """
    crossed = {one.code for one in reasons(load, policy)}
    if is_dangerous or is_interruption or "incidents.crossed_queue_long" in crossed:
        return Severity.CRITICAL
    return Severity.ALARM if crossed else Severity.WATCH


def objections(
    *,
    title: str,
    starts_at: datetime.datetime,
    ends_at: datetime.datetime | None,
    now: datetime.datetime,
) -> list[Objection]:
    """Every reason against an incident as posted."""
    found = []
    if not title.strip():
        found.append(Objection("incidents.title_needed", field="title"))
    if starts_at > now + MINUTE:
        found.append(Objection("incidents.in_future", field="starts_at"))
    if ends_at is not None and ends_at <= starts_at:
        found.append(Objection("incidents.ends_before_it_starts", field="ends_at"))
    if ends_at is not None and ends_at > now + MINUTE:
        found.append(Objection("incidents.in_future", field="ends_at"))
    return found


def interrupted(
    spans: Iterable[tuple[datetime.datetime, datetime.datetime]], zone: ZoneInfo
) -> dict[datetime.date, int]:
    """Whole minutes in which the service was interrupted, by day at the site; stretches that overlap count once.

    A stretch over midnight is split at it. Seconds are added up for the day before minutes are cut off.
    """
    seconds: defaultdict[datetime.date, float] = defaultdict(float)
    merged: list[list[datetime.datetime]] = []
    in_utc = [(start.astimezone(datetime.UTC), end.astimezone(datetime.UTC)) for start, end in spans]
    for start, end in sorted(in_utc):
        if merged and start <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], end)
        elif end > start:
            merged.append([start, end])
    for start, end in merged:
        at = start
        while at < end:
            day = at.astimezone(zone).date()
            next_day = datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time.min, zone)
            until = min(end, next_day.astimezone(datetime.UTC))
            seconds[day] += (until - at).total_seconds()
            at = until
    return {day: int(total // 60) for day, total in sorted(seconds.items())}


def _crossed(what: str, is_: object, limit: object, rule: str) -> Objection:
    return Objection(f"incidents.crossed_{what}", {"is": is_, "limit": limit}, rules=(f"incident.{rule}",))
