"""The attendance of a day: every code at its boundary, nights, month ends, clock changes, split shifts, running days."""

import datetime
import zoneinfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from staffing.attendance import rules
from staffing.attendance.matching import IN, OUT, UNKNOWN, Punch
from tests.staffing.attendance.timeline import ON, Timeline
from tests.staffing.factories import DAY_SHIFT, LATE_SHIFT, NIGHT_SHIFT, SPLIT_SHIFT

HOUR = 3600
SYDNEY = zoneinfo.ZoneInfo("Australia/Sydney")
BERLIN = zoneinfo.ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("arrival", "grace", "codes", "late"),
    [
        ("07:49:59", 0, (), 0),
        ("07:50", 0, (), 0),  # the roll call's own second is in time
        ("07:50:01", 0, ("rollcall_late",), 0),
        ("07:59:59", 0, ("rollcall_late",), 0),
        ("08:00", 0, ("rollcall_late",), 0),
        ("08:00:01", 0, ("late",), 1),
        ("08:00:59", 0, ("late",), 59),  # 59 seconds are late by a grace of none
        ("08:01", 0, ("late",), 60),
        ("08:00:59", 60, ("rollcall_late",), 0),
        ("08:01", 60, ("rollcall_late",), 0),
        ("08:01:01", 60, ("late",), 61),
        ("08:19:59", 0, ("late",), 1199),
        ("08:20", 0, ("late_breach",), 1200),
        ("08:20:01", 0, ("late_breach",), 1201),
        ("08:05", 300, ("rollcall_late",), 0),
        ("08:05:01", 300, ("late",), 301),
    ],
)
def test_arrival_is_judged_by_the_second(arrival: str, grace: int, codes: tuple[str, ...], late: int) -> None:
    day = Timeline(late_grace=grace).shift().punch(f"in {arrival}", "out 16:30").day()
    assert (day.codes, day.late) == (codes, late)


@pytest.mark.parametrize(
    ("departure", "grace", "early"),
    [
        ("16:30", 0, 0),
        ("16:30:01", 0, 0),
        ("16:29:59", 0, 1),
        ("16:29:01", 0, 59),
        ("16:29:01", 59, 0),
        ("16:29:00", 59, 60),
        ("12:00", 0, 4 * HOUR + 1800),
    ],
)
def test_leaving_is_judged_by_the_same_unit(departure: str, grace: int, early: int) -> None:
    day = Timeline(early_grace=grace).shift().punch("in 07:45", f"out {departure}").day()
    assert day.early == early
    assert day.codes == (("early",) if early else ())


def test_a_whole_shift_counts_its_working_time_without_the_meal() -> None:
    day = Timeline().shift(DAY_SHIFT).punch("in 07:45", "out 16:31").day()
    assert (day.worked, day.state, day.codes) == (8 * HOUR, rules.DONE, ())


def test_arriving_early_and_staying_on_is_no_overtime() -> None:
    day = Timeline().shift().punch("in 05:00", "out 20:00").day()
    assert (day.worked, day.overtime, day.codes) == (8 * HOUR, 0, ())


def test_an_evening_shift_clocked_in_hours_early_stays_on_its_own_day() -> None:
    told = Timeline().shift(LATE_SHIFT, -1).shift(LATE_SHIFT).punch("in -1 13:50", "out -1 22:01")
    for word in ("in", "?"):
        before, day = told.days(
            -1,
            0,
            punches=Timeline().punch("in -1 13:50", "out -1 22:01", f"{word} 09:10", "out 22:00").punches,
        )
        assert (before.worked, before.codes) == (7 * HOUR + 1800, ())
        assert (day.worked, day.codes) == (7 * HOUR + 1800, ())


def test_a_departure_after_midnight_is_not_filed_under_the_next_days_shift() -> None:
    told = Timeline().shift(LATE_SHIFT).shift("06:00-14:00", 1)
    told.punch("in 13:50", "out +1 02:00", "in +1 05:50", "out +1 14:00")
    day, following = told.days(0, 1)
    assert (day.last_out, day.is_incomplete) == (told.at("+1 02:00"), False)
    assert (following.first_in, following.codes) == (told.at("+1 05:50"), ())


def test_a_forgotten_punch_out_leaves_one_incomplete_day() -> None:
    told = Timeline().shift().shift(DAY_SHIFT, 1)
    told.punch("in 07:45", "in +1 07:45", "out +1 16:30")
    day, following = told.days(0, 1)
    assert day.codes == ("missing_punch",)
    assert day.findings[-1].detail == "out"
    assert (day.is_incomplete, day.worked) == (True, 0)
    assert (following.worked, following.codes) == (8 * HOUR, ())


