"""Shifts as values: segments, nights, instants over clock changes, rotations."""

import datetime
import zoneinfo

import pytest

from staffing.shifts.rules import (
    NightPolicy,
    Segment,
    SegmentKind,
    faults,
    instant,
    instants,
    is_night,
    is_split,
    night_minutes,
    paid_minutes,
    rotation_days,
)
from tests.staffing.factories import DAY_SHIFT, NIGHT_SHIFT, SPLIT_SHIFT, parts

NIGHT = NightPolicy()
SHANGHAI, SYDNEY, BERLIN = (
    zoneinfo.ZoneInfo(name) for name in ("Asia/Shanghai", "Australia/Sydney", "Europe/Berlin")
)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        (DAY_SHIFT, 0),
        ("13:00-22:00", 0),
        ("13:00-22:01", 1),
        ("14:00-24:00", 120),
        ("04:00-12:00", 120),
        ("04:01-12:00", 119),
        (NIGHT_SHIFT, 450),  # 22:00–6:00 without the meal at 2:00
        ("22:00-06:00", 480),
        ("21:00-23:00 23:00-23:30m 23:30-24:00", 90),
    ],
)
def test_minutes_within_the_night_are_counted_without_meals(text: str, minutes: int) -> None:
    assert night_minutes(parts(text), NIGHT) == minutes


def test_a_night_shift_works_two_hours_of_the_night_unless_its_type_says_otherwise() -> None:
    assert is_night(parts("14:00-24:00"), NIGHT)
    assert not is_night(parts("14:00-23:59"), NIGHT)
    assert is_night(parts(DAY_SHIFT), NIGHT, True)
    assert not is_night(parts(NIGHT_SHIFT), NIGHT, False)


def test_working_time_leaves_meals_out_and_keeps_paid_breaks() -> None:
    assert paid_minutes(parts("08:00-10:00 10:00-10:15b 10:15-12:00 12:00-13:00m 13:00-17:00")) == 8 * 60


def test_a_split_shift_has_free_time_within_it() -> None:
    assert is_split(parts(SPLIT_SHIFT))
    assert not is_split(parts(DAY_SHIFT))


@pytest.mark.parametrize(
    ("zone", "on", "minute", "utc"),
    [
        (SHANGHAI, datetime.date(2026, 3, 31), 1920, "2026-04-01T00:00"),  # over the month's end
        (BERLIN, datetime.date(2026, 3, 28), 1440 + 150, "2026-03-29T01:30"),  # 2:30 does not exist: 3:30
        (BERLIN, datetime.date(2026, 10, 25), 150, "2026-10-25T00:30"),  # 2:30 comes twice: the first
        (SYDNEY, datetime.date(2026, 10, 3), 1440 + 360, "2026-10-03T19:00"),  # the night loses an hour
    ],
)
def test_a_wall_clock_minute_becomes_an_instant_on_its_own_date(
    zone: zoneinfo.ZoneInfo, on: datetime.date, minute: int, utc: str
) -> None:
    assert instant(on, minute, zone) == datetime.datetime.fromisoformat(utc + "+00:00")


@pytest.mark.parametrize(("on", "hours"), [(datetime.date(2026, 3, 28), 7), (datetime.date(2026, 10, 24), 9)])
def test_a_night_shift_over_a_clock_change_lasts_as_long_as_it_lasts(on: datetime.date, hours: int) -> None:
    ((start, end, kind),) = instants(on, parts("22:00-06:00"), BERLIN)
    assert end - start == datetime.timedelta(hours=hours)
    assert kind is SegmentKind.WORK


def test_a_segment_that_a_clock_change_swallows_is_left_out() -> None:
    found = instants(datetime.date(2026, 3, 28), parts("22:00-02:00 02:00-03:00b 03:00-06:00"), BERLIN)
    assert [kind for _, _, kind in found] == [SegmentKind.WORK, SegmentKind.WORK]


@pytest.mark.parametrize(
    ("segments", "codes"),
    [
        ([Segment(480, 960)], []),
        ([], ["shifts.no_work"]),
        ([Segment(480, 960, SegmentKind.MEAL)], ["shifts.no_work"]),
        ([Segment(480, 480)], ["shifts.outside_two_days"]),
        ([Segment(1400, 2881)], ["shifts.outside_two_days", "shifts.too_long"]),
        ([Segment(480, 720), Segment(700, 960)], ["shifts.segments_overlap"]),
        ([Segment(1440, 1500)], ["shifts.starts_another_day"]),
        ([Segment(480, 600), Segment(1900, 1921)], ["shifts.too_long"]),
    ],
)
def test_faults_of_a_shift_are_all_named(segments: list[Segment], codes: list[str]) -> None:
    assert [each.code for each in faults(segments)] == codes


def test_a_rotation_goes_on_through_december_the_31st_and_leap_years() -> None:
    cycle = ["D", "D", "D", "D", "", ""]
    anchor = datetime.date(2026, 12, 1)
    days = dict(rotation_days(cycle, anchor=anchor, offset=0, first=anchor, last=datetime.date(2028, 3, 1)))
    assert [days[datetime.date(2026, 12, day)] for day in (29, 30, 31)] == ["", "", "D"]
    for date, code in days.items():
        assert code == cycle[(date - anchor).days % 6]


def test_days_before_the_anchor_and_other_crews_have_their_place_too() -> None:
    (day, code), *_ = rotation_days(
        "ABC",
        anchor=datetime.date(2026, 3, 10),
        offset=1,
        first=datetime.date(2026, 3, 9),
        last=datetime.date(2026, 3, 9),
    )
    assert (day, code) == (datetime.date(2026, 3, 9), "A")
