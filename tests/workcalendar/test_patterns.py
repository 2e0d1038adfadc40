"""Dates that come back: the Friday before the 25th, before the 22nd, the ends of periods."""

import datetime
import itertools

import pytest

from callcenter.workcalendar import patterns
from callcenter.workcalendar.patterns import day_before, weekday_before

FRIDAY = 4


@pytest.mark.parametrize(
    ("year", "month", "day"),
    [(2024, 10, 18), (2024, 11, 22), (2025, 4, 18), (2025, 9, 19), (2026, 1, 23), (2026, 9, 18)],
)
def test_friday_before_the_25th_is_strict_as_the_manual_says(year: int, month: int, day: int) -> None:
    assert weekday_before(year, month, weekday=FRIDAY, day=25) == datetime.date(year, month, day)


@pytest.mark.parametrize(
    ("year", "month", "strict", "inclusive"),
    [(2024, 10, 18, 25), (2025, 4, 18, 25), (2026, 9, 18, 25), (2026, 1, 23, 23)],
)
def test_inclusive_counts_a_25th_that_is_a_friday(year: int, month: int, strict: int, inclusive: int) -> None:
    found = [
        weekday_before(year, month, weekday=FRIDAY, day=25, is_inclusive=is_inclusive).day
        for is_inclusive in (False, True)
    ]
    assert found == [strict, inclusive]


def test_friday_before_is_always_a_friday_within_the_week_before() -> None:
    for year, month in itertools.product(range(2020, 2032), range(1, 13)):
        found = weekday_before(year, month, weekday=FRIDAY, day=25)
        assert found.weekday() == FRIDAY
        assert 1 <= (datetime.date(year, month, 25) - found).days <= 7


def test_friday_before_the_first_lies_in_the_month_before() -> None:
    assert weekday_before(2026, 5, weekday=FRIDAY, day=1) == datetime.date(2026, 4, 24)
    assert weekday_before(2026, 5, weekday=FRIDAY, day=1, is_inclusive=True) == datetime.date(2026, 5, 1)


@pytest.mark.parametrize(
    ("month", "day", "expected"),
    [
        (11, 22, datetime.date(2026, 11, 21)),
        (3, 1, datetime.date(2026, 2, 28)),
        (1, 1, datetime.date(2025, 12, 31)),
    ],
)
def test_before_the_22nd_is_the_21st(month: int, day: int, expected: datetime.date) -> None:
    assert day_before(2026, month, day) == expected


def dates(pattern: patterns.Pattern, first: str, last: str) -> list[str]:
    return [
        day.isoformat()
        for day in pattern(datetime.date.fromisoformat(first), datetime.date.fromisoformat(last))
    ]


def test_patterns_keep_to_their_range_at_both_ends() -> None:
    assert dates(patterns.every_week(0), "2026-11-16", "2026-11-23") == ["2026-11-16", "2026-11-23"]
    assert dates(patterns.monthly_on(25), "2026-11-25", "2026-12-25") == ["2026-11-25", "2026-12-25"]
    assert dates(patterns.monthly_on(25), "2026-11-26", "2026-12-24") == []
    assert dates(patterns.monthly_before(22), "2026-11-21", "2026-12-20") == ["2026-11-21"]
    assert dates(patterns.monthly_before(1), "2026-12-31", "2026-12-31") == ["2026-12-31"]
    assert dates(patterns.monthly_on(31), "2026-02-01", "2026-03-31") == ["2026-02-28", "2026-03-31"]


def test_periods_end_with_quarter_half_year_and_year() -> None:
    span = ("2026-01-01", "2026-12-31")
    assert dates(patterns.period_ends(3), *span) == ["2026-03-31", "2026-06-30", "2026-09-30", "2026-12-31"]
    assert dates(patterns.period_ends(6), *span) == ["2026-06-30", "2026-12-31"]
    assert dates(patterns.period_ends(12), *span) == ["2026-12-31"]
