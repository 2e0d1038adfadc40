"""When an action is effective, and which weeks are compared."""

import datetime

import pytest

from complaints.improvement import rules

ON = datetime.date(2026, 11, 2)


@pytest.mark.parametrize(
    ("before", "after", "effective"),
    [(10, 7, True), (10, 8, False), (10, 0, True), (0, 0, True), (0, 1, False), (1, 1, False), (3, 2, True)],
)
def test_an_action_is_effective_when_complaints_fall_by_the_least_drop(
    before: int, after: int, effective: bool
) -> None:
    assert rules.Effect(before, after).is_effective(30) is effective


@pytest.mark.parametrize(
    ("effect", "effective"),
    [
        (rules.Effect(10, 10, 1_000, 2_000), True),  # as many complaints of twice the calls: half as often
        (rules.Effect(10, 7, 2_000, 1_000), False),  # fewer, but of half the calls: more often
        (rules.Effect(10, 7, 1_000, 1_000), True),
        (rules.Effect(10, 7, 1_000, 999), False),
        (rules.Effect(0, 1, 1_000, 9_000), False),
        (rules.Effect(0, 0, 1_000, 1_000), True),
    ],
)
def test_complaints_are_held_against_the_calls_of_the_same_weeks(
    effect: rules.Effect, effective: bool
) -> None:
    assert effect.is_by_calls
    assert effect.is_effective(30) is effective


def test_rates_are_complaints_per_thousand_calls_and_the_fall_is_of_the_rates() -> None:
    effect = rules.Effect(10, 6, 20_000, 24_000)
    assert (effect.rate_before, effect.rate_after) == (0.5, 0.25)
    assert effect.fall == pytest.approx(0.5)
    assert rules.Effect(10, 6).rate_before is None
    assert rules.Effect(10, 6).fall == pytest.approx(0.4)
    assert rules.Effect(0, 6).fall is None


def calls_of(days: range, count: int = 100) -> dict[datetime.date, int]:
    return {ON + datetime.timedelta(days=day): count for day in days}


def test_calls_count_where_enough_days_of_both_sides_have_them() -> None:
    days = [ON - datetime.timedelta(days=1), ON]
    both = rules.effect(days, calls_of(range(-14, 14)), ON, 2, 50)
    assert (both.calls_before, both.calls_after) == (1_400, 1_400)
    assert rules.effect(days, calls_of(range(-7, 7)), ON, 2, 50).is_by_calls
    assert not rules.effect(days, calls_of(range(-6, 14)), ON, 2, 50).is_by_calls
    assert not rules.effect(days, calls_of(range(14)), ON, 2, 1).is_by_calls
    assert not rules.effect(days, calls_of(range(-14, 14), 0), ON, 2, 50).is_by_calls
    assert rules.effect(days, {}, ON, 2, 50) == rules.Effect(1, 1)


def test_the_day_of_the_action_counts_as_after() -> None:
    assert rules.windows(ON, 8) == (datetime.date(2026, 9, 7), datetime.date(2026, 12, 28))
    days = [
        ON - datetime.timedelta(days=1),
        ON,
        ON + datetime.timedelta(days=6),
        ON + datetime.timedelta(days=7),
    ]
    assert rules.by_week([*days, ON + datetime.timedelta(weeks=3)], ON, 2) == [
        (-2, 0),
        (-1, 1),
        (0, 2),
        (1, 1),
    ]
