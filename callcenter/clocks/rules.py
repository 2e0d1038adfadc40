"""The deadline engine: when something is due under a calendar, and how much of its time is used. Pure.

The rules:

- Instants are aware datetimes, exact to the second (parts of a second are cut off); answers are in UTC.
- Opening hours are half-open: the opening belongs to them, the close does not. A deadline on a close is the close.
- Nothing left to count (0 seconds) means the first open instant.
- *Met* is at or before the deadline; *overdue* is after it. `is_overdue` decides, in Python and (as
  `ClockQuerySet.overdue`) in SQL.
- A pause stops the clock from its first instant to its last, half-open; overlapping pauses count once, and only what the
  clock would have counted is given back. A pause without an end: nothing is due until it ends.
- Units are never mixed silently: open time, n-th working day, calendar days, time round the clock; or a fixed moment, which
  no pause moves. See `Unit`.
- A day-counted deadline falls at the same wall-clock time, at the end of the day (23:59:59) or at the day's close. A pause
  gives a same-time deadline back the time it took; an end-of-day or close deadline one more day for every day (working day, where
  those are counted) that began during the pause.
"""

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from callcenter.clocks.opentime import HORIZON_YEARS, BeyondHorizon, OpenTime, open_time
from callcenter.objections import Objection, RuleViolation
from callcenter.workcalendar.rules import DAY, OpenHours

EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
SECOND = datetime.timedelta(seconds=1)
END_OF_DAY = DAY - 1  # 23:59:59


class Unit(StrEnum):
    """What an allowance is counted in."""

    OPEN_TIME = "open_time"  # seconds inside opening hours: "48 working hours"
    WORKING_DAYS = "working_days"  # the n-th working day after the day of the start: "6 working days"
    CALENDAR_DAYS = "calendar_days"  # the n-th day after the day of the start: "8 weeks"
    ROUND_THE_CLOCK = "round_the_clock"  # seconds, day and night: "a call back within 24 hours"
    MOMENT = "moment"  # a fixed moment, whenever it was started: "the daily report by 09:30"


class DayEnd(StrEnum):
    """When on its day a day-counted deadline falls."""

    SAME_TIME = "same_time"  # the wall-clock time of the start
    END_OF_DAY = "end_of_day"  # 23:59:59 local time
    CLOSE = "close"  # the last close of that day; 23:59:59 where it is closed


@dataclass(frozen=True, slots=True)
class Allowance:
    """How much time something may take: `amount` in seconds or days, by `unit`; for MOMENT the instant itself."""

    unit: Unit
    amount: int
    day_end: DayEnd = DayEnd.SAME_TIME

    @property
    def is_in_days(self) -> bool:
        return self.unit in (Unit.WORKING_DAYS, Unit.CALENDAR_DAYS)


@dataclass(frozen=True, slots=True)
class Pause:
    """The clock stands still in [start, end); end None: it still does."""

    start: datetime.datetime
    end: datetime.datetime | None = None


@dataclass(frozen=True, slots=True)
class Used:
    """Seconds that passed between two moments, in the clock's unit of time: with pauses (gross) and without (net)."""

    gross: int
    paused: int

    @property
    def net(self) -> int:
        return self.gross - self.paused


Pauses = Sequence[Pause]


def allowance_faults(allowance: Allowance) -> list[Objection]:
    """Why a clock cannot run on this allowance: a duration must be positive (0 days to the end of a day is one)."""
    least = 0 if allowance.is_in_days and allowance.day_end is not DayEnd.SAME_TIME else 1
    if allowance.amount < least:
        return [Objection("clocks.duration_not_positive", {"amount": allowance.amount})]
    return []


# --- one question each -----------------------------------------------------------------------------------------------


def add(
    hours: OpenHours,
    start: datetime.datetime,
    seconds: int,
    pauses: Pauses = (),
    *,
    horizon_years: int = HORIZON_YEARS,
) -> datetime.datetime:
    """The moment at which `seconds` (0 or more) of open time have passed since start, the clock stopped during pauses.

    BeyondHorizon when that does not come within the horizon, or a pause has no end.
    """
    _not_negative(seconds)
    found = _add(open_time(hours), to_instant(start), seconds, union(pauses), horizon_years=horizon_years)
    if found >= FOREVER:
        raise BeyondHorizon(horizon_years)
    return to_moment(found)


def subtract(
    hours: OpenHours,
    end: datetime.datetime,
    seconds: int,
    pauses: Pauses = (),
    *,
    horizon_years: int = HORIZON_YEARS,
) -> datetime.datetime:
    """The latest moment from which `seconds` (0 or more) of open time outside pauses pass until end."""
    _not_negative(seconds)
    time, moment, left = open_time(hours), to_instant(end), seconds
    for first, last in reversed(union(pauses)):
        if first >= moment:
            continue
        running = time.count_between(last, moment) if last < moment else 0
        if last < moment and (left < running or 0 < left == running):
            break
        left -= running
        moment = first
    return to_moment(time.subtract(moment, left, horizon_years=horizon_years))


