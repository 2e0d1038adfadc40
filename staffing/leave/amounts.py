"""How much working time a leave takes: the span that is asked for, the shifts it touches, days and hours. Plain Python.

Leave is measured in the working time of the shifts that it touches, never in calendar time: a whole shift is one day,
whatever its length; meals and days off take nothing. Where no roster is published yet the workdays of the calendar stand
in for shifts, each with the standard hours of a day.
"""

import datetime
import math
import zoneinfo
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from callcenter.objections import Objection
from staffing.roster.duties import Duty
from staffing.shifts.rules import PAID, instant, instants

Piece = tuple[datetime.datetime, datetime.datetime]
MINUTE = datetime.timedelta(minutes=1)
ONE_DAY = datetime.timedelta(days=1)


class Part(StrEnum):
    """What of the days is asked for."""

    WHOLE = "whole"
    FIRST_HALF = "first_half"
    SECOND_HALF = "second_half"
    HOURS = "hours"


class Unit(StrEnum):
    """What a kind of leave is counted in, and the smallest piece of it."""

    DAY = "day"
    HALF_DAY = "half_day"
    HOUR = "hour"

    @property
    def parts(self) -> tuple[Part, ...]:
        """What may be asked for in this unit."""
        if self is Unit.DAY:
            return (Part.WHOLE,)
        if self is Unit.HALF_DAY:
            return (Part.WHOLE, Part.FIRST_HALF, Part.SECOND_HALF)
        return tuple(Part)


@dataclass(frozen=True, slots=True)
class Shift:
    """A shift as leave takes it. `pieces` are its stretches of working time (UTC, half-open), `minutes` their sum."""

    on: datetime.date
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    pieces: tuple[Piece, ...]
    is_night: bool = False
    is_swapped: bool = False
    is_holiday: bool = False

    @property
    def minutes(self) -> int:
        return sum(int((end - start) / MINUTE) for start, end in self.pieces)

    def minutes_within(self, start: datetime.datetime, end: datetime.datetime) -> int:
        """Working minutes within [start, end)."""
        shared = ((min(b, end) - max(a, start)) / MINUTE for a, b in self.pieces)
        return sum(max(0, math.ceil(each)) for each in shared)

    @property
    def middle(self) -> datetime.datetime:
        """The moment at which half of its working time is done."""
        left = self.minutes / 2 * MINUTE
        for start, end in self.pieces:
            if end - start >= left:
                return start + left
            left -= end - start
        return self.ends_at


def shift_of(duty: Duty, zone: zoneinfo.ZoneInfo, *, is_holiday: bool) -> Shift:
    """A shift of the roster as leave takes it."""
    pieces = tuple((a, b) for a, b, kind in instants(duty.on, duty.segments, zone) if kind in PAID)
    return Shift(
        duty.on,
        duty.starts_at,
        duty.ends_at,
        pieces or ((duty.starts_at, duty.ends_at),),
        duty.is_night,
        duty.is_swapped,
        is_holiday,
    )


@dataclass(frozen=True, slots=True)
class Wish:
    """The days asked for. Minutes are wall-clock ones from midnight of `first_on`; an end before its start is the next day."""

    first_on: datetime.date
    last_on: datetime.date
    part: Part = Part.WHOLE
    from_minute: int | None = None
    to_minute: int | None = None


@dataclass(frozen=True, slots=True)
class DayOff:
    """What a leave takes of one day: `minutes` of the `of_minutes` that would be worked."""

    on: datetime.date
    minutes: int
    of_minutes: int

    @property
    def share(self) -> Fraction:
        return Fraction(self.minutes, self.of_minutes) if self.of_minutes else Fraction(0)


