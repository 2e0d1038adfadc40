"""The rules one by one: boundaries and both their neighbours, units, pauses, the horizon, both changes of the clocks."""

import datetime

import pytest

from callcenter.clocks import rules
from callcenter.clocks.explanation import Why, explain
from callcenter.clocks.opentime import BeyondHorizon
from callcenter.clocks.rules import Allowance, DayEnd, Pause, Unit
from callcenter.objections import RuleViolation
from callcenter.workcalendar.rules import Day, DayKind, OpenHours, always_open, same_every_day, weekdays

SHANGHAI, BERLIN = "Asia/Shanghai", "Europe/Berlin"
OFFICE = OpenHours(SHANGHAI, weekdays(((9 * 3600, 17 * 3600),)))
NATIONAL_DAY = {
    datetime.date(2026, 10, 1) + datetime.timedelta(days=n): Day(name="National Day") for n in range(7)
}
MAKE_UP = {datetime.date(2026, 10, 10): Day(DayKind.MAKE_UP, ((9 * 3600, 17 * 3600),), "Make-up day")}
CHINA = OpenHours(SHANGHAI, weekdays(((9 * 3600, 17 * 3600),)), NATIONAL_DAY | MAKE_UP)


def at(text: str, hours: OpenHours = OFFICE) -> datetime.datetime:
    """Local time at the calendar's place."""
    return datetime.datetime.fromisoformat(text).replace(tzinfo=hours.tzinfo)


def local(moment: datetime.datetime | None, hours: OpenHours = OFFICE) -> str:
    assert moment is not None
    return moment.astimezone(hours.tzinfo).strftime("%Y-%m-%d %H:%M:%S")


@pytest.mark.parametrize(
    ("start", "seconds", "due"),
    [
        ("2026-11-23T08:59:59", 0, "2026-11-23 09:00:00"),
        ("2026-11-23T09:00:00", 0, "2026-11-23 09:00:00"),
        ("2026-11-23T16:59:59", 0, "2026-11-23 16:59:59"),
        ("2026-11-23T17:00:00", 0, "2026-11-24 09:00:00"),  # the close is closed
        ("2026-11-23T09:00:00", 8 * 3600 - 1, "2026-11-23 16:59:59"),
        ("2026-11-23T09:00:00", 8 * 3600, "2026-11-23 17:00:00"),  # a deadline on a close is the close
        ("2026-11-23T09:00:00", 8 * 3600 + 1, "2026-11-24 09:00:01"),
        ("2026-11-27T16:00:00", 2 * 3600, "2026-11-30 10:00:00"),  # over the weekend
    ],
)
def test_open_time_is_half_open(start: str, seconds: int, due: str) -> None:
    assert local(rules.add(OFFICE, at(start), seconds)) == due


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [("08:59:59", False), ("09:00:00", True), ("16:59:59", True), ("17:00:00", False)],
)
def test_opening_is_open_and_closing_is_closed(moment: str, is_open: bool) -> None:
    assert rules.is_open(OFFICE, at(f"2026-11-23T{moment}")) is is_open


def test_parts_of_a_second_are_cut_off() -> None:
    start = at("2026-11-23T09:00:00").replace(microsecond=999_999)
    assert local(rules.add(OFFICE, start, 1)) == "2026-11-23 09:00:01"


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        rules.add(OFFICE, datetime.datetime(2026, 11, 23), 1)


def test_met_at_the_deadline_and_overdue_after_it() -> None:
    due = at("2026-11-23T17:00:00")
    second = datetime.timedelta(seconds=1)
    assert [rules.is_overdue(due, due + step) for step in (-second, 0 * second, second)] == [
        False,
        False,
        True,
    ]
    assert not rules.is_overdue(None, due)


def test_six_calendar_days_end_at_the_end_of_the_day() -> None:
    """Domain §14.1."""
    allowance = Allowance(Unit.CALENDAR_DAYS, 6, DayEnd.END_OF_DAY)
    assert local(rules.due(OFFICE, allowance, at("2026-03-02T09:15:00"))) == "2026-03-08 23:59:59"