def test_a_forgotten_punch_out_of_a_clock_without_directions_does_not_borrow_the_next_arrival() -> None:
    told = Timeline().shift().shift(DAY_SHIFT, 1).punch("? 07:45", "? +1 07:45", "? +1 16:30")
    day, following = told.days(0, 1)
    assert (day.codes, day.is_incomplete) == (("missing_punch",), True)
    assert (following.worked, following.codes) == (8 * HOUR, ())


def test_only_a_departure_means_that_the_arrival_is_missing() -> None:
    day = Timeline().shift().punch("out 16:30").day()
    assert day.findings == (rules.Finding("missing_punch", 0, "in"),)


def test_no_punch_and_no_leave_is_an_absence() -> None:
    day = Timeline().shift().day()
    assert day.findings == (rules.Finding("absent", 8 * HOUR, "no_punch"),)


def test_a_late_request_without_consent_is_an_absence() -> None:
    day = Timeline().shift().leave("08:00", "16:30", is_valid=False).day()
    assert (day.codes, day.findings[0].detail) == (("absent",), "late_request")


def test_an_empty_shift_that_came_by_a_swap_is_an_absence() -> None:
    day = Timeline().shift(is_swapped=True).day()
    assert (day.codes, day.findings[0].detail) == (("absent",), "swap_mishap")


def test_leave_does_not_count_on_a_swapped_shift() -> None:
    day = Timeline().shift(is_swapped=True).leave("08:00", "16:30").day()
    assert (day.codes, day.findings[0].detail, day.leave) == (("absent",), "leave_on_swap", 0)


def test_leave_of_the_whole_shift() -> None:
    day = Timeline().shift().leave("08:00", "16:30").day()
    assert (day.codes, day.leave, day.absent) == (("on_leave",), 8 * HOUR, 0)


def test_leave_of_the_morning_moves_the_start() -> None:
    told = Timeline().shift().leave("08:00", "12:00")
    in_time = told.day(punches=Timeline().punch("in 12:00", "out 16:30").punches)
    assert (in_time.codes, in_time.leave, in_time.worked) == (("on_leave",), 4 * HOUR, 4 * HOUR)
    late = told.day(punches=Timeline().punch("in 12:01", "out 16:30").punches)
    assert (late.codes, late.late) == (("on_leave", "late"), 60)


def test_leave_of_the_afternoon_moves_the_end() -> None:
    day = Timeline().shift().leave("13:00", "16:30").punch("in 07:45", "out 13:00").day()
    assert (day.codes, day.early, day.worked) == (("on_leave",), 0, 4 * HOUR + 1800)


def test_leave_without_a_shift() -> None:
    assert Timeline().leave("00:00", "+1 00:00").day().codes == ("on_leave",)
    assert Timeline().leave("+1 00:00", "+2 00:00").day().codes == ("off",)


def test_a_night_over_midnight_and_month_end_is_one_day() -> None:
    told = Timeline(datetime.date(2026, 12, 31)).shift(NIGHT_SHIFT).punch("in 19:45", "out +1 08:00")
    day, following = told.days(0, 1)
    assert (day.worked, day.codes) == (11 * HOUR + 1800, ())
    assert following.codes == ("off",)


@pytest.mark.parametrize(
    ("zone", "on", "worked"),
    [
        (BERLIN, datetime.date(2026, 3, 28), 10 * HOUR + 1800),  # 2:00 becomes 3:00: an hour less
        (BERLIN, datetime.date(2026, 10, 24), 12 * HOUR + 1800),  # 3:00 becomes 2:00: an hour more
        (SYDNEY, datetime.date(2026, 10, 3), 10 * HOUR + 1800),
        (SYDNEY, datetime.date(2026, 4, 4), 12 * HOUR + 1800),
    ],
)
def test_a_night_over_a_clock_change_counts_the_hours_that_passed(
    zone: zoneinfo.ZoneInfo, on: datetime.date, worked: int
) -> None:
    told = Timeline(on, zone).shift("20:00-05:00 05:00-05:30m 05:30-08:00").punch("in 19:45", "out +1 08:00")
    day = told.day()
    assert (day.worked, day.codes) == (worked, ())


