"""What four grades are worth, when a customer is unsatisfied, how sure a share is, who is drawn. Plain Python (S2A-14, §6.9)."""

import math
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from callcenter.objections import Objection

ITEMS = ("attitude", "technique", "timeliness", "promises")


class Mark(StrEnum):
    """The four grades of S2A-14, best first, and the explicit word that an item does not apply."""

    VERY_SATISFIED = "very_satisfied"
    SATISFIED = "satisfied"
    ORDINARY = "ordinary"
    POOR = "poor"
    NOT_APPLICABLE = "not_applicable"


GRADES = (Mark.VERY_SATISFIED, Mark.SATISFIED, Mark.ORDINARY, Mark.POOR)


@dataclass(frozen=True, slots=True)
class Worth:
    """Points (0 to 100 an item, summed) over the items that apply."""

    points: int
    items: int

    @property
    def score(self) -> float:
        """The mean of the items."""
        return self.points / self.items


def objections(answers: Mapping[str, str]) -> list[Objection]:
    """Every reason why this is no whole answer: an item without a word, or no item that applies."""
    known = set(Mark)
    found = [Objection("surveys.item_needed", {}, item) for item in ITEMS if answers.get(item) not in known]
    if not found and all(answers[item] == Mark.NOT_APPLICABLE for item in ITEMS):
        found.append(Objection("surveys.nothing_rated"))
    return found


def worth(answers: Mapping[str, str], points: Mapping[str, int]) -> Worth:
    """The points of the items that apply; `points` by grade as the rulebook stands (100, 80, 60, 30)."""
    marks = [answers[item] for item in ITEMS if answers[item] != Mark.NOT_APPLICABLE]
    return Worth(sum(points[mark] for mark in marks), len(marks))


def is_satisfied(answers: Mapping[str, str], worst: str) -> bool:
    """Whether no item is at or below `worst` (S1-18: who is not satisfied is worked for again)."""
    limit = GRADES.index(Mark(worst))
    return not any(
        GRADES.index(Mark(answers[item])) >= limit for item in ITEMS if answers[item] != Mark.NOT_APPLICABLE
    )


def wilson(part: int, whole: int, z: float = 1.96) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson score): low and high between 0 and 1; nothing is known of nothing."""
    if not whole:
        return 0.0, 1.0
    share, square = part / whole, z * z
    middle = share + square / (2 * whole)
    reach = z * math.sqrt(share * (1 - share) / whole + square / (4 * whole * whole))
    low, high = ((middle + side * reach) / (1 + square / whole) for side in (-1, 1))
    return max(0.0, low), min(1.0, high)


def drawn(keys: Iterable[tuple[str, int]], size: int, seed: int) -> Sequence[tuple[str, int]]:
    """At most `size` of them, the same ones for the same seed whatever order they come in."""
    ordered = sorted(keys)
    if len(ordered) <= size:
        return ordered
    return random.Random(seed).sample(ordered, size)  # noqa: S311 - a sample, not a secret
