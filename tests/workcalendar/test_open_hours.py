"""Opening hours as a value: what is refused, which day has which hours, wall clock to instants at both changes of the clocks."""

import datetime

import pytest

from callcenter.objections import RuleViolation
from callcenter.workcalendar.rules import (
    DAY,
    Day,
    DayKind,
    OpenHours,
    Week,
    always_open,
    annual_between,
    clock_text,
    days_between,
    interval,
    same_every_day,
    seconds_of_day,
    weekdays,
)
from tests.refusals import codes

NINE_TO_FIVE = ((9 * 3600, 17 * 3600),)
BERLIN = "Europe/Berlin"
HOLIDAY = Day(name="Holiday")


def berlin(*intervals: tuple[int, int]) -> OpenHours:
    return OpenHours(BERLIN, same_every_day(intervals))


def utc(seconds: int) -> str:
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC).strftime("%Y-%m-%dT%H:%M")


@pytest.mark.parametrize(
    ("zone", "week", "code"),
    [
        ("Mars/Olympus", weekdays(NINE_TO_FIVE), "workcalendar.no_zone"),
        ("../etc/passwd", weekdays(NINE_TO_FIVE), "workcalendar.no_zone"),
        ("UTC", same_every_day(()), "workcalendar.no_open_time"),
        ("UTC", weekdays(((7200, 3600),)), "workcalendar.inverted"),
        ("UTC", weekdays(((3600, 3600),)), "workcalendar.inverted"),
        ("UTC", weekdays(((3600, 7200), (7199, 9000))), "workcalendar.overlap"),
        ("UTC", weekdays(((90_000, 93_600),)), "workcalendar.not_in_a_day"),
        ("UTC", weekdays(((-1, 3600),)), "workcalendar.not_in_a_day"),
        ("UTC", same_every_day(((22 * 3600, 30 * 3600), (5 * 3600, 6 * 3600))), "workcalendar.overlap"),
        ("UTC", weekdays(NINE_TO_FIVE)[:6], "workcalendar.not_seven_days"),
    ],
)
def test_what_is_no_calendar_is_refused_with_its_reason(zone: str, week: Week, code: str) -> None:
    with pytest.raises(RuleViolation) as refusal:
        OpenHours(zone, week)
    assert code in codes(refusal)


def test_every_reason_is_told_at_once() -> None:
    with pytest.raises(RuleViolation) as refusal:
        OpenHours("Mars/Olympus", weekdays(((7200, 3600),)))
    assert codes(refusal)[:2] == ["workcalendar.no_zone", "workcalendar.inverted"]
    assert all(refusal.value.sentences)


def test_intervals_that_touch_do_not_overlap() -> None:
    assert (
        berlin((0, 3600), (3600, 7200)).spans(datetime.date(2026, 1, 5))[0][1]
        == berlin((3600, 7200)).spans(datetime.date(2026, 1, 5))[0][0]
    )


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("9:00", 32_400), ("09:00", 32_400), ("09:00:30", 32_430), ("24:00", DAY), ("00:00", 0)],
)
def test_a_time_of_day_is_read(text: str, seconds: int) -> None:
    assert seconds_of_day(text) == seconds


@pytest.mark.parametrize("text", ["25:00", "18:60", "24:01", "09", "9.30", "", "nine", "-1:00", "１２:00"])
def test_what_is_no_time_of_day_is_refused(text: str) -> None:
    with pytest.raises(RuleViolation) as refusal:
        seconds_of_day(text)
    assert codes(refusal) == ["workcalendar.not_a_time"]


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("09:00", "17:00", (32_400, 61_200)),
        ("22:00", "06:00", (79_200, 108_000)),
        ("00:00", "00:00", (0, DAY)),
    ],
)
def test_an_end_before_its_start_is_on_the_next_day(start: str, end: str, expected: tuple[int, int]) -> None:
    assert interval(start, end) == expected
    assert clock_text(expected[0]) == start


def test_a_date_goes_before_a_yearly_day_and_that_before_the_weekday() -> None:
    new_year = datetime.date(2026, 1, 1)
    hours = OpenHours("UTC", weekdays(NINE_TO_FIVE), annual={(1, 1): HOLIDAY})
    assert hours.plan(new_year).is_holiday
    open_after_all = Day(DayKind.MAKE_UP, ((0, 3600),))
    hours = OpenHours("UTC", weekdays(NINE_TO_FIVE), {new_year: open_after_all}, {(1, 1): HOLIDAY})
    assert hours.plan(new_year).is_working_day
    assert hours.plan(datetime.date(2027, 1, 1)).is_holiday
    assert hours.plan(datetime.date(2026, 1, 2)).intervals == NINE_TO_FIVE


