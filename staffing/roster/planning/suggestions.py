"""What mends a day on which heads and heads needed do not meet: open shifts and overtime where people are missing, voluntary
time off where there are more than the reserve. Plain Python: half hours and shifts in, suggestions out.
"""

import itertools
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from staffing.shifts.rules import Segments, span

STEP = 30  # minutes of a half hour


class Remedy(StrEnum):
    """What can be offered. The values are those of the board of the room above."""

    OPEN_SHIFT = "open_shift"
    OVERTIME = "overtime"
    TIME_OFF = "time_off"


@dataclass(frozen=True, slots=True)
class ShiftOfDay:
    """A kind of shift as it stands on the day: `places` are its half hours from midnight, `heads` the people who have it."""

    code: str
    segments: Segments
    places: tuple[int, ...]
    heads: int = 0
    minimum: int = 0


@dataclass(frozen=True, slots=True)
class Limits:
    """`reserve` and `share` as fractions: heads kept above the need, and how much of a whole shift must be missing.

    `overtime`: the longest stretch of overtime, in half hours. `first`: half hours before it have begun.
    """

    reserve: float
    share: float
    overtime: int
    first: int = 0


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Offer so many places of a shift (`code`), or of overtime from `start` to `end`, in minutes of the day."""

    remedy: Remedy
    code: str
    start: int
    end: int
    places: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """Neighbouring half hours [start, end) in minutes with too few or too many heads; `heads` of the worst of them."""

    start: int
    end: int
    heads: int


def stretches(differences: Sequence[int]) -> tuple[list[Stretch], list[Stretch]]:
    """Where heads are missing, and where there are more than needed. `differences`: heads less heads needed."""
    short = [Stretch(a * STEP, b * STEP, -min(differences[a:b])) for a, b in _runs(differences, -1)]
    over = [Stretch(a * STEP, b * STEP, max(differences[a:b])) for a, b in _runs(differences, 1)]
    return short, over


def _runs(differences: Sequence[int], sign: int, least: int = 1) -> Iterator[tuple[int, int]]:
    begun = None
    for place, each in enumerate([*differences, 0]):
        is_in = place < len(differences) and sign * each >= least
        if is_in and begun is None:
            begun = place
        elif not is_in and begun is not None:
            yield begun, place
            begun = None


def suggest(
    heads: Sequence[int],
    needed: Sequence[int],
    shifts: Iterable[ShiftOfDay],
    limits: Limits,
    *,
    day: int = 48,
) -> list[Suggestion]:
    """What would mend the day, whole shifts first. `heads` and `needed` of its half hours and the next day's; `day`: its own.

    A whole shift is worth offering when at least the share of its half hours lacks somebody, overtime for what is left.
    Nothing that is suggested takes away more than the half hours have above the need with its reserve.
    """
    kinds = [each for each in shifts if each.places and min(each.places) >= limits.first]
    there = list(heads)
    found = [*_open_shifts(there, needed, kinds, limits), *_overtime(there, needed, limits, day)]
    return [*found, *_time_off(list(heads), needed, kinds, limits)]


def _open_shifts(
    there: list[int], needed: Sequence[int], kinds: Sequence[ShiftOfDay], limits: Limits
) -> list[Suggestion]:
    """Greedily the shift that mends most, as long as one is worth it; `there` then holds the heads with them."""
    chosen: Counter[ShiftOfDay] = Counter()
    while True:
        best, most = None, 0.0
        for kind in kinds:
            mended = sum(there[place] < needed[place] for place in kind.places if place < len(there))
            worth = mended / len(kind.places)
            if mended and worth >= limits.share and (mended, worth) > (most, 0.0):
                best, most = kind, mended
        if best is None:
            break
        chosen[best] += 1
        for place in best.places:
            if place < len(there):
                there[place] += 1
    return [
        Suggestion(Remedy.OPEN_SHIFT, kind.code, *span(kind.segments), count)
        for kind, count in chosen.items()
    ]


def _overtime(there: list[int], needed: Sequence[int], limits: Limits, day: int) -> list[Suggestion]:
    """Level by level, so that the middle of a gap gets more people than its edges; long gaps in pieces."""
    left = [
        there[place] - needed[place] if place >= limits.first else 0 for place in range(min(day, len(there)))
    ]
    pieces: Counter[tuple[int, int]] = Counter()
    for level in range(1, -min(left, default=0) + 1):
        for start, end in _runs(left, -1, level):
            count = math.ceil((end - start) / limits.overtime)
            cuts = [start + round((end - start) * step / count) for step in range(count + 1)]
            pieces.update(itertools.pairwise(cuts))
    return [
        Suggestion(Remedy.OVERTIME, "", start * STEP, end * STEP, places)
        for (start, end), places in sorted(pieces.items())
    ]


def _time_off(
    there: list[int], needed: Sequence[int], kinds: Sequence[ShiftOfDay], limits: Limits
) -> list[Suggestion]:
    kept = [math.ceil(each * (1 + limits.reserve)) for each in needed]
    found = []
    for kind in sorted(
        kinds, key=lambda each: -sum(there[p] - kept[p] for p in each.places if p < len(there))
    ):
        spare = min((there[p] - kept[p] for p in kind.places if p < len(there)), default=0)
        places = min(spare, kind.heads - kind.minimum)
        if places > 0:
            found.append(Suggestion(Remedy.TIME_OFF, kind.code, *span(kind.segments), places))
            for place in kind.places:
                if place < len(there):
                    there[place] -= places
    return found
