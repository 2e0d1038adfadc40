"""Age classes, the Pareto line, pages of the calendar."""

import datetime

import pytest

from complaints.desk.charts.rules import age_classes, running_shares, vital
from complaints.desk.deadlines.rules import Span, read_day, sheet


@pytest.mark.parametrize("days", [2, 3, 6, 13])
def test_every_age_is_in_exactly_one_class(days: int) -> None:
    classes = age_classes(days)
    for age in range(60):
        assert sum(one.holds(age) for one in classes) == 1


def test_six_days_make_the_classes() -> None:
    assert [(one.first, one.last) for one in age_classes(6)] == [(0, 0), (1, 3), (4, 6), (7, 12), (13, None)]


@pytest.mark.parametrize(
    ("counts", "few"),
    [([80, 10, 10], 1), ([79, 11, 10], 2), ([1, 1, 1, 1, 1], 4), ([], 0), ([5], 1), ([0, 0], 0)],
)
def test_the_vital_few_reach_four_fifths(counts: list[int], few: int) -> None:
    assert vital(counts) == few


def test_running_shares_end_at_one() -> None:
    assert running_shares([6, 3, 1]) == pytest.approx([0.6, 0.9, 1.0])


@pytest.mark.parametrize(
    "on", [datetime.date(2026, 2, 10), datetime.date(2024, 2, 29), datetime.date(2026, 11, 30)]
)
def test_a_month_is_shown_in_whole_weeks(on: datetime.date) -> None:
    page = sheet(Span.MONTH, on)
    assert page.first <= on <= page.last
    assert all(len(week) == 7 and week[0].weekday() == 0 for week in page.weeks)
    assert {page.first, page.last} <= set(page.days)
    assert page.before.month != on.month
    assert page.after.day == 1


def test_a_week_runs_from_monday_to_sunday() -> None:
    page = sheet(Span.WEEK, datetime.date(2026, 11, 22))
    assert (page.first, page.last) == (datetime.date(2026, 11, 16), datetime.date(2026, 11, 22))


@pytest.mark.parametrize("text", ["", "x", "2026-13-01", "9999-12-31", "0001-01-01"])
def test_a_day_that_is_none_is_today(text: str) -> None:
    today = datetime.date(2026, 11, 22)
    assert read_day(text, today) == today