def elapsed(hours: OpenHours, start: datetime.datetime, end: datetime.datetime, pauses: Pauses = ()) -> Used:
    """Open seconds from start to end, gross and net of pauses; both 0 where end is not after start."""
    return _used(open_time(hours).count_between, to_instant(start), to_instant(end), union(pauses))


def add_working_days(
    hours: OpenHours, start: datetime.datetime, days: int, day_end: DayEnd = DayEnd.SAME_TIME
) -> datetime.datetime:
    """The n-th working day after the local day of start (0: that day, or the next working day), at `day_end`."""
    date = open_time(hours).working_day(_local(hours, start).date(), days)
    return _on_day(hours, start, date, day_end)


def add_calendar_days(
    hours: OpenHours, start: datetime.datetime, days: int, day_end: DayEnd = DayEnd.SAME_TIME
) -> datetime.datetime:
    """The n-th day after the local day of start, at `day_end`; never days times 86,400 seconds."""
    date = _local(hours, start).date() + datetime.timedelta(days=days)
    return _on_day(hours, start, date, day_end)


def add_mixed(
    hours: OpenHours, start: datetime.datetime, days: int, seconds: int, pauses: Pauses = ()
) -> datetime.datetime:
    """Whole working days first, at the same wall-clock time, then seconds as open time.

    A start on a day that is no working day counts from the first opening of the next one.
    """
    local = _local(hours, start)
    if not hours.plan(local.date()).is_working_day and not is_open(hours, start):
        start = add(hours, start, 0)
    return add(hours, add_working_days(hours, start, days) if days else start, seconds, pauses)


def is_open(hours: OpenHours, at: datetime.datetime) -> bool:
    """Whether the site is open at that moment: the opening belongs to the hours, the close does not."""
    return open_time(hours).is_open(to_instant(at))


def is_working_day(hours: OpenHours, date: datetime.date) -> bool:
    """The date has opening hours and is no holiday."""
    return hours.plan(date).is_working_day


def is_holiday(hours: OpenHours, date: datetime.date) -> bool:
    """The date is a holiday of the calendar."""
    return hours.plan(date).is_holiday


def is_overdue(due_at: datetime.datetime | None, at: datetime.datetime) -> bool:
    """The one place that says it: overdue is later than the deadline; the deadline itself still meets it."""
    return due_at is not None and at > due_at


# --- clocks ----------------------------------------------------------------------------------------------------------


def due(
    hours: OpenHours, allowance: Allowance, start: datetime.datetime, pauses: Pauses = ()
) -> datetime.datetime | None:
    """When a clock that started then is due; None while it is paused before its deadline."""
    merged = _clipped(union(pauses), to_instant(start))
    match allowance.unit:
        case Unit.OPEN_TIME:
            return _due_in_time(open_time(hours), to_instant(start), allowance.amount, merged)
        case Unit.ROUND_THE_CLOCK:
            return _due_round_the_clock(to_instant(start), allowance.amount, merged)
        case Unit.MOMENT:
            return to_moment(allowance.amount)
        case Unit.WORKING_DAYS:
            first = add_working_days(hours, start, allowance.amount, allowance.day_end)
        case Unit.CALENDAR_DAYS:
            first = add_calendar_days(hours, start, allowance.amount, allowance.day_end)
    return _shifted(hours, allowance, first, merged)


def used(
    hours: OpenHours,
    allowance: Allowance,
    start: datetime.datetime,
    end: datetime.datetime,
    pauses: Pauses = (),
) -> Used:
    """Seconds used from start to end: open time where open time or working days are counted, else time round the clock."""
    first, last = to_instant(start), to_instant(end)
    if allowance.unit in (Unit.OPEN_TIME, Unit.WORKING_DAYS):
        return _used(open_time(hours).count_between, first, last, union(pauses))
    return _used(lambda begin, finish: max(finish - begin, 0), first, last, union(pauses))


def before(
    hours: OpenHours, allowance: Allowance, due_at: datetime.datetime, seconds: int
) -> datetime.datetime:
    """The moment so long before the deadline, in seconds of the clock's unit: when a warning is given."""
    if allowance.unit is Unit.OPEN_TIME:
        return subtract(hours, due_at, seconds)
    return to_moment(to_instant(due_at) - seconds)


