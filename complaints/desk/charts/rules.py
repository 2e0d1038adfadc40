"""Age classes and the Pareto line: plain arithmetic."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

VITAL_SHARE = 0.8  # Pareto's line: the few causes below it make most of the complaints


@dataclass(frozen=True)
class AgeClass:
    """Complaints of `first` to `last` whole days; `last` None: and older."""

    first: int
    last: int | None

    def holds(self, days: int) -> bool:
        return days >= self.first and (self.last is None or days <= self.last)


def age_classes(close_days: int) -> list[AgeClass]:
    """Today, the first half of the days that a complaint has, the second, up to twice as many, older."""
    close_days = max(close_days, 2)
    half = close_days // 2
    found = [AgeClass(0, 0), AgeClass(1, half)] if half else [AgeClass(0, 0)]
    return [
        *found,
        AgeClass(half + 1, close_days),
        AgeClass(close_days + 1, 2 * close_days),
        AgeClass(2 * close_days + 1, None),
    ]


def running_shares(counts: Sequence[int]) -> list[float]:
    """Share of the total that the first, the first two, … of these counts make: 0 to 1."""
    total = sum(counts)
    return [part / total for part in accumulate(counts)] if total else []


def vital(counts: Sequence[int]) -> int:
    """How many of the first it takes to reach four fifths."""
    return sum(share < VITAL_SHARE for share in [0.0, *running_shares(counts)[:-1]]) if sum(counts) else 0