def shape_objections(wish: Wish, shifts: Sequence[Shift]) -> list[Objection]:
    """What is wrong with the days as they are asked for, before any rule of leave."""
    if wish.last_on < wish.first_on:
        return [Objection("leave.ends_before_it_starts", field="last_on")]
    if wish.part is Part.WHOLE:
        return []
    if wish.first_on != wish.last_on:
        return [Objection("leave.part_of_one_day", field="last_on")]
    if wish.part is Part.HOURS:
        missing = wish.from_minute is None or wish.to_minute is None or wish.from_minute == wish.to_minute
        return [Objection("leave.times_needed", field="from_time")] if missing else []
    if not any(each.on == wish.first_on for each in shifts):
        return [Objection("leave.half_of_what", {"day": wish.first_on}, "part")]
    return []


def span(wish: Wish, shifts: Sequence[Shift], zone: zoneinfo.ZoneInfo) -> Piece:
    """The span [start, end) in UTC of a well-formed wish.

    Whole days run from the start of the first day's shift to the end of the last day's: a night shift belongs to the day
    it starts on. A day without a shift runs from midnight, or from the end of the night shift before, to midnight.
    """
    first = [each for each in shifts if each.on == wish.first_on]
    last = [each for each in shifts if each.on == wish.last_on]
    if wish.part is Part.HOURS:
        assert wish.from_minute is not None
        assert wish.to_minute is not None
        later = wish.to_minute + (24 * 60 if wish.to_minute <= wish.from_minute else 0)
        return instant(wish.first_on, wish.from_minute, zone), instant(wish.first_on, later, zone)
    if wish.part is Part.FIRST_HALF:
        return first[0].starts_at, first[0].middle
    if wish.part is Part.SECOND_HALF:
        return first[0].middle, first[0].ends_at
    midnight = instant(wish.first_on, 0, zone)
    before = [each.ends_at for each in shifts if each.on < wish.first_on]
    start = min(each.starts_at for each in first) if first else max([midnight, *before])
    end = max(each.ends_at for each in last) if last else instant(wish.last_on + ONE_DAY, 0, zone)
    return start, max(end, start + MINUTE)


def days_off(
    shifts: Sequence[Shift],
    assumed: Collection[datetime.date],
    start: datetime.datetime,
    end: datetime.datetime,
    *,
    standard_minutes: int,
    zone: zoneinfo.ZoneInfo,
) -> list[DayOff]:
    """What the leave takes of each day, in order. `assumed`: workdays for which no roster is published yet."""
    found: dict[datetime.date, DayOff] = {}
    for shift in shifts:
        minutes = shift.minutes_within(start, end)
        if minutes:
            sooner = found.get(shift.on, DayOff(shift.on, 0, 0))
            found[shift.on] = DayOff(shift.on, sooner.minutes + minutes, sooner.of_minutes + shift.minutes)
    for on in set(assumed) - found.keys():
        shared = min(end, instant(on + ONE_DAY, 0, zone)) - max(start, instant(on, 0, zone))
        minutes = min(standard_minutes, int(shared / MINUTE))
        if minutes > 0:
            found[on] = DayOff(on, minutes, standard_minutes)
    return [found[on] for on in sorted(found)]


def amount(days: Sequence[DayOff], unit: Unit, *, hour_step: int = 30) -> Decimal:
    """What is booked: days, or hours for Unit.HOUR. Begun units count whole; `hour_step` in minutes."""
    if unit is Unit.DAY:
        return Decimal(len(days))
    if unit is Unit.HALF_DAY:
        return sum(
            (Decimal("0.5") if each.share <= Fraction(1, 2) else Decimal(1) for each in days), Decimal(0)
        )
    steps = math.ceil(Fraction(sum(each.minutes for each in days), hour_step))
    return Decimal(steps * hour_step) / 60


def length(days: Sequence[DayOff], unit: Unit) -> Fraction:
    """The length in working days that decides who approves: as booked, exact for hours."""
    if unit is Unit.HOUR:
        return sum((each.share for each in days), Fraction(0))
    return Fraction(amount(days, unit))


def as_decimal(value: Fraction) -> Decimal:
    """A fraction of days with three places."""
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal("0.001"))
