"""Which days a period holds, and what it is compared with."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callcenter.workcalendar.periods import Kind, compared_with, period_of

D = datetime.date


@pytest.mark.parametrize(
    ("kind", "day", "start", "last"),
    [
        (Kind.DAY, D(2024, 2, 29), D(2024, 2, 29), D(2024, 2, 29)),
        (Kind.WEEK, D(2026, 3, 1), D(2026, 2, 23), D(2026, 3, 1)),  # a Sunday closes its week
        (Kind.WEEK, D(2026, 3, 2), D(2026, 3, 2), D(2026, 3, 8)),
        (Kind.MONTH, D(1999, 2, 28), D(1999, 2, 1), D(1999, 2, 28)),
        (Kind.MONTH, D(2024, 2, 1), D(2024, 2, 1), D(2024, 2, 29)),
        (Kind.STATISTICS, D(2026, 3, 20), D(2026, 2, 21), D(2026, 3, 20)),
        (Kind.STATISTICS, D(2026, 3, 21), D(2026, 3, 21), D(2026, 4, 20)),
        (Kind.STATISTICS, D(2026, 1, 5), D(2025, 12, 21), D(2026, 1, 20)),
        (Kind.STATISTICS, D(2026, 12, 31), D(2026, 12, 21), D(2027, 1, 20)),
        (Kind.QUARTER, D(2026, 3, 31), D(2026, 1, 1), D(2026, 3, 31)),
        (Kind.QUARTER, D(2026, 4, 1), D(2026, 4, 1), D(2026, 6, 30)),
        (Kind.QUARTER, D(2026, 12, 31), D(2026, 10, 1), D(2026, 12, 31)),
        (Kind.HALF_YEAR, D(2026, 6, 30), D(2026, 1, 1), D(2026, 6, 30)),
        (Kind.HALF_YEAR, D(2026, 7, 1), D(2026, 7, 1), D(2026, 12, 31)),
        (Kind.YEAR, D(2024, 2, 29), D(2024, 1, 1), D(2024, 12, 31)),
    ],
)
def test_a_period_starts_and_ends_where_the_manual_says(kind, day, start, last):
    period = period_of(kind, day, start_day=21)
    assert (period.start, period.last) == (start, last)


def test_a_statistics_month_that_starts_on_the_first_is_the_natural_month():
    assert period_of(Kind.STATISTICS, D(2026, 3, 9)).days == period_of(Kind.MONTH, D(2026, 3, 9)).days


@given(
    kind=st.sampled_from(list(Kind)),
    day=st.dates(D(1990, 1, 1), D(2099, 12, 31)),
    start_day=st.integers(1, 28),
)
def test_periods_follow_each_other_without_gap_or_overlap(kind, day, start_day):
    period = period_of(kind, day, start_day=start_day)
    assert day in period
    assert period.previous.end == period.start
    assert period.next.start == period.end
    assert all(period_of(kind, other, start_day=start_day) == period for other in period.days)


def test_a_day_is_compared_with_the_day_before_and_the_same_weekday():
    names = {name: period.start for name, period in compared_with(period_of(Kind.DAY, D(2026, 3, 2)))}
    assert names == {"previous": D(2026, 3, 1), "weekday": D(2026, 2, 23)}


def test_a_month_is_compared_with_the_month_before_and_last_years():
    names = {name: period.start for name, period in compared_with(period_of(Kind.MONTH, D(2024, 2, 29)))}
    assert names == {"previous": D(2024, 1, 1), "year": D(2023, 2, 1)}


def test_a_quarter_and_a_half_year_are_compared_with_last_years_and_a_year_with_the_one_before():
    def starts(kind, day):
        return {name: period.start for name, period in compared_with(period_of(kind, day))}

    assert starts(Kind.QUARTER, D(2026, 2, 1)) == {"previous": D(2025, 10, 1), "year": D(2025, 1, 1)}
    assert starts(Kind.HALF_YEAR, D(2026, 8, 1)) == {"previous": D(2026, 1, 1), "year": D(2025, 7, 1)}
    assert starts(Kind.YEAR, D(2026, 8, 1)) == {"previous": D(2025, 1, 1)}
