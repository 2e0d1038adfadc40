"""Public holidays and make-up workdays of a country."""

import datetime

import pytest

from callcenter.workcalendar.public import is_supported, public_days
from callcenter.workcalendar.rules import DayKind


def test_chinese_make_up_workdays_follow_the_weekday_that_was_given_off_for_them() -> None:
    found = {each.on: each for each in public_days("CN", 2026)}
    worked = {day: each.as_weekday for day, each in found.items() if each.kind is DayKind.MAKE_UP}
    assert worked == {
        datetime.date(2026, 1, 4): 4,  # for Friday 2 January
        datetime.date(2026, 2, 14): 4,
        datetime.date(2026, 2, 28): 0,
        datetime.date(2026, 5, 9): 1,
        datetime.date(2026, 9, 20): 1,
        datetime.date(2026, 10, 10): 2,
    }
    assert all(day.weekday() >= 5 for day in worked)


def test_chinese_holidays_have_both_names() -> None:
    found = {each.on: each for each in public_days("CN", 2026)}
    national = found[datetime.date(2026, 10, 1)]
    assert (national.kind, national.name, national.name_zh) == (DayKind.HOLIDAY, "National Day", "国庆节")
    off = found[datetime.date(2026, 2, 23)]
    assert (off.name, off.name_zh) == ("Day off in exchange", "调休休息")


def test_holidays_of_other_countries_are_named_in_chinese_too() -> None:
    found = {each.on: each.name_zh for each in public_days("AU", 2026, "NSW")}
    assert found[datetime.date(2026, 4, 25)] == "澳新军团日"
    assert found[datetime.date(2026, 12, 28)] == "节礼日（补假）"
    assert all(found.values())


def test_regions_have_days_of_their_own() -> None:
    whole = {each.on for each in public_days("AU", 2026)}
    wales = {each.on for each in public_days("AU", 2026, "NSW")}
    assert datetime.date(2026, 6, 8) in wales - whole


@pytest.mark.parametrize("year", [1991, 2025, 2027, 2060])
def test_a_year_has_only_its_own_days_once_each(year: int) -> None:
    days = [each.on for each in public_days("CN", year)]
    assert days
    assert all(day.year == year for day in days)
    assert len(days) == len(set(days))


def test_an_unknown_country_has_none() -> None:
    assert not is_supported("XX")
    assert public_days("XX", 2026) == []
