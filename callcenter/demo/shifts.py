"""Who of the agents works when on a day: a five-day week in rotation, four shifts, meals and breaks spread out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from callcenter.demo.calendar import Day

Segment = tuple[int, int]  # seconds of the day, from and to
Person = TypeVar("Person")
HALF_HOUR = 1800
MEAL, BREAK = 45 * 60, 15 * 60


@dataclass(frozen=True)
class Hours:
    """Opening hours of a site and the shifts worked in them, in the order in which people are given to them."""

    opens: int
    closes: int
    workday: tuple[Segment, ...]
    weekend: tuple[Segment, ...]
    saturday_heads: int
    sunday_heads: int


def hours(clock: float) -> int:
    return int(clock * 3600)


def on_duty(people: Sequence[Person], day: Day, plan: Hours) -> list[tuple[Person, list[Segment]]]:
    """The people at work with their segments. Who works at the weekend rests on a weekday instead; weeks rotate.

    A place keeps its shift all week, and weeks move by as many places as there are shifts: nobody starts early after
    having worked late.
    """
    if not people:
        return []
    week = (day.date.toordinal() - 1) // 7  # changes on Mondays
    turn = week * len(plan.workday) % len(people)
    rotated = list(enumerate([*people[turn:], *people[:turn]]))
    saturday, sunday = plan.saturday_heads, plan.sunday_heads
    weekday = day.date.weekday()
    if day.volume_class == "short_day":
        working = rotated[:saturday]
    elif day.volume_class == "rest_day":
        working = rotated[saturday : saturday + sunday]
    else:
        working = [
            (place, person) for place, person in rotated if place >= saturday + sunday or place % 5 != weekday
        ]
    shifts = plan.weekend if day.is_weekend else plan.workday
    return [(person, segments(shifts[place % len(shifts)], place)) for place, person in working]


def segments(shift: Segment, place: int) -> list[Segment]:
    """The shift without its meal and two short breaks, which move by the person's place so that few overlap."""
    start, end = shift
    shake = place // 4 % 4
    meal = start + 3 * 3600 + shake * 2700
    first = start + 5400 + shake * 1200
    second = min(meal + MEAL + 5400 + shake * 1200, end - 3600)
    pauses = sorted([(first, first + BREAK), (meal, meal + MEAL), (second, second + BREAK)])
    found, at = [], start
    for leaves, returns in pauses:
        found.append((at, leaves))
        at = returns
    return [*found, (at, end)]


def without(working: list[Segment], start: int, end: int) -> list[Segment]:
    """The segments with the time between `start` and `end` cut out."""
    left = []
    for low, high in working:
        left += [(low, min(high, start)), (max(low, end), high)]
    return [(low, high) for low, high in left if low < high]