def test_a_split_shift_is_punched_at_both_ends_of_its_free_time() -> None:
    told = Timeline().shift(SPLIT_SHIFT)
    day = told.day(punches=Timeline().punch("in 08:15", "out 15:00", "in 19:58", "out 23:00").punches)
    assert (day.worked, day.codes) == (9 * HOUR + 1800, ())
    day = told.day(punches=Timeline().punch("in 08:15", "out 15:00", "in 20:03", "out 23:00").punches)
    assert (day.codes, day.late) == (("late",), 180)
    day = told.day(punches=Timeline().punch("in 08:15", "out 15:00").punches)
    assert (day.codes, day.absent) == (("absent",), 3 * HOUR)
    day = told.day(punches=Timeline().punch("? 08:15", "? 15:00", "? 19:50", "? 23:00").punches)
    assert (day.worked, day.codes) == (9 * HOUR + 1800, ())


def test_short_free_time_within_a_shift_needs_no_punches() -> None:
    told = Timeline(split_gap=HOUR).shift("08:00-12:00 12:30-16:30").punch("in 07:45", "out 16:30")
    assert (told.day().worked, told.day().codes) == (8 * HOUR, ())


def test_going_out_and_coming_back_is_time_away() -> None:
    day = Timeline().shift().punch("in 07:45", "out 09:00", "in 10:00", "out 16:30").day()
    assert (day.worked, day.codes) == (7 * HOUR, ())


def test_a_last_arrival_without_departure_is_incomplete() -> None:
    day = Timeline().shift().punch("in 07:45", "out 09:00", "in 10:00").day()
    assert (day.is_incomplete, day.codes) == (True, ("missing_punch",))


def test_pressing_twice_changes_nothing() -> None:
    told = Timeline().shift()
    once = told.day(punches=Timeline().punch("in 07:45", "out 16:30").punches)
    for twice in (
        ["in 07:45", "in 07:45:30", "out 16:30"],
        ["in 07:45", "? 07:45", "out 16:30"],
        ["in 07:45", "out 16:29:30", "out 16:30"],  # of two departures the last counts
    ):
        day = told.day(punches=Timeline().punch(*twice).punches)
        assert day == once


def test_two_punches_without_direction_soon_after_each_other_are_one_arrival() -> None:
    day = Timeline(shortest_stay=600).shift().punch("? 07:58", "? 08:03").day()
    assert (day.first_in, day.codes) == (Timeline().at("07:58"), ("rollcall_late", "missing_punch"))


def test_one_punch_without_direction_is_the_nearer_end() -> None:
    told = Timeline().shift("08:00-16:00")
    for t, missing in (("11:59", "out"), ("12:00", "out"), ("12:01", "in")):
        day = told.day(punches=Timeline().punch(f"? {t}").punches)
        assert [each.detail for each in day.findings if each.code == "missing_punch"] == [missing]


def test_a_punch_without_direction_between_two_shifts_belongs_to_the_nearer_and_to_the_earlier_at_a_tie() -> (
    None
):
    told = Timeline().shift("08:00-16:00").shift("02:00-06:00", 1)
    for t, is_departure in (("20:59:59", True), ("21:00", True), ("21:00:01", False)):
        day, following = told.days(0, 1, punches=Timeline().punch("in 07:50", f"? {t}").punches)
        assert (day.last_out == told.at(t)) is is_departure
        assert (following.first_in == told.at(t)) is not is_departure


def test_a_punch_out_of_every_window_is_stray_and_touches_no_shift() -> None:
    told = Timeline().shift().shift(DAY_SHIFT, 2).punch("in 07:45", "out 16:30", "in +1 12:00")
    day, between = told.days(0, 1)
    assert day.codes == ()
    assert between.codes == ("off", "stray_punch")


def test_overtime_after_the_shift_counts_what_was_worked() -> None:
    told = Timeline().shift().shift("16:30-18:30", is_overtime=True)
    day = told.day(punches=Timeline().punch("in 07:45", "out 18:00").punches)
    assert (day.worked, day.overtime, day.overtime_class) == (8 * HOUR, 5400, 150)
    assert day.codes == ("overtime",)
    gone = told.day(punches=Timeline().punch("in 07:45", "out 16:30").punches)
    assert (gone.worked, gone.overtime, gone.codes) == (8 * HOUR, 0, ("overtime_missed",))


def test_nobody_is_late_for_overtime() -> None:
    told = Timeline().shift("06:00-08:00", is_overtime=True).shift()
    day = told.day(punches=Timeline().punch("in 06:30", "out 16:30").punches)
    assert (day.codes, day.overtime, day.late) == (("overtime",), 5400, 0)


