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
    assert rules.is_effective(before, after, 30) is effective


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
