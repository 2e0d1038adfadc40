"""The registry of measures: one definition each, used by page, workbook, API and command alike."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from django.utils.functional import Promise

Counts = Mapping[str, int]  # base counts by name (offered, answered, talk_seconds, …), combined over rows


class Unit(StrEnum):
    COUNT = "count"
    PERCENT = "percent"  # numerator / denominator * 100
    SECONDS = "seconds"  # numerator / denominator
    RATE_10000 = "per_10000"


class Good(StrEnum):
    """Which direction is better; NEITHER for figures that only inform, WITHIN for a band from `floor` to `target`."""

    HIGHER = "higher"
    LOWER = "lower"
    WITHIN = "within"
    NEITHER = "neither"


class Combine(StrEnum):
    """How a base count of two rows becomes that of both."""

    SUM = "sum"
    MAX = "max"
    LAST = "last"  # a stock, as at the end of a day: of several days the last one's


@dataclass(frozen=True)
class Base:
    """A base count: what is stored, and summed again (or, for an extreme, compared again)."""

    name: str  # "answered_in_target"
    label: str | Promise
    unit: Unit = Unit.COUNT
    combine: Combine = Combine.SUM
    help: str | Promise = ""


@dataclass(frozen=True)
class Ratio:
    """A figure with what it rests on. `value` is None where the denominator is 0 and is shown as a dash.

    For a maximum `numerator` is the largest value and `denominator` is 1, or 0 where nothing was counted.
    """

    measure: str
    numerator: int
    denominator: int

    @property
    def exact(self) -> Fraction | None:
        """The value as a fraction, for judging and rounding; None where the denominator is 0."""
        if not self.denominator:
            return None
        return Fraction(get(self.measure).scale * self.numerator, self.denominator)

    @property
    def value(self) -> float | None:
        """Percent, seconds or count in the measure's unit; never an average of other figures."""
        return None if self.exact is None else float(self.exact)


@dataclass(frozen=True)
class Measure:
    """`numerator` and `denominator` are sums of base counts, each name with its sign: {"offered": 1, "short_abandoned": -1}.

    A plain count has an empty denominator; a stock (a base count combined by LAST) is one, alone. A maximum has `maximum_of` (a base count combined by MAX) instead, and is
    shown only where `counted_by` (the base count of the rows it looks at) is above 0: it is no ratio, and the largest
    of nothing is unknown. `floor`, `target` and `alarm` are rulebook keys; `seconds` is the key of the T in the label.
    """

    key: str  # "telephony.service_level"
    label: str | Promise  # may hold %(seconds)s, the T or S of the day
    formula: str | Promise
    unit: Unit
    numerator: Mapping[str, int]
    denominator: Mapping[str, int]
    good: Good = Good.NEITHER
    target: str = ""
    alarm: str = ""
    floor: str = ""
    seconds: str = ""
    maximum_of: str = ""
    counted_by: str = ""
    version: int = 1
    variant_of: str = ""
    variant: str = ""  # the letter of domain §2.2: "b", "c", "d"; empty for the default
    source: str = ""
    help: str | Promise = ""

    @property
    def scale(self) -> int:
        return {Unit.PERCENT: 100, Unit.RATE_10000: 10_000}.get(self.unit, 1)

    @property
    def is_maximum(self) -> bool:
        return bool(self.maximum_of)

    @property
    def is_ratio(self) -> bool:
        return bool(self.denominator)

    def of(self, counts: Counts) -> Ratio:
        """The figure for these combined counts."""
        if self.maximum_of:
            return Ratio(
                self.key, counts.get(self.maximum_of, 0), 1 if counts.get(self.counted_by, 0) > 0 else 0
            )
        numerator = sum(sign * counts.get(name, 0) for name, sign in self.numerator.items())
        denominator = (
            sum(sign * counts.get(name, 0) for name, sign in self.denominator.items())
            if self.denominator
            else 1
        )
        return Ratio(self.key, numerator, denominator)


_bases: dict[str, Base] = {}
_measures: dict[str, Measure] = {}


def register_bases(*bases: Base) -> None:
    """Declare base counts, before the measures that use them. A name is declared once."""
    for base in bases:
        if base.name in _bases and _bases[base.name] != base:
            raise ValueError(f"base count {base.name!r} is declared twice")
        _bases[base.name] = base


def register(*measures: Measure) -> None:
    """Declare measures; called in AppConfig.ready(). A key is declared once and rests on declared base counts.

    A maximum or a stock never enters a sum, and a sum is never taken for a maximum: refused here, not discovered in a
    report.
    """
    for measure in measures:
        if measure.key in _measures and _measures[measure.key] != measure:
            raise ValueError(f"measure {measure.key!r} is declared twice")
        for name in (*measure.numerator, *measure.denominator):
            if base(name).combine is Combine.LAST and len(measure.numerator) == 1 and not measure.denominator:
                continue
            if base(name).combine is Combine.LAST:
                raise ValueError(f"measure {measure.key!r} would add up {name!r}, which is a stock")
            if base(name).combine is not Combine.SUM:
                raise ValueError(f"measure {measure.key!r} would add up {name!r}, which is a maximum")
        if measure.maximum_of and base(measure.maximum_of).combine is not Combine.MAX:
            raise ValueError(
                f"measure {measure.key!r} takes the maximum of {measure.maximum_of!r}, which is a sum"
            )
        _measures[measure.key] = measure


def base(name: str) -> Base:
    """The base count of that name."""
    return _bases[name]


def all_bases() -> Iterator[Base]:
    """Every base count, in the order declared."""
    return iter(_bases.values())


def get(key: str) -> Measure:
    """The measure of that key."""
    return _measures[key]


def all_measures() -> Iterator[Measure]:
    """Every measure, by key."""
    return (measure for _, measure in sorted(_measures.items()))


def combine(rows: Iterable[Counts]) -> dict[str, int]:
    """The counts of several rows as one: sums added, maxima compared, of a stock the last one's (rows come in the order of
    their days). Base counts nobody declared are refused.
    """
    total: dict[str, int] = {}
    for row in rows:
        for name, count in row.items():
            if base(name).combine is Combine.MAX:
                total[name] = max(total.get(name, 0), count)
            elif base(name).combine is Combine.LAST:
                total[name] = count
            else:
                total[name] = total.get(name, 0) + count
    return total