def test_overtime_by_legal_class() -> None:
    told = Timeline().shift("09:00-12:00", is_overtime=True).punch("in 08:50", "out 12:00")
    assert told.day().overtime_class == rules.REST_DAY
    assert told.day(holidays=[ON]).overtime_class == rules.HOLIDAY
    both = Timeline().shift().shift("16:30-18:30", is_overtime=True).punch("in 07:45", "out 18:30")
    assert both.day().overtime_class == rules.WORKDAY
    assert both.day(holidays=[ON]).on_holiday == 8 * HOUR


@pytest.mark.parametrize(
    ("now", "state", "codes", "look_at"),
    [
        ("07:00", rules.DUE, (), "08:00"),
        ("07:59:59", rules.DUE, (), "08:00"),
        ("08:00", rules.RUNNING, (), "08:00:01"),
        ("08:00:01", rules.RUNNING, ("late",), "08:04"),
        ("08:03:59", rules.RUNNING, ("late",), "08:04"),
        ("08:04", rules.RUNNING, ("absent",), "16:30"),
        ("16:29:59", rules.RUNNING, ("absent",), "16:30"),
        ("16:30", rules.DONE, ("absent",), None),
    ],
)
def test_late_and_absent_show_while_the_shift_runs(
    now: str, state: str, codes: tuple[str, ...], look_at: str | None
) -> None:
    told = Timeline().shift()
    day = told.day(now=now)
    assert (day.state, day.codes) == (state, codes)
    assert day.look_at == (told.at(look_at) if look_at else None)
    assert all(each.so_far for each in day.findings) == (state != rules.DONE)


def test_who_is_there_is_missing_a_departure_only_an_hour_after_the_end() -> None:
    told = Timeline(missing_after=HOUR).shift().punch("in 07:45")
    for now, state, codes in (
        ("12:00", rules.RUNNING, ()),
        ("17:29:59", rules.RUNNING, ()),
        ("17:30", rules.DONE, ("missing_punch",)),
    ):
        assert (told.day(now=now).state, told.day(now=now).codes) == (state, codes)


def test_who_comes_in_late_is_no_longer_absent() -> None:
    day = Timeline().shift().punch("in 08:06").day(now="08:07")
    assert (day.codes, day.findings[0].so_far) == (("late",), False)


