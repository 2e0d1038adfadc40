"""A duty: a shift of somebody as the rules take it. Plain Python; a row of the roster, of a swap that is asked for, of a draft."""

import datetime
from dataclasses import dataclass
from typing import Any

from staffing.shifts.rules import PAID, Segment, SegmentKind, Segments


@dataclass(frozen=True, slots=True)
class Duty:
    """A shift or overtime of one person. `starts_at` and `ends_at` are aware; `minutes` is working time, meals left out.

    `segments` are in wall-clock minutes from midnight of `on`, the day that the shift belongs to.
    """

    on: datetime.date
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    minutes: int
    code: str = ""
    is_night: bool = False
    is_overtime: bool = False
    is_swapped: bool = False  # it came or went by a swap, or is the return of one
    segments: Segments = ()
    pk: int | None = None  # of its row; None for one that is only asked for


def segments_to_json(segments: Segments) -> list[list[Any]]:
    """As a row keeps them: [start, end, kind]."""
    return [[each.start, each.end, each.kind.value] for each in segments]


def segments_from_json(data: list[list[Any]]) -> Segments:
    """What `segments_to_json` wrote."""
    return tuple(Segment(start, end, SegmentKind(kind)) for start, end, kind in data)


def worked(segments: Segments) -> Segments:
    """The parts that count as working time."""
    return tuple(each for each in segments if each.kind in PAID)