@pytest.mark.parametrize(
    ("start", "days", "day_end", "due"),
    [
        ("2026-09-29T15:00:00", 1, DayEnd.SAME_TIME, "2026-09-30 15:00:00"),
        ("2026-09-29T15:00:00", 2, DayEnd.SAME_TIME, "2026-10-08 15:00:00"),  # after the holiday
        ("2026-09-29T15:00:00", 4, DayEnd.SAME_TIME, "2026-10-10 15:00:00"),  # the make-up Saturday counts
        ("2026-09-29T15:00:00", 2, DayEnd.CLOSE, "2026-10-08 17:00:00"),
        ("2026-09-29T15:00:00", 2, DayEnd.END_OF_DAY, "2026-10-08 23:59:59"),
        (
            "2026-10-03T10:00:00",
            1,
            DayEnd.SAME_TIME,
            "2026-10-08 10:00:00",
        ),  # from a holiday the first working day
        ("2026-10-03T10:00:00", 0, DayEnd.CLOSE, "2026-10-08 17:00:00"),
        ("2026-09-30T10:00:00", 0, DayEnd.CLOSE, "2026-09-30 17:00:00"),
        ("2026-10-08T10:00:00", -1, DayEnd.SAME_TIME, "2026-09-30 10:00:00"),
    ],
)
def test_working_days_skip_holidays_and_count_make_up_days(
    start: str, days: int, day_end: DayEnd, due: str
) -> None:
    assert local(rules.add_working_days(CHINA, at(start), days, day_end)) == due


def test_three_units_run_side_by_side_on_one_complaint() -> None:
    start = at("2026-09-30T16:00:00")
    dues = {
        Unit.OPEN_TIME: Allowance(Unit.OPEN_TIME, 2 * 3600),
        Unit.WORKING_DAYS: Allowance(Unit.WORKING_DAYS, 3),
        Unit.CALENDAR_DAYS: Allowance(Unit.CALENDAR_DAYS, 6, DayEnd.END_OF_DAY),
        Unit.ROUND_THE_CLOCK: Allowance(Unit.ROUND_THE_CLOCK, 24 * 3600),
        Unit.MOMENT: Allowance(Unit.MOMENT, rules.to_instant(at("2026-10-01T09:30:00"))),
    }
    found = {unit: local(rules.due(CHINA, allowance, start)) for unit, allowance in dues.items()}
    assert found == {
        Unit.OPEN_TIME: "2026-10-08 10:00:00",
        Unit.WORKING_DAYS: "2026-10-10 16:00:00",
        Unit.CALENDAR_DAYS: "2026-10-06 23:59:59",
        Unit.ROUND_THE_CLOCK: "2026-10-01 16:00:00",
        Unit.MOMENT: "2026-10-01 09:30:00",
    }


def test_calendar_days_keep_the_wall_clock_over_both_changes() -> None:
    """6 days on at the same time, where 6 times 24 hours would be an hour off."""
    hours = always_open(BERLIN)
    spring = rules.add_calendar_days(hours, at("2024-03-28T10:00:00", hours), 6)
    autumn = rules.add_calendar_days(hours, at("2024-10-24T10:00:00", hours), 6)
    assert (local(spring, hours), local(autumn, hours)) == ("2024-04-03 10:00:00", "2024-10-30 10:00:00")


def pause(start: str, end: str | None) -> Pause:
    return Pause(at(start), at(end) if end else None)


@pytest.mark.parametrize(
    ("stops", "due"),
    [
        ([pause("2026-11-23T10:00:00", "2026-11-23T12:00:00")], "2026-11-24 11:00:00"),
        # overlapping ones count once
        (
            [
                pause("2026-11-23T10:00:00", "2026-11-23T12:00:00"),
                pause("2026-11-23T11:00:00", "2026-11-23T12:00:00"),
            ],
            "2026-11-24 11:00:00",
        ),
        # closed time is not given back
        ([pause("2026-11-23T16:00:00", "2026-11-24T09:00:00")], "2026-11-24 10:00:00"),
        ([pause("2026-11-23T17:00:00", "2026-11-24T08:00:00")], "2026-11-23 17:00:00"),
        # from the deadline on, and before the start, a pause changes nothing
        ([pause("2026-11-23T17:00:00", "2026-11-25T17:00:00")], "2026-11-23 17:00:00"),
        ([pause("2026-11-20T09:00:00", "2026-11-22T17:00:00")], "2026-11-23 17:00:00"),
        ([pause("2026-11-23T10:00:00", "2026-11-23T10:00:00")], "2026-11-23 17:00:00"),
    ],
)
def test_pauses_give_back_the_open_time_that_they_took(stops: list[Pause], due: str) -> None:
    allowance = Allowance(Unit.OPEN_TIME, 8 * 3600)
    assert local(rules.due(OFFICE, allowance, at("2026-11-23T09:00:00"), stops)) in (
        due,
        "2026-11-24 09:00:00",
    )
    assert local(rules.due(OFFICE, allowance, at("2026-11-23T09:00:00"), stops)) == due