def test_a_look_at_the_moment_that_a_day_names_is_all_that_time_needs() -> None:
    """Between two such moments nothing changes: a worker that looks then misses nothing."""
    told = Timeline().shift(SPLIT_SHIFT).shift("23:00-23:30", is_overtime=True).punch("in 08:40", "out 15:00")
    at, end = told.at("08:00"), told.at("+1 02:00")
    while at < end:
        day = told.day(now=datetime.datetime.fromtimestamp(at, datetime.UTC))
        stop = min(day.look_at or end, end)
        for moment in {at, (at + stop) // 2, stop - 1}:
            later = told.day(now=datetime.datetime.fromtimestamp(moment, datetime.UTC))
            assert later.findings == day.findings
            assert later.state == day.state
        at = stop


def test_from_the_fourth_missing_punch_of_a_period_on_each_counts_as_an_absence() -> None:
    days = {
        ON + datetime.timedelta(days=step): ("missing_punch",) if step % 2 == 0 else () for step in range(10)
    }
    assert rules.counted(days, 4) == rules.Counted(0, 5, 2)
    assert rules.counted(days, 6) == rules.Counted(0, 5, 0)
    assert rules.missing_places(days)[ON + datetime.timedelta(days=6)] == 4


MOMENTS = st.integers(min_value=-20 * HOUR, max_value=60 * HOUR)
PUNCHES = st.lists(st.tuples(MOMENTS, st.sampled_from([IN, OUT, UNKNOWN])), max_size=14)


def told_with(told: list[tuple[int, str]]) -> Timeline:
    line = Timeline().shift(NIGHT_SHIFT, -1).shift(LATE_SHIFT).shift("22:00-23:00", is_overtime=True)
    line.shift(SPLIT_SHIFT, 1)
    midnight = line.at("00:00")
    line.punches = [Punch(midnight + at, direction, pk) for pk, (at, direction) in enumerate(told, 1)]
    return line


@given(PUNCHES, st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_the_order_of_punches_does_not_matter(told: list[tuple[int, str]], random: object) -> None:
    line = told_with(told)
    expected = line.days(-1, 0, 1)
    shuffled = list(line.punches)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert line.days(-1, 0, 1, punches=shuffled) == expected
    assert line.days(-1, 0, 1, punches=[*shuffled, *shuffled]) == expected


@given(PUNCHES)
@settings(max_examples=150, deadline=None)
def test_one_day_alone_comes_to_the_same_as_in_a_row(told: list[tuple[int, str]]) -> None:
    line = told_with(told)
    assert [line.days(day)[0] for day in (-1, 0, 1)] == line.days(-1, 0, 1)


@given(PUNCHES)
@settings(max_examples=150, deadline=None)
def test_no_day_has_more_work_than_its_shifts(told: list[tuple[int, str]]) -> None:
    line = told_with(told)
    for day, most in zip(line.days(-1, 0, 1), (11.5, 7.5, 9.5), strict=True):
        assert 0 <= day.worked <= most * HOUR
        assert 0 <= day.overtime <= HOUR
        assert len([each for each in day.findings if each.code == "missing_punch"]) <= 4


@given(PUNCHES, MOMENTS)
@settings(max_examples=150, deadline=None)
def test_a_late_punch_touches_only_one_shift(told: list[tuple[int, str]], late: int) -> None:
    """Apart from a twin within a minute, one more punch changes at most the day of one shift, or none and is stray."""
    line = told_with([each for each in told if abs(each[0] - late) > 120])
    before = line.days(-1, 0, 1, 2)
    line.punches.append(Punch(line.at("00:00") + late, IN, 99))
    after = line.days(-1, 0, 1, 2)
    assert sum(one != two for one, two in zip(before, after, strict=True)) <= 1


def test_who_had_the_morning_off_is_late_within_minutes_of_noon() -> None:
    """Time is watched from where the leave ends, not only from where the shift begins."""
    timeline = Timeline().shift("08:00-16:00").leave("08:00", "12:00")
    waiting = timeline.day(now="10:00")
    assert (waiting.codes, waiting.look_at) == (("on_leave",), timeline.at("12:00:01"))
    assert timeline.day(now="12:00:01").codes == ("on_leave", "late")
    assert timeline.day(now="12:04").codes == ("on_leave", "absent")


def test_leave_in_the_middle_is_neither_late_nor_early() -> None:
    timeline = Timeline().shift("08:00-16:00").leave("10:00", "12:00")
    assert timeline.punch("in 13:00", "out 16:00").day().late == 3 * HOUR
    timeline = Timeline().shift("08:00-16:00").leave("10:00", "12:00")
    assert timeline.punch("in 07:45", "out 09:00").day().early == 5 * HOUR


def test_who_leaves_after_the_first_of_two_adjoining_shifts_is_absent_from_the_second() -> None:
    timeline = Timeline().shift("16:00-24:00").shift("00:00-08:00", days=1)
    first, second = timeline.punch("in 15:50", "out +1 00:04").days(0, 1)
    assert (first.codes, second.codes) == ((), ("absent",))


def test_a_forgotten_departure_after_overtime_of_the_next_day_is_missing_once() -> None:
    timeline = Timeline().shift("16:00-24:00").shift("00:00-02:00", days=1, is_overtime=True)
    first, second = timeline.punch("in 15:50").days(0, 1)
    assert (first.codes, first.is_incomplete, first.worked) == ((), True, 0)
    assert (second.codes, second.is_incomplete) == (("missing_punch",), True)


def test_a_clock_that_is_an_hour_fast_makes_no_second_day() -> None:
    """In and out are both an hour off: late by an hour, gone after the end, and nothing on the next day."""
    timeline = Timeline().shift().shift(days=1).punch("in 08:50", "out 17:31")
    first, second = timeline.days(0, 1)
    assert (first.codes, first.late, first.is_incomplete) == (("late_breach",), 3000, False)
    assert second.codes == ("absent",)


def test_overtime_past_midnight_into_a_holiday_has_two_classes() -> None:
    """As the hours of overtime have it: the holiday's part by the date of the clock, the rest by the day it belongs to."""
    timeline = Timeline().shift("14:00-22:00").shift("22:00-02:00", is_overtime=True)
    holiday = ON + datetime.timedelta(days=1)
    day = timeline.punch("in 13:50", "out +1 01:30").day(holidays=[holiday])
    extra = [each for each in day.findings if each.code == "overtime"]
    assert [(each.seconds, each.detail) for each in extra] == [(2 * HOUR, "150"), (3 * HOUR // 2, "300")]
    assert (day.overtime, day.overtime_class, day.on_holiday) == (7 * HOUR // 2, 300, 0)


def test_a_night_into_a_holiday_counts_its_hours_after_midnight() -> None:
    day = Timeline().shift("22:00-06:00").punch("in 21:50", "out +1 06:00")
    assert day.day(holidays=[ON + datetime.timedelta(days=1)]).on_holiday == 6 * HOUR
    assert day.day(holidays=[ON]).on_holiday == 2 * HOUR
