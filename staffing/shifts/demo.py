"""Shift types and rotations of the demo center."""

import datetime
from dataclasses import dataclass

from callcenter.demo.center import Named
from callcenter.people.models import Site
from staffing.shifts.models import Colour, Rotation, RotationDay, ShiftSegment, ShiftType
from staffing.shifts.rules import Segment, SegmentKind, Segments

ANCHOR = datetime.date(2026, 1, 5)  # a Monday
HOUR = 60


@dataclass(frozen=True)
class DemoShift:
    """A shift type of the demo: hours of the day, as they are said."""

    code: str
    name: Named
    colour: Colour
    start: float
    end: float


# The spans are those in which the demo's agents take calls.
SHIFTS = (
    DemoShift("E", ("Early", "早班"), Colour.AZURE, 7, 15.5),
    DemoShift("E8", ("Early, 8:00", "早班 8:00"), Colour.AZURE, 8, 16.5),
    DemoShift("E7", ("Early, 7:30", "早班 7:30"), Colour.AZURE, 7.5, 16),
    DemoShift("D", ("Day", "中班"), Colour.GREEN, 8.5, 17),
    DemoShift("D9", ("Day, 9:30", "中班 9:30"), Colour.GREEN, 9.5, 18),
    DemoShift("M", ("Middle", "机动班"), Colour.YELLOW, 13, 21.5),
    DemoShift("L", ("Late", "晚班"), Colour.PURPLE, 15.5, 24),
    DemoShift("O", ("Office", "常白班"), Colour.GREY, 9, 17.75),
)
NIGHT = DemoShift("N", ("Night", "夜班"), Colour.INDIGO, 22, 30)
SPLIT = (Segment(510, 900), Segment(1200, 1380))  # 8:30–15:00, 20:00–23:00
ROTATIONS = (
    ("4-2", ("Four on, two off", "四班二休"), 3, ("E", "E", "L", "L", "", "")),
    (
        "5-crews",
        ("Five crews on three shifts", "五班三运转"),
        5,
        ("E", "E", "M", "M", "N", "N", "", "", "", ""),
    ),
)


def segments_of(shift: DemoShift) -> Segments:
    """The shift with its meal of 45 minutes in the middle and a paid break on each side."""
    start, end = round(shift.start * HOUR), round(shift.end * HOUR)
    meal = (start + end) // 2 // 15 * 15
    first, second = start + 90, meal + 45 + 90
    marks = (
        (start, first, SegmentKind.WORK),
        (first, first + 15, SegmentKind.PAID_BREAK),
        (first + 15, meal, SegmentKind.WORK),
        (meal, meal + 45, SegmentKind.MEAL),
        (meal + 45, second, SegmentKind.WORK),
        (second, second + 15, SegmentKind.PAID_BREAK),
        (second + 15, end, SegmentKind.WORK),
    )
    return tuple(Segment(*mark) for mark in marks if mark[0] < mark[1])


def make(site: Site) -> dict[str, ShiftType]:
    """The site's shift types by code; made when they are missing, with the rotations."""
    known = {each.code: each for each in ShiftType.objects.filter(site=site).prefetch_related("segments")}
    if known:
        return known
    for shift in (*SHIFTS, NIGHT):
        known[shift.code] = _add(site, shift.code, shift.name, shift.colour, segments_of(shift))
    known["S"] = _add(site, "S", ("Split", "两头班"), Colour.ORANGE, SPLIT)
    for code, (name, name_zh), crews, cycle in ROTATIONS:
        rotation = Rotation.objects.create(
            site=site, code=code, name=name, name_zh=name_zh, crews=crews, anchor_on=ANCHOR
        )
        RotationDay.objects.bulk_create(
            RotationDay(rotation=rotation, place=place, shift_type=known.get(code_))
            for place, code_ in enumerate(cycle)
        )
    return known


def _add(site: Site, code: str, name: Named, colour: Colour, segments: Segments) -> ShiftType:
    kind = ShiftType.objects.create(
        site=site, code=code, name=name[0], name_zh=name[1], colour=colour.value, minimum_heads=0
    )
    ShiftSegment.objects.bulk_create(
        ShiftSegment(shift_type=kind, span=(each.start, each.end), kind=each.kind.value) for each in segments
    )
    return kind