def after(
    hours: OpenHours, allowance: Allowance, due_at: datetime.datetime, seconds: int
) -> datetime.datetime:
    """The moment so long after the deadline, in seconds of the clock's unit: when a step is taken."""
    if allowance.unit is Unit.OPEN_TIME and seconds:
        return add(hours, due_at, seconds)
    return to_moment(to_instant(due_at) + seconds)


# --- the works -------------------------------------------------------------------------------------------------------

FOREVER = 2**62  # the end of a pause that has none
Merged = list[tuple[int, int]]


def to_instant(moment: datetime.datetime) -> int:
    """Whole seconds since 1970-01-01 UTC; parts of a second are cut off. ValueError for a moment without a zone."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment.isoformat()} has no time zone")
    return (moment - EPOCH) // SECOND


def to_moment(instant: int) -> datetime.datetime:
    """The aware moment in UTC."""
    return EPOCH + datetime.timedelta(seconds=instant)


def union(pauses: Iterable[Pause]) -> Merged:
    """The pauses in order and without overlaps; empty ones are dropped."""
    merged: Merged = []
    for first, last in sorted(
        (to_instant(pause.start), FOREVER if pause.end is None else to_instant(pause.end)) for pause in pauses
    ):
        if last <= first:
            continue
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged


def _not_negative(seconds: int) -> None:
    if seconds < 0:
        raise RuleViolation(Objection("clocks.duration_not_positive", {"amount": seconds}))


def _local(hours: OpenHours, moment: datetime.datetime) -> datetime.datetime:
    return to_moment(to_instant(moment)).astimezone(hours.tzinfo)


def _on_day(
    hours: OpenHours, start: datetime.datetime, date: datetime.date, day_end: DayEnd
) -> datetime.datetime:
    local = _local(hours, start)
    match day_end:
        case DayEnd.SAME_TIME:
            seconds = local.hour * 3600 + local.minute * 60 + local.second
            if date == local.date():
                return to_moment(to_instant(start))
        case DayEnd.END_OF_DAY:
            seconds = END_OF_DAY
        case DayEnd.CLOSE:
            seconds = hours.plan(date).open_until or END_OF_DAY
    return to_moment(hours.instant(date, seconds))


def _clipped(merged: Merged, start: int) -> Merged:
    return [(max(first, start), last) for first, last in merged if last > start]


def _add(time: OpenTime, start: int, seconds: int, merged: Merged, *, horizon_years: int) -> int:
    """Jump from pause to pause: what is open between them is counted, the rest follows the last."""
    moment, left = start, seconds
    for first, last in merged:
        if last <= moment:
            continue
        if first > moment:
            running = time.count_between(moment, first)
            if left < running or 0 < left == running:
                break
            left -= running
        if last >= FOREVER:
            return FOREVER
        moment = last
    return time.add(moment, left, horizon_years=horizon_years)


def _due_in_time(time: OpenTime, start: int, seconds: int, merged: Merged) -> datetime.datetime | None:
    found = _add(time, start, seconds, merged, horizon_years=HORIZON_YEARS)
    return None if found >= FOREVER else to_moment(found)


def _due_round_the_clock(start: int, seconds: int, merged: Merged) -> datetime.datetime | None:
    found = start + seconds
    for first, last in merged:
        if first >= found:
            break
        if last >= FOREVER:
            return None
        found += last - first
    return to_moment(found)


def _shifted(
    hours: OpenHours, allowance: Allowance, first_due: datetime.datetime, merged: Merged
) -> datetime.datetime | None:
    """A day-counted deadline moved by the pauses that begin before it."""
    found = first_due
    for first, last in merged:
        if first >= to_instant(found):
            break
        if last >= FOREVER:
            return None
        found = _moved(hours, allowance, found, first, last)
    return found


def _moved(
    hours: OpenHours, allowance: Allowance, found: datetime.datetime, first: int, last: int
) -> datetime.datetime:
    is_working = allowance.unit is Unit.WORKING_DAYS
    if allowance.day_end is DayEnd.SAME_TIME:
        if not is_working:
            return to_moment(to_instant(found) + last - first)
        paused = open_time(hours).count_between(first, last)
        return add(hours, found, paused) if paused else found
    begun, ended = (_local(hours, to_moment(instant)).date() for instant in (first, last))
    if is_working:
        days = open_time(hours).working_days_between(begun, ended)
        return add_working_days(hours, found, days, allowance.day_end) if days else found
    return add_calendar_days(hours, found, (ended - begun).days, allowance.day_end)


def _used(count: Callable[[int, int], int], start: int, end: int, merged: Merged) -> Used:
    gross = count(start, end)
    paused = sum(
        count(max(first, start), min(last, end)) for first, last in merged if first < end and last > start
    )
    return Used(gross, paused)
