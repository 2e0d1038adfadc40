"""Shifts as pure values: segments of wall-clock time, when they begin on a date, what of them is night, and rotations.

No Django, no database. Times of a shift are minutes of local wall-clock time from midnight of the day that the shift
belongs to: a night shift 20:00–08:00 is 1200–1920 and belongs to the day it starts on, over month ends and clock
changes too. A wall-clock time becomes an instant on its own date, never by adding 24 hours: a time that does not exist
(clocks go forward) moves forward by the gap, a time that comes twice (clocks go back) is the first of the two.
"""

import datetime
import itertools
import zoneinfo
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from callcenter.objections import Objection, RuleViolation

DAY = 24 * 60
LATEST = 2 * DAY  # a shift ends by the end of the day after its own
LONGEST = DAY
Place = TypeVar("Place")


class SegmentKind(StrEnum):
    """What a part of a shift is. Work and paid breaks count as working time, meals do not."""

    WORK = "work"
    PAID_BREAK = "paid_break"
    MEAL = "meal"


PAID = frozenset({SegmentKind.WORK, SegmentKind.PAID_BREAK})


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a shift, half-open `[start, end)` in minutes from midnight of the shift's day."""

    start: int
    end: int
    kind: SegmentKind = SegmentKind.WORK

    @property
    def minutes(self) -> int:
        return self.end - self.start


Segments = tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class NightPolicy:
    """What makes a night shift (rulebook shift.night_*): `least` minutes worked between `start` and `end` of the night."""

    start: int = 22 * 60
    end: int = 6 * 60
    least: int = 120


Spans = Sequence[tuple[int, int]]  # [start, end) in minutes from midnight of the shift's day


def composed(work: Spans, meals: Spans = (), breaks: Spans = ()) -> Segments:
    """Segments of a shift that is told as its working time, and the meals and paid breaks within it.

    Meals and breaks may be told as times of day: 02:00 of a night shift 20:00–08:00 is the next day's. RuleViolation names
    those that lie outside the working time.
    """
    if not work:
        raise RuleViolation(Objection("shifts.no_work", field="work"))
    found, outside = [], []
    cuts = [(each, SegmentKind.MEAL) for each in meals] + [(each, SegmentKind.PAID_BREAK) for each in breaks]
    placed = []
    for (start, end), kind in cuts:
        later = next(
            (
                step
                for step in (0, DAY)
                if any(one <= start + step and end + step <= two for one, two in work)
            ),
            None,
        )
        if later is None:
            field = "meals" if kind is SegmentKind.MEAL else "breaks"
            outside.append(
                Objection("shifts.outside_work", {"time": f"{clock(start)}–{clock(end)}"}, field=field)
            )
        else:
            placed.append(Segment(start + later, end + later, kind))
    if outside:
        raise RuleViolation(outside)
    placed.sort(key=lambda each: each.start)
    for start, end in work:
        at = start
        for cut in placed:
            if start <= cut.start and cut.end <= end:
                if at < cut.start:
                    found.append(Segment(at, cut.start))
                found.append(cut)
                at = max(at, cut.end)
        if at < end:
            found.append(Segment(at, end))
    return tuple(found)


def told(segments: Sequence[Segment]) -> tuple[Spans, Spans, Spans]:
    """The reverse of `composed`: working time with what lies within it, meals, paid breaks."""
    work: list[tuple[int, int]] = []
    for each in sorted(segments, key=lambda one: one.start):
        if work and work[-1][1] == each.start:
            work[-1] = (work[-1][0], each.end)
        else:
            work.append((each.start, each.end))
    meals, breaks = (
        [(each.start, each.end) for each in segments if each.kind is kind]
        for kind in (SegmentKind.MEAL, SegmentKind.PAID_BREAK)
    )
    return work, meals, breaks


def clock(minute: int) -> str:
    """A minute from midnight as a time of day: 1200 is 20:00, 1920 is 08:00, 1440 is 24:00."""
    shown = DAY if minute == DAY else minute % DAY
    return f"{shown // 60:02}:{shown % 60:02}"


