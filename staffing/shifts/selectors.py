"""Reads about shifts: what may be rostered at a site, and what a rotation gives on which day."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from callcenter.people.models import Site
from staffing.shifts.models import Rotation, ShiftType
from staffing.shifts.rules import crew_offset, rotation_days
from staffing.shifts.services import places_of

MONTH = 31


def of_site(site: Site) -> list[ShiftType]:
    """The shift types of a site, those out of use as well, with their segments, by when they start. Two queries."""
    rows = ShiftType.objects.filter(site=site).select_related("site").prefetch_related("segments")
    return sorted(rows, key=lambda kind: (min((s.start for s in kind.parts), default=0), kind.code))


def active_types(site: Site) -> list[ShiftType]:
    """Those that are in use."""
    return [kind for kind in of_site(site) if kind.is_active]


def active_rotations(site: Site) -> list[Rotation]:
    """The rotations of a site that are in use, with their places. Three queries."""
    return list(with_places(Rotation.objects.filter(site=site, is_active=True)))


def with_places(rows: QuerySet[Rotation]) -> QuerySet[Rotation]:
    """Load site, places and their shift types."""
    return rows.select_related("site").prefetch_related("days__shift_type")


def crew_days(
    rotation: Rotation, crew: int, first: datetime.date, last: datetime.date
) -> Iterator[tuple[datetime.date, ShiftType | None]]:
    """What a crew (from 0) works on each date of [first, last]; None is a day off."""
    cycle = [each.shift_type for each in places_of(rotation)]
    offset = crew_offset(crew, rotation.crews, len(cycle))
    return rotation_days(cycle, anchor=rotation.anchor_on, offset=offset, first=first, last=last)


@dataclass(frozen=True)
class Preview:
    """A month of a rotation: a line of codes for each crew, and for each day how many crews are on which shift."""

    days: list[datetime.date]
    crews: list[tuple[int, list[tuple[str, str]]]]  # crew from 1, (code, colour) of each day
    heads: list[tuple[str, list[int]]]  # code, crews on it each day
    weekly_hours: str  # working time of a crew as h:mm, on average of the whole cycle


def preview(
    cycle: Sequence[ShiftType | None],
    *,
    crews: int,
    anchor: datetime.date,
    first: datetime.date,
    minutes: dict[str, int],
    count: int = MONTH,
) -> Preview:
    """What crews of a cycle work on `count` days from `first`. `minutes`: working time by code."""
    days = [first + datetime.timedelta(days=step) for step in range(count)]
    lines = []
    for crew in range(crews):
        offset = crew_offset(crew, crews, len(cycle))
        worked = rotation_days(cycle, anchor=anchor, offset=offset, first=first, last=days[-1])
        lines.append((crew + 1, [(kind.code, kind.colour) if kind else ("", "") for _on, kind in worked]))
    codes = dict.fromkeys(kind.code for kind in cycle if kind)
    heads = [
        (code, [sum(line[place][0] == code for _crew, line in lines) for place in range(count)])
        for code in codes
    ]
    total = sum(minutes.get(kind.code, 0) for kind in cycle if kind)
    weekly = round(total * 7 / len(cycle))
    return Preview(days, lines, heads, f"{weekly // 60}:{weekly % 60:02}")
