"""The drawings of overtime: months of one's own, and who has the most of this month."""

import datetime

import pytest

from staffing.overtime import charts
from staffing.roster.models import Origin
from tests.staffing.factories import make_agent, make_assignment

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 3, 20)


def test_months_are_drawn_by_legal_class_this_one_at_the_end() -> None:
    agent = make_agent()
    assert charts.own_months(agent, TODAY) is None
    make_assignment(agent, datetime.date(2026, 3, 12), "18:00-20:00", origin=Origin.OVERTIME)
    make_assignment(agent, datetime.date(2026, 1, 8))
    make_assignment(agent, datetime.date(2026, 1, 8), "18:00-19:30", origin=Origin.OVERTIME)
    chart = charts.own_months(agent, TODAY)
    assert chart is not None
    assert chart.categories == ["2025-10", "2025-11", "2025-12", "2026-01", "2026-02", "2026-03"]
    found = {series.key: series.values for series in chart.series}
    assert found == {
        "workday": [0, 0, 0, 1.5, 0, 0],
        "rest_day": [0, 0, 0, 0, 0, 2],
        "holiday": [0] * 6,
    }


def test_who_has_the_most_stands_first_and_who_has_none_is_left_out() -> None:
    first, second, third = (make_agent() for _ in range(3))
    make_assignment(first, datetime.date(2026, 3, 12), "18:00-19:00", origin=Origin.OVERTIME)
    make_assignment(second, datetime.date(2026, 3, 12), "18:00-21:00", origin=Origin.OVERTIME)
    named = {one.pk: one.number for one in (first, second, third)}
    chart = charts.most_of_month(first.site, named, TODAY)
    assert chart is not None
    assert chart.categories == [second.number, first.number]
    assert charts.most_of_month(first.site, {third.pk: third.number}, TODAY) is None
