"""How figures are written."""

from fractions import Fraction

import pytest

from callcenter.measures import formatting, registry
from callcenter.measures.registry import Unit


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (None, Unit.PERCENT, "—"),
        (Fraction(8900, 110), Unit.PERCENT, "80.9%"),
        (Fraction(100), Unit.PERCENT, "100.0%"),
        (Fraction(625, 100), Unit.PERCENT, "6.3%"),  # halves away from zero
        (Fraction(0), Unit.PERCENT, "0.0%"),
        (Fraction(0), Unit.SECONDS, "0:00"),
        (Fraction(59), Unit.SECONDS, "0:59"),
        (Fraction(119, 2), Unit.SECONDS, "1:00"),
        (Fraction(185), Unit.SECONDS, "3:05"),
        (Fraction(3599), Unit.SECONDS, "59:59"),
        (Fraction(3600), Unit.SECONDS, "1:00:00"),
        (Fraction(33344), Unit.COUNT, "33,344"),
        (Fraction(5, 2), Unit.RATE_10000, "2.5"),
    ],
)
def test_a_value_is_written_in_its_unit(value, unit, text):
    assert formatting.amount(value, unit) == text


@pytest.mark.parametrize(
    ("now", "before", "unit", "text"),
    [
        (12, 10, Unit.COUNT, "+2"),
        (10, 12, Unit.COUNT, "−2"),
        (10, 10, Unit.COUNT, "±0"),
        (Fraction(801, 10), Fraction(80), Unit.PERCENT, "+0.1 pp"),
        (Fraction(799, 10), Fraction(80), Unit.PERCENT, "−0.1 pp"),
        (Fraction(80001, 1000), Fraction(80), Unit.PERCENT, "±0.0 pp"),
        (30, 37, Unit.SECONDS, "−0:07"),
        (None, 37, Unit.SECONDS, ""),
    ],
)
def test_a_difference_has_its_sign_and_percentages_differ_in_points(now, before, unit, text):
    as_fraction = [None if value is None else Fraction(value) for value in (now, before)]
    assert formatting.difference(*as_fraction, unit) == text


def test_a_percentage_shows_what_it_rests_on_and_a_count_does_not():
    rate = registry.get("telephony.connect_rate").of({"answered": 1080, "offered": 1200})
    assert (formatting.shown(rate), formatting.fraction(rate)) == ("90.0%", "1,080/1,200")
    assert formatting.fraction(registry.get("telephony.offered").of({"offered": 5})) == ""


def test_nothing_counted_is_a_dash_and_neither_zero_nor_a_hundred():
    assert formatting.shown(registry.get("telephony.connect_rate").of({})) == "—"
    assert formatting.shown(registry.get("telephony.longest_wait").of({})) == "—"
