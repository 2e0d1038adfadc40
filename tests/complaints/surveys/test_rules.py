"""Grades, points, who is unsatisfied, how sure a share is, who is drawn: no database."""

import pytest

from complaints.surveys import rules
from tests.complaints.surveys.factories import BAD, GOOD, SILENT

POINTS = {"very_satisfied": 100, "satisfied": 80, "ordinary": 60, "poor": 30}


def test_a_staff_score_is_the_mean_of_the_items() -> None:
    given = dict(zip(rules.ITEMS, ("very_satisfied", "satisfied", "ordinary", "poor"), strict=True))
    worth = rules.worth(given, POINTS)
    assert (worth.points, worth.items, worth.score) == (270, 4, 67.5)


def test_an_item_that_does_not_apply_is_left_out_of_the_mean() -> None:
    worth = rules.worth(GOOD | {"promises": "not_applicable"}, POINTS)
    assert (worth.points, worth.items, worth.score) == (300, 3, 100.0)


def test_every_item_needs_a_word_of_its_own() -> None:
    found = rules.objections({"attitude": "poor", "technique": "splendid"})
    assert [(one.code, one.field) for one in found] == [
        ("surveys.item_needed", "technique"),
        ("surveys.item_needed", "timeliness"),
        ("surveys.item_needed", "promises"),
    ]


def test_an_answer_that_rates_nothing_is_none() -> None:
    assert [one.code for one in rules.objections(SILENT)] == ["surveys.nothing_rated"]
    assert rules.objections(GOOD) == []


@pytest.mark.parametrize(
    ("given", "worst", "expected"),
    [
        (GOOD, "poor", True),
        (BAD, "poor", False),
        (GOOD | {"technique": "ordinary"}, "poor", True),
        (GOOD | {"technique": "ordinary"}, "ordinary", False),
        (GOOD | {"technique": "not_applicable"}, "ordinary", True),
    ],
)
def test_one_bad_item_makes_a_customer_unsatisfied(given: dict[str, str], worst: str, expected: bool) -> None:
    assert rules.is_satisfied(given, worst) is expected


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [(0, 0, 0.0, 1.0), (0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (10, 10, 0.7225, 1.0)],
)
def test_the_interval_is_wilsons(part: int, whole: int, low: float, high: float) -> None:
    assert rules.wilson(part, whole) == pytest.approx((low, high), abs=1e-4)


def test_the_same_seed_draws_the_same_customers_whatever_order_they_come_in() -> None:
    keys = [("case", number) for number in range(100)]
    drawn = rules.drawn(keys, 10, 42)
    assert drawn == rules.drawn(reversed(keys), 10, 42)
    assert len(set(drawn)) == 10
    assert drawn != rules.drawn(keys, 10, 43)
    assert rules.drawn(keys[:3], 10, 42) == keys[:3]