def test_nothing_is_due_while_a_pause_has_no_end() -> None:
    stops = [pause("2026-11-23T10:00:00", None)]
    for unit, amount in (
        (Unit.OPEN_TIME, 8 * 3600),
        (Unit.ROUND_THE_CLOCK, 8 * 3600),
        (Unit.CALENDAR_DAYS, 6),
    ):
        assert rules.due(OFFICE, Allowance(unit, amount), at("2026-11-23T09:00:00"), stops) is None
    with pytest.raises(BeyondHorizon):
        rules.add(OFFICE, at("2026-11-23T09:00:00"), 8 * 3600, stops)


@pytest.mark.parametrize(
    ("end", "due"),
    [
        ("2026-11-23T23:59:59", "2026-11-29 23:59:59"),  # a pause within one day costs none
        ("2026-11-24T00:00:00", "2026-11-30 23:59:59"),
        ("2026-11-25T08:00:00", "2026-12-01 23:59:59"),
    ],
)
def test_a_paused_day_is_given_back_as_a_day(end: str, due: str) -> None:
    allowance = Allowance(Unit.CALENDAR_DAYS, 6, DayEnd.END_OF_DAY)
    stops = [pause("2026-11-23T10:00:00", end)]
    assert local(rules.due(OFFICE, allowance, at("2026-11-23T09:00:00"), stops)) == due


def test_used_time_is_told_gross_and_net() -> None:
    stops = [pause("2026-11-23T10:00:00", "2026-11-23T12:00:00")]
    found = rules.used(
        OFFICE,
        Allowance(Unit.OPEN_TIME, 8 * 3600),
        at("2026-11-23T09:00:00"),
        at("2026-11-24T10:00:00"),
        stops,
    )
    assert (found.gross, found.paused, found.net) == (9 * 3600, 2 * 3600, 7 * 3600)


def test_a_deadline_beyond_the_horizon_is_an_error_of_its_own() -> None:
    """Open on one day only, which is over."""
    once = {datetime.date(2026, 1, 5): Day(DayKind.PART_DAY, ((9 * 3600, 10 * 3600),))}
    hours = OpenHours("UTC", same_every_day(()), once)
    with pytest.raises(BeyondHorizon) as refusal:
        rules.add(hours, at("2026-02-01T00:00:00", hours), 1)
    assert "50" in refusal.value.sentences[0]
    with pytest.raises(BeyondHorizon):
        rules.add(OFFICE, at("2026-11-23T09:00:00"), 10**9)
    with pytest.raises(BeyondHorizon):
        rules.add_working_days(hours, at("2026-02-01T00:00:00", hours), 1)


@pytest.mark.parametrize("amount", [0, -300])
def test_a_duration_must_be_positive(amount: int) -> None:
    assert rules.allowance_faults(Allowance(Unit.OPEN_TIME, amount))
    with pytest.raises(RuleViolation):
        rules.add(OFFICE, at("2026-11-23T09:00:00"), -1)


def test_no_days_to_the_end_of_the_day_is_a_duration() -> None:
    assert rules.allowance_faults(Allowance(Unit.CALENDAR_DAYS, 0, DayEnd.END_OF_DAY)) == []


def test_the_explanation_names_each_day_and_its_reason() -> None:
    found = explain(CHINA, Allowance(Unit.OPEN_TIME, 10 * 3600), at("2026-09-30T16:00:00"))
    lines = [(line.date.day, line.why, line.counted // 3600, line.total // 3600) for line in found.lines]
    assert lines == [
        (30, Why.OPEN, 1, 1),
        *[(day, Why.HOLIDAY, 0, 1) for day in range(1, 8)],
        (8, Why.OPEN, 8, 9),
        (9, Why.OPEN, 1, 10),
    ]
    assert found.lines[1].day is not None
    assert found.lines[1].day.name == "National Day"
    assert found.lines[-1].is_last
    assert local(found.due_at) == "2026-10-09 10:00:00"


def test_a_night_shift_stands_in_the_line_of_the_day_it_began() -> None:
    hours = OpenHours(SHANGHAI, weekdays(((22 * 3600, 30 * 3600),)))
    found = explain(hours, Allowance(Unit.OPEN_TIME, 10 * 3600), at("2026-11-21T01:00:00"))
    assert [(line.date.day, line.counted // 3600) for line in found.lines] == [
        (20, 5),
        (21, 0),
        (22, 0),
        (23, 5),
    ]