@pytest.mark.parametrize(
    ("day", "is_holiday", "is_working_day"),
    [
        (Day(DayKind.HOLIDAY), True, False),
        (
            Day(DayKind.HOLIDAY, NINE_TO_FIVE),
            True,
            False,
        ),  # open on a holiday: its time counts, it is no working day
        (Day(DayKind.CLOSED), False, False),
        (Day(DayKind.PART_DAY, ((0, 3600),)), False, True),
        (Day(DayKind.MAKE_UP, NINE_TO_FIVE), False, True),
    ],
)
def test_kinds_of_days(day: Day, is_holiday: bool, is_working_day: bool) -> None:
    saturday = datetime.date(2026, 10, 10)
    plan = OpenHours("UTC", weekdays(NINE_TO_FIVE), {saturday: day}).plan(saturday)
    assert (plan.is_holiday, plan.is_working_day) == (is_holiday, is_working_day)


def test_a_night_shift_belongs_to_the_day_it_starts_on() -> None:
    """Friday's shift runs to its end on a Saturday that is closed; Saturday is no working day for that."""
    hours = OpenHours(BERLIN, weekdays(((22 * 3600, 30 * 3600),)))
    friday = datetime.date(2026, 11, 20)
    assert [utc(at) for at in hours.spans(friday)[0]] == ["2026-11-20T21:00", "2026-11-21T05:00"]
    assert not hours.plan(friday + datetime.timedelta(days=1)).is_working_day


def test_another_week_holds_from_its_date_on() -> None:
    later = datetime.date(2026, 7, 1)
    hours = OpenHours("UTC", weekdays(NINE_TO_FIVE), later=((later, weekdays(((0, 3600),))),))
    assert hours.plan(datetime.date(2026, 6, 30)).intervals == NINE_TO_FIVE
    assert hours.plan(later).intervals == ((0, 3600),)


SPRING, AUTUMN = datetime.date(2024, 3, 31), datetime.date(2024, 10, 27)


@pytest.mark.parametrize(
    ("date", "time", "instant"),
    [
        (SPRING, "01:59", "2024-03-31T00:59"),
        (SPRING, "02:00", "2024-03-31T01:00"),  # does not exist: an hour on
        (SPRING, "02:30", "2024-03-31T01:30"),
        (SPRING, "03:00", "2024-03-31T01:00"),
        (AUTUMN, "01:59", "2024-10-26T23:59"),
        (AUTUMN, "02:00", "2024-10-27T00:00"),  # comes twice: the first
        (AUTUMN, "02:59", "2024-10-27T00:59"),
        (AUTUMN, "03:00", "2024-10-27T02:00"),
    ],
)
def test_a_gap_moves_forward_and_a_fold_is_its_first(date: datetime.date, time: str, instant: str) -> None:
    assert utc(always_open(BERLIN).instant(date, seconds_of_day(time))) == instant


@pytest.mark.parametrize(("date", "hours"), [(SPRING, 23), (AUTUMN, 25), (datetime.date(2024, 6, 1), 24)])
def test_a_day_is_as_long_as_it_is(date: datetime.date, hours: int) -> None:
    start, end = always_open(BERLIN).spans(date)[0]
    assert end - start == hours * 3600


def test_hours_that_vanish_in_a_gap_are_no_time() -> None:
    """02:30 moves to 03:30, which is after 03:15: nothing is left of the interval."""
    assert berlin((9_000, 11_700)).spans(SPRING) == []


def test_a_range_over_new_year_is_one_range() -> None:
    found = days_between(datetime.date(2026, 12, 30), datetime.date(2027, 1, 2), HOLIDAY)
    assert [date.isoformat() for date in found] == ["2026-12-30", "2026-12-31", "2027-01-01", "2027-01-02"]
    assert list(annual_between((12, 31), (1, 1), HOLIDAY)) == [(12, 31), (1, 1)]
    assert (2, 29) in annual_between((2, 28), (3, 1), HOLIDAY)
    with pytest.raises(RuleViolation) as refusal:
        days_between(datetime.date(2027, 1, 2), datetime.date(2026, 12, 30), HOLIDAY)
    assert codes(refusal) == ["workcalendar.range_inverted"]


def test_equal_content_is_equal_and_other_content_is_not() -> None:
    one, same = OpenHours("UTC", weekdays(NINE_TO_FIVE)), OpenHours("UTC", weekdays(NINE_TO_FIVE))
    other = OpenHours("UTC", weekdays(NINE_TO_FIVE), {datetime.date(2026, 1, 1): HOLIDAY})
    assert one == same
    assert hash(one) == hash(same)
    assert one != other
    assert always_open().is_always_open
    assert not one.is_always_open


def test_a_day_is_named_in_the_readers_language() -> None:
    assert Day(name="National Day", name_zh="国庆节").named("zh-hans") == "国庆节"
    assert Day(name="National Day").named("zh-hans") == "National Day"
    assert Day(name_zh="国庆节").named("en") == "国庆节"