def span(segments: Sequence[Segment]) -> tuple[int, int]:
    """The first and the last minute of a shift, the free time of a split shift between them included."""
    return min(each.start for each in segments), max(each.end for each in segments)


def paid_minutes(segments: Sequence[Segment]) -> int:
    """Working time: work and paid breaks."""
    return sum(each.minutes for each in segments if each.kind in PAID)


def is_split(segments: Sequence[Segment]) -> bool:
    """Whether there is free time within the shift: 8:30–15:00 and 20:00–23:00."""
    ordered = sorted(segments, key=lambda each: each.start)
    return any(one.end < two.start for one, two in itertools.pairwise(ordered))


def night_minutes(segments: Sequence[Segment], policy: NightPolicy) -> int:
    """Minutes of working time within the night, which repeats every day and may run past midnight."""
    length = (policy.end - policy.start) % DAY
    found = 0
    for shift in (-DAY, 0, DAY):
        start = policy.start + shift
        for each in segments:
            if each.kind in PAID:
                found += max(0, min(each.end, start + length) - max(each.start, start))
    return found


def is_night(segments: Sequence[Segment], policy: NightPolicy, flag: bool | None = None) -> bool:
    """A night shift works at least so long within the night, unless the shift type says otherwise (domain §4.1)."""
    return night_minutes(segments, policy) >= policy.least if flag is None else flag


def instant(on: datetime.date, minute: int, zone: zoneinfo.ZoneInfo) -> datetime.datetime:
    """The moment (UTC) of a wall-clock minute counted from midnight of `on`."""
    days, rest = divmod(minute, DAY)
    local = datetime.datetime.combine(
        on + datetime.timedelta(days=days), datetime.time(rest // 60, rest % 60), zone
    )
    return local.astimezone(datetime.UTC)


def instants(
    on: datetime.date, segments: Sequence[Segment], zone: zoneinfo.ZoneInfo
) -> list[tuple[datetime.datetime, datetime.datetime, SegmentKind]]:
    """Each segment's beginning and end (UTC) on a date; one that a clock change swallows is left out."""
    found = [(instant(on, each.start, zone), instant(on, each.end, zone), each.kind) for each in segments]
    return [each for each in found if each[0] < each[1]]


def faults(segments: Sequence[Segment]) -> list[Objection]:
    """What is wrong with a shift's segments; empty when nothing is."""
    if not any(each.kind is SegmentKind.WORK for each in segments):
        return [Objection("shifts.no_work", field="work")]
    found = []
    if any(not 0 <= each.start < each.end <= LATEST for each in segments):
        found.append(Objection("shifts.outside_two_days", field="work"))
    ordered = sorted(segments, key=lambda each: each.start)
    if any(one.end > two.start for one, two in itertools.pairwise(ordered)):
        found.append(Objection("shifts.segments_overlap", field="work"))
    first, last = span(segments)
    if first >= DAY:
        found.append(Objection("shifts.starts_another_day", field="work"))
    if last - first > LONGEST:
        found.append(Objection("shifts.too_long", {"hours": LONGEST // 60}, field="work"))
    return found


def rotation_days(
    cycle: Sequence[Place], *, anchor: datetime.date, offset: int, first: datetime.date, last: datetime.date
) -> Iterator[tuple[datetime.date, Place]]:
    """Each date of [first, last] with its place in the cycle, counted from `anchor` whose place is `offset`.

    Counted in days, so that December, the 31st and leap years are days like any other; dates before the anchor work too.
    """
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        yield (
            datetime.date.fromordinal(ordinal),
            cycle[(ordinal - anchor.toordinal() + offset) % len(cycle)],
        )


def crew_offset(crew: int, crews: int, length: int) -> int:
    """The place in the cycle at which a crew (from 0) begins: crews stand the same distance apart."""
    return crew * length // crews
