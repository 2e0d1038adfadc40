"""The registry of measures: one definition each, used by page, workbook, API and command alike."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise

Counts = Mapping[str, int]  # summed base counts by name (offered, answered, talk_seconds, …)


class Unit(StrEnum):
    COUNT = "count"
    PERCENT = "percent"  # numerator / denominator * 100
    SECONDS = "seconds"  # numerator / denominator
    RATE_10000 = "per_10000"


class Good(StrEnum):
    """Which direction is better; NEITHER for figures that only inform."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


@dataclass(frozen=True)
class Ratio:
    """A figure with what it rests on. `value` is None where the denominator is 0 and is shown as a dash."""

    measure: str
    numerator: int
    denominator: int

    @property
    def value(self) -> float | None:
        """Percent, seconds or count in the measure's unit; never an average of other figures."""
        return get(self.measure).scale * self.numerator / self.denominator if self.denominator else None


@dataclass(frozen=True)
class Measure:
    """`numerator` and `denominator` are sums of base counts, each name with its sign: {"offered": 1, "short_abandoned": -1}.

    A plain count has an empty denominator. `target` and `alarm` are rulebook keys. `formula` is for people.
    """

    key: str  # "telephony.service_level"
    label: str | Promise
    formula: str | Promise
    unit: Unit
    numerator: Mapping[str, int]
    denominator: Mapping[str, int]
    good: Good = Good.NEITHER
    target: str = ""
    alarm: str = ""
    version: int = 1
    variant_of: str = ""
    source: str = ""
    help: str | Promise = ""

    @property
    def scale(self) -> int:
        return {Unit.PERCENT: 100, Unit.RATE_10000: 10_000}.get(self.unit, 1)

    def of(self, counts: Counts) -> Ratio:
        """The figure for these summed counts."""
        numerator = sum(sign * counts.get(name, 0) for name, sign in self.numerator.items())
        denominator = (
            sum(sign * counts.get(name, 0) for name, sign in self.denominator.items())
            if self.denominator
            else 1
        )
        return Ratio(self.key, numerator, denominator)


_measures: dict[str, Measure] = {}


def register(*measures: Measure) -> None:
    """Declare measures; called in AppConfig.ready(). A key is declared once."""
    for measure in measures:
        if measure.key in _measures and _measures[measure.key] != measure:
            raise ValueError(f"measure {measure.key!r} is declared twice")
        _measures[measure.key] = measure


def get(key: str) -> Measure:
    """The measure of that key."""
    return _measures[key]


def all_measures() -> Iterator[Measure]:
    """Every measure, by key."""
    return (measure for _, measure in sorted(_measures.items()))
