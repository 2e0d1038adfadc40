"""Good, warn, alarm: at the bound and on both sides of it."""

from decimal import Decimal
from fractions import Fraction

import pytest

from callcenter.measures.judgement import Bounds, Change, Verdict, compare, judge
from callcenter.measures.registry import Good

SL = Bounds(target=Decimal(80), alarm=Decimal(70))
ABANDON = Bounds(target=Decimal(5), alarm=Decimal(10))
OCCUPANCY = Bounds(target=Decimal(85), alarm=Decimal(90), floor=Decimal(70))


@pytest.mark.parametrize(
    ("value", "verdict"),
    [
        (Fraction(100), Verdict.GOOD),
        (Fraction(80), Verdict.GOOD),
        (Fraction(7999, 100), Verdict.WARN),  # prints as 80.0% and is not there yet
        (Fraction(79_999, 1000), Verdict.WARN),
        (Fraction(70), Verdict.WARN),
        (Fraction(6999, 100), Verdict.ALARM),
        (Fraction(0), Verdict.ALARM),
        (None, Verdict.NONE),
    ],
)
def test_a_figure_that_should_be_high_is_good_from_its_target_and_alarms_below_its_alarm(value, verdict):
    assert judge(value, Good.HIGHER, SL) is verdict


@pytest.mark.parametrize(
    ("value", "verdict"),
    [
        (Fraction(0), Verdict.GOOD),
        (Fraction(5), Verdict.GOOD),
        (Fraction(501, 100), Verdict.WARN),
        (Fraction(10), Verdict.WARN),
        (Fraction(1001, 100), Verdict.ALARM),
        (None, Verdict.NONE),
    ],
)
def test_a_figure_that_should_be_low_is_good_up_to_its_target_and_alarms_above_its_alarm(value, verdict):
    assert judge(value, Good.LOWER, ABANDON) is verdict


@pytest.mark.parametrize(
    ("value", "verdict"),
    [
        (Fraction(69), Verdict.WARN),
        (Fraction(70), Verdict.GOOD),
        (Fraction(85), Verdict.GOOD),
        (Fraction(86), Verdict.WARN),
        (Fraction(90), Verdict.WARN),
        (Fraction(91), Verdict.ALARM),
    ],
)
def test_a_figure_with_a_band_is_good_inside_it(value, verdict):
    assert judge(value, Good.WITHIN, OCCUPANCY) is verdict


def test_a_target_with_decimals_is_met_exactly():
    assert judge(Fraction(100 * 51, 1000), Good.LOWER, Bounds(target=Decimal("5.1"))) is Verdict.GOOD


def test_without_an_alarm_the_worst_verdict_is_a_warning():
    assert judge(Fraction(0), Good.HIGHER, Bounds(target=80)) is Verdict.WARN


def test_a_measure_that_only_informs_and_one_without_target_are_not_judged():
    assert judge(Fraction(1), Good.NEITHER, SL) is Verdict.NONE
    assert judge(Fraction(1), Good.HIGHER, Bounds()) is Verdict.NONE


@pytest.mark.parametrize(
    ("now", "before", "good", "change"),
    [
        (2, 1, Good.HIGHER, Change.BETTER),
        (1, 2, Good.HIGHER, Change.WORSE),
        (2, 1, Good.LOWER, Change.WORSE),
        (1, 2, Good.LOWER, Change.BETTER),
        (1, 1, Good.LOWER, Change.SAME),
        (2, 1, Good.NEITHER, Change.NEUTRAL),
        (None, 1, Good.HIGHER, None),
        (1, None, Good.HIGHER, None),
    ],
)
def test_a_change_is_better_or_worse_by_the_direction_of_the_measure(now, before, good, change):
    as_fraction = [None if value is None else Fraction(value) for value in (now, before)]
    assert compare(*as_fraction, good) is change
