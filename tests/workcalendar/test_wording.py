"""Opening hours as people write and read them."""

import pytest
from django.utils.translation import override

from callcenter.objections import RuleViolation
from callcenter.workcalendar.rules import DAY, weekdays
from callcenter.workcalendar.wording import (
    hours_text,
    intervals_of,
    week_lines,
    weekly_hours,
    written,
)

HOUR = 3_600


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("09:00–12:00, 13:00–18:00", ((9 * HOUR, 12 * HOUR), (13 * HOUR, 18 * HOUR))),
        ("9-12 13-18", ((9 * HOUR, 12 * HOUR), (13 * HOUR, 18 * HOUR))),
        ("９：００－１２：００，１３：００－１８：００", ((9 * HOUR, 12 * HOUR), (13 * HOUR, 18 * HOUR))),
        ("13:30 - 18:00; 8:15~12", ((29_700, 12 * HOUR), (48_600, 18 * HOUR))),
        ("22:00-06:00", ((22 * HOUR, 30 * HOUR),)),
        ("00:00–24:00", ((0, DAY),)),
        ("24h", ((0, DAY),)),
        ("全天", ((0, DAY),)),
        ("9至18", ((9 * HOUR, 18 * HOUR),)),
        ("", ()),
        ("closed", ()),
        ("休息", ()),
    ],
)
def test_hours_are_read_as_people_write_them(text: str, expected: object) -> None:
    assert intervals_of(text) == expected


@pytest.mark.parametrize("text", ["nine to five", "9-", "25:00–26:00", "09:60–10:00", "9–12–15", "9"])
def test_what_is_no_hours_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(RuleViolation) as refused:
        intervals_of(text)
    assert all(objection.sentence for objection in refused.value.objections)


@pytest.mark.parametrize("text", ["09:00–12:00, 13:00–18:00", "22:00–06:00", "24h", "", "00:00–09:30"])
def test_written_hours_are_read_back(text: str) -> None:
    assert written(intervals_of(text)) == text


def test_days_in_a_row_with_the_same_hours_are_one_line() -> None:
    week = weekdays(intervals_of("9-18"))
    assert week_lines(week) == [("Monday – Friday", "09:00–18:00"), ("Saturday – Sunday", "closed")]
    assert weekly_hours(week) == 45
    with override("zh-hans"):
        assert hours_text(()) == "休息"
