"""Why a deadline is where it is: each local day from start to deadline, what it counted and why not more. Pure."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from callcenter.clocks import rules
from callcenter.clocks.rules import Allowance, Pauses, Unit
from callcenter.workcalendar.rules import DAY, Day, DayKind, DayPlan, Intervals, OpenHours

MOST_DAYS = 400  # lines of an explanation; what lies beyond is summed in its last line


class Why(StrEnum):
    """What kind of day it was for the clock."""

    OPEN = "open"
    DAY_OFF = "day_off"  # its weekday has no opening hours
    HOLIDAY = "holiday"
    CLOSED = "closed"
    PART_DAY = "part_day"
    MAKE_UP = "make_up"
    START = "start"  # the day of the start of a day-counted deadline: day 0
    EVERY_DAY = "every_day"  # all days are counted, open or not
    ROUND_THE_CLOCK = "round_the_clock"


@dataclass(frozen=True, slots=True)
class DayLine:
    """One local day of a clock.

    `counted` is what it added (seconds, or 1 for a counted day), `total` what has been counted up to its end, `paused` the
    seconds that it would have counted but for pauses. `day` is the calendar's entry for the date, which names the holiday.
    """

    date: datetime.date
    why: Why
    day: Day | None
    intervals: Intervals
    counted: int
    paused: int
    total: int
    is_last: bool = False


@dataclass(frozen=True, slots=True)
class Explanation:
    """The days of a clock, in order; `due_at` None while it is paused. `is_cut`: there are more days than lines."""

    lines: tuple[DayLine, ...]
    due_at: datetime.datetime | None
    is_cut: bool = False


def explain(
    hours: OpenHours,
    allowance: Allowance,
    start: datetime.datetime,
    pauses: Pauses = (),
    *,
    now: datetime.datetime | None = None,
) -> Explanation:
    """Day by day from the start to the deadline; to `now` while the clock is paused before its deadline."""
    due_at = rules.due(hours, allowance, start, pauses)
    end = due_at or max(now or start, start)
    first, last = (moment.astimezone(hours.tzinfo).date() for moment in (start, end))
    if first < last and allowance.unit is Unit.OPEN_TIME:
        first = _night_before(hours, start, first)
    is_cut = (last - first).days >= MOST_DAYS
    dates = [first + datetime.timedelta(days=n) for n in range(min((last - first).days + 1, MOST_DAYS))]
    counted = _days if allowance.is_in_days else _seconds
    lines = list(counted(hours, allowance, start, end, pauses, dates))
    if due_at and allowance.unit is Unit.OPEN_TIME and len(lines) > 1 and not lines[-1].counted:
        lines = [
            *lines[:-2],
            replace(lines[-2], is_last=True),
        ]  # a night shift that reached the deadline after midnight
    return Explanation(tuple(lines), due_at, is_cut)


def _night_before(hours: OpenHours, start: datetime.datetime, date: datetime.date) -> datetime.date:
    """The day before, where a night shift of it still ran at the start: what it counts stands in its own line."""
    yesterday = date - datetime.timedelta(days=1)
    runs_on = any(end > rules.to_instant(start) for _, end in hours.spans(yesterday))
    return yesterday if runs_on else date


def _seconds(
    hours: OpenHours,
    allowance: Allowance,
    start: datetime.datetime,
    end: datetime.datetime,
    pauses: Pauses,
    dates: list[datetime.date],
) -> Iterator[DayLine]:
    """Open time, or time round the clock, as it falls on each day."""
    is_open_time = allowance.unit is Unit.OPEN_TIME
    begin, finish = rules.to_instant(start), rules.to_instant(end)
    merged = rules.union(pauses)
    total, reached = 0, begin
    for date in dates:
        plan = hours.plan(date)
        spans = hours.spans(date) if is_open_time else [(hours.instant(date, 0), hours.instant(date, DAY))]
        gross = paused = 0
        for opens, closes in sorted(spans):
            opens, closes = (
                max(opens, reached),
                min(closes, finish),
            )  # what an earlier day counted is not counted again
            if closes <= opens:
                continue
            reached = closes
            gross += closes - opens
            paused += sum(max(min(last, closes) - max(first, opens), 0) for first, last in merged)
        total += gross - paused
        why = _why(plan) if is_open_time else Why.ROUND_THE_CLOCK
        yield _line(plan, why, gross - paused, paused, total, is_last=date == dates[-1])


def _days(
    hours: OpenHours,
    allowance: Allowance,
    start: datetime.datetime,
    end: datetime.datetime,
    pauses: Pauses,
    dates: list[datetime.date],
) -> Iterator[DayLine]:
    """Working days, or all days, after the day of the start; days given back for pauses are told apart."""
    total = 0
    merged = rules.union(pauses)
    for date in dates:
        plan = hours.plan(date)
        is_start = date == dates[0]
        is_counted = not is_start and (allowance.unit is Unit.CALENDAR_DAYS or plan.is_working_day)
        day = (hours.instant(date, 0), hours.instant(date, DAY))
        paused = sum(max(min(last, day[1]) - max(first, day[0]), 0) for first, last in merged)
        total += is_counted
        why = Why.START
        if not is_start:
            why = _why(plan) if allowance.unit is Unit.WORKING_DAYS else Why.EVERY_DAY
        yield _line(plan, why, int(is_counted), paused, total, is_last=date == dates[-1])


def _line(plan: DayPlan, why: Why, counted: int, paused: int, total: int, *, is_last: bool) -> DayLine:
    return DayLine(plan.date, why, plan.day, plan.intervals, counted, paused, total, is_last)


def _why(plan: DayPlan) -> Why:
    if plan.day is None:
        return Why.OPEN if plan.intervals else Why.DAY_OFF
    return {
        DayKind.HOLIDAY: Why.HOLIDAY,
        DayKind.CLOSED: Why.CLOSED,
        DayKind.PART_DAY: Why.PART_DAY,
        DayKind.MAKE_UP: Why.MAKE_UP,
    }[plan.day.kind]
