"""Is a figure good? Judged on the exact fraction, so a figure that only rounds to its target does not reach it."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from callcenter.measures.registry import Good

Bound = int | Decimal | Fraction | None


class Verdict(StrEnum):
    GOOD = "good"
    WARN = "warn"
    ALARM = "alarm"
    NONE = "none"  # no figure, or a measure that only informs


class Change(StrEnum):
    """A difference against an earlier figure, seen with the measure's direction."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
    NEUTRAL = "neutral"  # different, but the measure only informs


@dataclass(frozen=True)
class Bounds:
    """Target, alarm and (for a band) floor as the rulebook has them on the day; None: not set."""

    target: Bound = None
    alarm: Bound = None
    floor: Bound = None


def judge(value: Fraction | None, good: Good, bounds: Bounds) -> Verdict:
    """GOOD at the target or better, ALARM past the alarm, WARN between. The bounds themselves are not past.

    HIGHER: good from the target up, alarm below the alarm. LOWER: good up to the target, alarm above the alarm.
    WITHIN: good from floor to target, alarm above the alarm, else warn. Source: domain §2.3 ("alarm < 90 %", "alarm > 5 %").
    """
    if value is None or good is Good.NEITHER or bounds.target is None:
        return Verdict.NONE
    target = Fraction(bounds.target)
    alarm = None if bounds.alarm is None else Fraction(bounds.alarm)
    floor = None if bounds.floor is None else Fraction(bounds.floor)
    if good is Good.HIGHER:
        if value >= target:
            return Verdict.GOOD
        return Verdict.ALARM if alarm is not None and value < alarm else Verdict.WARN
    if good is Good.WITHIN and floor is not None and value < floor:
        return Verdict.WARN
    if value <= target:
        return Verdict.GOOD
    return Verdict.ALARM if alarm is not None and value > alarm else Verdict.WARN


def compare(now: Fraction | None, before: Fraction | None, good: Good) -> Change | None:
    """Whether the figure became better or worse; None where one of the two is unknown."""
    if now is None or before is None:
        return None
    if now == before:
        return Change.SAME
    if good in (Good.NEITHER, Good.WITHIN):
        return Change.NEUTRAL
    return Change.BETTER if (now > before) == (good is Good.HIGHER) else Change.WORSE
