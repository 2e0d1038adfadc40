"""The checks of one person's duties: each limit with the boundary and both its neighbours, over month ends and clock changes."""

import datetime
from zoneinfo import ZoneInfo

import pytest

from staffing.roster.duties import Duty
from staffing.roster.limits import DEFAULTS, Check, Policy, Weight
from staffing.roster.rules import REACH, findings, overlaps
from staffing.shifts.rules import PAID, instants, span
from staffing.shifts.rules import instant as moment
from tests.staffing.factories import DAY_SHIFT, NIGHT_SHIFT, SPLIT_SHIFT, parts

SHANGHAI, LONDON = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/London")
MONDAY = datetime.date(2026, 3, 2)
POLICY = Policy()
EIGHT = "08:00-16:00"


def day(step: int, start: datetime.date = MONDAY) -> datetime.date:
    return start + datetime.timedelta(days=step)


def duty(on: datetime.date, text: str = EIGHT, zone: ZoneInfo = SHANGHAI, **fields: object) -> Duty:
    segments = parts(text)
    first, last = span(segments)
    worked = sum(
        (end - start for start, end, kind in instants(on, segments, zone) if kind in PAID),
        datetime.timedelta(),
    )
    return Duty(
        on,
        moment(on, first, zone),
        moment(on, last, zone),
        int(worked.total_seconds() // 60),
        segments=segments,
        **fields,  # type: ignore[arg-type]
    )


def codes(
    *duties: Duty,
    policy: Policy = POLICY,
    first: datetime.date = datetime.date(2026, 1, 1),
    last: datetime.date = datetime.date(2026, 12, 31),
) -> list[tuple[str, datetime.date]]:
    return [
        (each.objection.code.removeprefix("roster."), each.on)
        for each in findings(duties, policy, first=first, last=last)
    ]


def only(check: Check, *duties: Duty, policy: Policy = POLICY) -> list[datetime.date]:
    return [on for code, on in codes(*duties, policy=policy) if code == check.value]


@pytest.mark.parametrize(
    ("ends", "starts", "is_refused"),
    [
        ("20:59", "08:00", False),
        ("21:00", "08:00", False),  # 11 h to the minute
        ("21:01", "08:00", True),
        ("22:00", "08:00", True),
    ],
)
def test_rest_between_two_shifts_is_at_least_eleven_hours(ends: str, starts: str, is_refused: bool) -> None:
    found = only(Check.REST_GAP, duty(day(0), f"14:00-{ends}"), duty(day(1), f"{starts}-12:00"))
    assert found == ([day(1)] if is_refused else [])


def test_the_free_hours_of_a_split_shift_are_no_rest_between_shifts() -> None:
    assert not only(Check.REST_GAP, duty(day(0), SPLIT_SHIFT))
    assert only(Check.REST_GAP, duty(day(0), SPLIT_SHIFT), duty(day(1), "08:00-12:00")) == [day(1)]  # 23:00


def test_a_night_shift_over_the_end_of_a_month_counts_against_the_first_day_of_the_next() -> None:
    night, morning = (
        duty(datetime.date(2026, 3, 31), NIGHT_SHIFT),
        duty(datetime.date(2026, 4, 1), "18:59-22:00"),
    )
    assert only(Check.REST_GAP, night, morning) == [datetime.date(2026, 4, 1)]  # 08:00 to 18:59
    assert not only(Check.REST_GAP, night, duty(datetime.date(2026, 4, 1), "19:00-22:00"))
    assert ("rest_gap", datetime.date(2026, 4, 1)) not in codes(
        night, morning, last=datetime.date(2026, 3, 31)
    )


@pytest.mark.parametrize(
    ("on", "starts", "is_refused"),
    [
        # Clocks go forward in the night to 29 March 2026: 20:00–08:00 lasts 11 h, rest to 18:59 is as on any day.
        (datetime.date(2026, 3, 28), "19:00", False),
        (datetime.date(2026, 3, 28), "18:59", True),
        # And back in the night to 25 October: the shift lasts 13 h.
        (datetime.date(2026, 10, 24), "19:00", False),
        (datetime.date(2026, 10, 24), "18:59", True),
    ],
)
def test_rest_after_the_night_of_a_clock_change_is_measured_between_moments(
    on: datetime.date, starts: str, is_refused: bool
) -> None:
    found = only(Check.REST_GAP, duty(on, NIGHT_SHIFT, LONDON), duty(day(1, on), f"{starts}-22:00", LONDON))
    assert bool(found) is is_refused


@pytest.mark.parametrize(
    ("on", "starts", "is_refused"),
    [
        (datetime.date(2026, 3, 28), "08:59", True),  # clocks go forward: 22:00–08:59 are 9 h 59
        (datetime.date(2026, 3, 28), "10:00", False),  # 11 h
        (datetime.date(2026, 3, 28), "09:59", True),
        (datetime.date(2026, 10, 24), "08:00", False),  # clocks go back: 22:00–08:00 are 11 h
        (datetime.date(2026, 10, 24), "07:59", True),
    ],
)
def test_rest_during_which_the_clocks_change_is_an_hour_shorter_or_longer(
    on: datetime.date, starts: str, is_refused: bool
) -> None:
    late = duty(on, "14:00-22:00", LONDON)
    assert bool(only(Check.REST_GAP, late, duty(day(1, on), f"{starts}-12:00", LONDON))) is is_refused


@pytest.mark.parametrize(
    ("text", "is_refused"),
    [
        ("08:00-15:59", False),
        ("08:00-16:00", False),
        ("08:00-16:01", True),
        (DAY_SHIFT, False),  # 8 h and a meal that does not count
        ("08:00-12:00 12:00-12:30b 12:30-16:30", True),  # a paid break does
    ],
)
def test_a_day_has_at_most_eight_hours_of_work(text: str, is_refused: bool) -> None:
    assert only(Check.DAY_HOURS, duty(day(0), text)) == ([day(0)] if is_refused else [])


def test_overtime_is_not_counted_as_a_days_normal_hours() -> None:
    assert not only(Check.DAY_HOURS, duty(day(0)), duty(day(0), "16:00-18:00", is_overtime=True))


@pytest.mark.parametrize("on", [datetime.date(2026, 3, 28), datetime.date(2026, 10, 24)])
def test_the_hour_of_a_clock_change_is_no_breach_of_the_days_limit(on: datetime.date) -> None:
    assert not only(Check.DAY_HOURS, duty(on, "23:00-07:00", LONDON))


@pytest.mark.parametrize(("last", "found"), [("15:59", []), ("16:00", []), ("16:01", [day(5)])])
def test_a_week_has_at_most_forty_four_hours(last: str, found: list[datetime.date]) -> None:
    week = [duty(day(step)) for step in range(5)]  # 40 h, then Saturday from noon
    assert only(Check.WEEK_HOURS, *week, duty(day(5), f"12:00-{last}")) == found


def test_weeks_run_from_monday_to_sunday_over_the_end_of_a_month() -> None:
    start = datetime.date(2026, 3, 30)  # a Monday; Saturday is 4 April
    six = [duty(day(step, start)) for step in range(6)]
    assert codes(*six) == [("week_hours", datetime.date(2026, 4, 4))]
    assert not codes(*six, last=datetime.date(2026, 3, 31))
    other = [
        duty(day(step, datetime.date(2026, 3, 27))) for step in range(6)
    ]  # Friday to Wednesday: 24 h and 24 h
    assert not only(Check.WEEK_HOURS, *other)


def test_a_night_in_which_the_clocks_go_back_counts_its_hour_in_the_week() -> None:
    start = datetime.date(2026, 10, 19)
    week = [duty(day(step, start), "22:00-06:00", LONDON) for step in (0, 1, 2, 3)]
    week += [duty(day(5, start), "22:00-09:00", LONDON)]  # 32 h and 11 h by the clock: 44 h
    assert not only(Check.WEEK_HOURS, *week)
    week[-1] = duty(day(5, start), "22:00-09:01", LONDON)
    assert only(Check.WEEK_HOURS, *week) == [day(5, start)]


SHORT = "08:00-14:00"  # 6 h: seven of them stay below the week's limit


@pytest.mark.parametrize(("count", "found"), [(6, []), (7, [day(6)]), (8, [day(6), day(7)])])
def test_there_is_a_rest_day_in_any_seven_days(count: int, found: list[datetime.date]) -> None:
    assert only(Check.REST_DAY, *(duty(day(step), SHORT) for step in range(count))) == found


@pytest.mark.parametrize(("starts", "is_rest"), [("08:01", True), ("08:00", True), ("07:59", False)])
def test_a_free_day_is_a_rest_day_with_twenty_four_hours_free(starts: str, is_rest: bool) -> None:
    nights = [duty(day(step), "20:00-02:00") for step in range(5)]
    nights += [duty(day(5), "22:00-08:00")]  # until Sunday 08:00
    after = duty(day(7), f"{starts}-12:00")
    assert bool(only(Check.REST_DAY, *nights, after)) is not is_rest


def test_overtime_on_a_free_day_takes_the_rest_day_away() -> None:
    week = [duty(day(step), SHORT) for step in (0, 1, 2, 4, 5, 6)]
    assert not only(Check.REST_DAY, *week)
    assert only(Check.REST_DAY, *week, duty(day(3), "08:00-10:00", is_overtime=True)) == [day(6)]


def test_a_run_of_days_is_counted_from_before_the_month() -> None:
    start = datetime.date(2026, 2, 25)
    seven = [duty(day(step, start), SHORT) for step in range(7)]
    found = codes(*seven, first=datetime.date(2026, 3, 1), last=datetime.date(2026, 3, 31))
    assert found == [("rest_day", datetime.date(2026, 3, 3)), ("consecutive_days", datetime.date(2026, 3, 3))]


@pytest.mark.parametrize(("count", "found"), [(5, []), (6, []), (7, [day(6)])])
def test_nobody_works_more_than_six_days_in_a_row(count: int, found: list[datetime.date]) -> None:
    assert only(Check.CONSECUTIVE_DAYS, *(duty(day(step), SHORT) for step in range(count))) == found


@pytest.mark.parametrize(("count", "found"), [(4, []), (5, []), (6, [day(5)])])
def test_nobody_works_more_than_five_nights_in_a_row(count: int, found: list[datetime.date]) -> None:
    nights = [duty(day(step), "22:00-04:00", is_night=True) for step in range(count)]
    assert only(Check.CONSECUTIVE_NIGHTS, *nights) == found


def test_a_day_shift_or_a_free_day_between_ends_a_run_of_nights() -> None:
    nights = [duty(day(step), "22:00-04:00", is_night=True) for step in (0, 1, 2, 4, 5, 6)]
    assert not only(Check.CONSECUTIVE_NIGHTS, *nights)


@pytest.mark.parametrize(("ends", "found"), [("18:59", []), ("19:00", []), ("19:01", [day(0)])])
def test_overtime_is_at_most_three_hours_a_day(ends: str, found: list[datetime.date]) -> None:
    extra = duty(day(0), f"16:00-{ends}", is_overtime=True)
    assert only(Check.OVERTIME_DAY, duty(day(0)), extra) == found


@pytest.mark.parametrize(("ends", "found"), [("18:59", []), ("19:00", []), ("19:01", [day(11)])])
def test_overtime_is_at_most_thirty_six_hours_a_month(ends: str, found: list[datetime.date]) -> None:
    extra = [duty(day(step), "16:00-19:00", is_overtime=True) for step in range(11)]
    extra.append(duty(day(11), f"16:00-{ends}", is_overtime=True))
    assert only(Check.OVERTIME_MONTH, *extra) == found


def test_overtime_of_another_month_does_not_count() -> None:
    start = datetime.date(2026, 3, 25)
    extra = [duty(day(step, start), "16:00-19:00", is_overtime=True) for step in range(13)]
    assert not only(Check.OVERTIME_MONTH, *extra)


def test_overtime_that_touches_a_shift_is_one_stretch_with_it() -> None:
    night = duty(day(0), "22:00-06:00", is_night=True)
    assert not only(Check.REST_GAP, night, duty(day(1), "06:00-08:00", is_overtime=True))
    assert only(Check.REST_GAP, night, duty(day(1), "07:00-08:00", is_overtime=True)) == [day(1)]
    early = duty(day(1), "18:59-22:00")
    assert only(Check.REST_GAP, night, duty(day(1), "06:00-08:00", is_overtime=True), early) == [day(1)]


def test_what_is_off_is_not_found_and_what_warns_does_not_block() -> None:
    long = duty(day(0), "08:00-20:00")
    warns = Policy(weights={**DEFAULTS, Check.DAY_HOURS: Weight.WARN})
    off = Policy(weights={**DEFAULTS, Check.DAY_HOURS: Weight.OFF})
    period = {"first": day(0), "last": day(0)}
    assert [each.blocks for each in findings([long], POLICY, **period)] == [True]
    assert [each.blocks for each in findings([long], warns, **period)] == [False]
    assert not findings([long], off, **period)


def test_a_finding_names_the_rules_that_it_rests_on() -> None:
    (found,) = findings([duty(day(0), "08:00-20:00")], POLICY, first=day(0), last=day(0))
    assert found.objection.rules == ("roster.max_day_hours", "roster.check_day_hours")
    assert found.objection.figures == {"day": "2026-03-02", "hours": "12", "most": "8"}


def test_every_finding_is_given_not_only_the_first() -> None:
    long = [duty(day(step), "08:00-22:00") for step in range(8)]
    assert {code for code, _on in codes(*long)} == {
        "rest_gap",
        "day_hours",
        "week_hours",
        "rest_day",
        "consecutive_days",
    }


def test_duties_that_share_a_moment_are_found() -> None:
    night, morning = duty(day(0), NIGHT_SHIFT), duty(day(1), "07:59-12:00")
    assert overlaps([morning, night]) == [(night, morning)]
    assert not overlaps([night, duty(day(1), "08:00-12:00")])


def test_the_reach_covers_the_longest_run_that_the_rulebook_knows() -> None:
    assert datetime.timedelta(days=31) <= REACH
