"""The formulas of domain §2.2, its worked examples 14.6 and 14.7, and what no measure may ever do."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callcenter.measures import registry
from callcenter.measures.registry import Base, Combine, Measure, Unit
from callcenter.telephony.measures import BASE_NAMES, MEASURES, SERVICE_LEVELS

EXAMPLE_6 = {
    "offered": 100,
    "answered": 90,
    "answered_in_target": 72,
    "abandoned": 10,
    "short_abandoned": 4,
    "abandoned_in_target": 6,
}
counts = st.fixed_dictionaries({name: st.integers(0, 10**7) for name in BASE_NAMES})


def figure(name: str, of: dict[str, int]) -> Fraction | None:
    return registry.get(f"telephony.{name}").of(of).exact


@pytest.mark.parametrize(
    ("measure", "percent"),
    [
        ("service_level", Fraction(72)),
        ("service_level_less_short", Fraction(75)),
        ("service_level_of_answered", Fraction(80)),
        ("service_level_with_abandoned", Fraction(78)),
        ("abandon_rate", Fraction(625, 100)),
        ("abandon_rate_simple", Fraction(10)),
        ("connect_rate", Fraction(90)),
        ("loss_rate", Fraction(10)),
    ],
)
def test_worked_example_6(measure, percent):
    assert figure(measure, EXAMPLE_6) == percent


def test_worked_example_7_a_month_is_summed_counts_and_never_a_mean_of_percentages():
    days = [{"answered": 80, "offered": 100}, {"answered": 9, "offered": 10}]
    month = registry.get("telephony.connect_rate").of(registry.combine(days))
    assert (month.numerator, month.denominator) == (89, 110)
    assert round(month.value, 1) == 80.9


@pytest.mark.parametrize(
    ("measure", "seconds"),
    [
        ("asa", Fraction(900, 90)),
        ("average_abandon_time", Fraction(300, 10)),
        ("att", Fraction(9000, 90)),
        ("aht", Fraction(9000 + 450 + 1800, 90)),
        ("acw", Fraction(1800, 90)),
    ],
)
def test_times_are_sums_over_calls(measure, seconds):
    times = {
        "wait_answered_seconds": 900,
        "wait_abandoned_seconds": 300,
        "talk_seconds": 9000,
        "hold_seconds": 450,
        "acw_seconds": 1800,
    }
    assert figure(measure, EXAMPLE_6 | times) == seconds


def test_occupancy_counts_after_call_work_and_line_occupancy_leaves_it_out_on_both_sides():
    states = {
        "state_talk_seconds": 50,
        "state_hold_seconds": 10,
        "state_acw_seconds": 20,
        "state_idle_seconds": 20,
    }
    assert figure("occupancy", states) == 80
    assert figure("line_occupancy", states) == 75


def test_occupancy_is_unknown_without_agent_states_however_much_was_talked():
    assert figure("occupancy", {"talk_seconds": 5000, "answered": 10}) is None


def test_the_longest_wait_is_the_largest_of_the_rows_and_unknown_without_calls():
    rows = [{"offered": 3, "longest_wait_seconds": 40}, {"offered": 1, "longest_wait_seconds": 90}]
    assert figure("longest_wait", registry.combine(rows)) == 90
    assert figure("longest_wait", {"offered": 0, "longest_wait_seconds": 0}) is None
    assert figure("longest_wait", {"offered": 2, "longest_wait_seconds": 0}) == 0


def test_a_maximum_may_not_enter_a_sum_nor_a_sum_be_taken_for_a_maximum():
    wrong_sum = Measure("t.a", "a", "a", Unit.SECONDS, {"longest_wait_seconds": 1}, {})
    wrong_maximum = Measure("t.b", "b", "b", Unit.SECONDS, {}, {}, maximum_of="offered")
    for measure in (wrong_sum, wrong_maximum):
        with pytest.raises(ValueError, match="maximum"):
            registry.register(measure)


def test_a_base_count_or_a_measure_is_declared_once():
    with pytest.raises(ValueError, match="declared twice"):
        registry.register_bases(Base("offered", "other", Unit.COUNT, Combine.MAX))
    with pytest.raises(ValueError, match="declared twice"):
        registry.register(Measure("telephony.asa", "other", "x", Unit.COUNT, {"offered": 1}, {}))


def test_each_service_level_variant_is_a_measure_of_its_own_with_its_own_label():
    variants = list(SERVICE_LEVELS.values())
    assert len({measure.key for measure in variants}) == 4
    assert len({str(measure.label) for measure in variants}) == 4
    assert len({(tuple(m.numerator.items()), tuple(m.denominator.items())) for m in variants}) == 4


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.key)
@given(of=counts)
def test_no_measure_divides_by_zero(measure, of):
    found = measure.of(of)
    assert (found.value is None) == (found.denominator == 0)


@given(rows=st.lists(counts, max_size=6), cut=st.integers(0, 6))
def test_combining_is_the_same_in_any_grouping(rows, cut):
    parts = [registry.combine(rows[:cut]), registry.combine(rows[cut:])]
    assert registry.combine(parts) == registry.combine(rows)
