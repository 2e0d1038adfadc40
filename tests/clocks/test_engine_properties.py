"""What must hold for every calendar: round trip, monotonicity, additivity, and the same answers as brute force."""

import datetime

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from callcenter.clocks import rules, vectors
from callcenter.clocks.explanation import explain
from callcenter.clocks.opentime import OpenTime
from callcenter.clocks.rules import Allowance, DayEnd, Pause, Unit, to_instant
from callcenter.workcalendar.rules import OpenHours
from tests.clocks.oracle import Oracle
from tests.clocks.strategies import calendars, moments, pauses

AMOUNTS = st.integers(0, 400_000)
FEW = settings(max_examples=25, deadline=None)
MANY = settings(max_examples=60, deadline=None)


@MANY
@given(calendars(), moments(), AMOUNTS)
def test_elapsed_of_what_was_added_is_what_was_added(
    hours: OpenHours, start: datetime.datetime, seconds: int
) -> None:
    assert rules.elapsed(hours, start, rules.add(hours, start, seconds)).gross == seconds


@MANY
@given(calendars(), moments(), AMOUNTS, pauses())
def test_the_round_trip_holds_with_pauses(
    hours: OpenHours, start: datetime.datetime, seconds: int, stops: list[Pause]
) -> None:
    assert rules.elapsed(hours, start, rules.add(hours, start, seconds, stops), stops).net == seconds


@MANY
@given(calendars(), moments(), AMOUNTS, pauses())
def test_the_round_trip_holds_backwards(
    hours: OpenHours, end: datetime.datetime, seconds: int, stops: list[Pause]
) -> None:
    start = rules.subtract(hours, end, seconds, stops)
    assert start <= end
    assert rules.elapsed(hours, start, end, stops).net == seconds


@MANY
@given(calendars(), moments(), AMOUNTS, AMOUNTS)
def test_more_time_is_never_due_earlier(
    hours: OpenHours, start: datetime.datetime, some: int, more: int
) -> None:
    assert rules.add(hours, start, some) <= rules.add(hours, start, some + more)


@MANY
@given(calendars(), moments(), moments(), AMOUNTS)
def test_a_later_start_is_never_due_earlier(
    hours: OpenHours, one: datetime.datetime, other: datetime.datetime, seconds: int
) -> None:
    first, last = sorted([one, other])
    assert rules.add(hours, first, seconds) <= rules.add(hours, last, seconds)


@MANY
@given(calendars(), moments(), AMOUNTS.filter(bool), AMOUNTS.filter(bool))
def test_adding_in_two_steps_is_adding_at_once(
    hours: OpenHours, start: datetime.datetime, one: int, other: int
) -> None:
    assert rules.add(hours, rules.add(hours, start, one), other) == rules.add(hours, start, one + other)


@MANY
@given(calendars(), moments(), moments(), moments(), pauses())
def test_elapsed_adds_up_over_a_moment_between(
    hours: OpenHours,
    one: datetime.datetime,
    two: datetime.datetime,
    three: datetime.datetime,
    stops: list[Pause],
) -> None:
    first, middle, last = sorted([one, two, three])
    whole = rules.elapsed(hours, first, last, stops)
    parts = [rules.elapsed(hours, first, middle, stops), rules.elapsed(hours, middle, last, stops)]
    assert whole.net == sum(part.net for part in parts)
    assert whole.gross == sum(part.gross for part in parts)


@FEW
@given(calendars(), moments(60), st.integers(0, 4000), pauses(60))
def test_brute_force_finds_the_same_deadline(
    hours: OpenHours, start: datetime.datetime, minutes: int, stops: list[Pause]
) -> None:
    last = start + datetime.timedelta(days=25)
    expected = Oracle(hours, start, last, stops).add(start, minutes, last)
    assume(expected is not None)
    assert rules.add(hours, start, minutes * 60, stops) == expected


@FEW
@given(calendars(), moments(60), st.integers(0, 20 * 24 * 60), pauses(60))
def test_brute_force_counts_the_same_open_minutes(
    hours: OpenHours, start: datetime.datetime, length: int, stops: list[Pause]
) -> None:
    end = start + datetime.timedelta(minutes=length)
    oracle = Oracle(hours, start, end, stops)
    assert rules.elapsed(hours, start, end, stops).net == 60 * oracle.elapsed(start, end)


@MANY
@given(calendars(), moments())
def test_open_is_what_counts_the_next_second(hours: OpenHours, at: datetime.datetime) -> None:
    second = rules.elapsed(hours, at, at + datetime.timedelta(seconds=1)).gross
    assert rules.is_open(hours, at) == bool(second)


@MANY
@given(calendars(), moments(), st.integers(1, 30), st.sampled_from(DayEnd))
def test_the_nth_working_day_has_n_working_days_to_it(
    hours: OpenHours, start: datetime.datetime, days: int, day_end: DayEnd
) -> None:
    due = rules.add_working_days(hours, start, days, day_end)
    first = start.astimezone(hours.tzinfo).date()
    last = due.astimezone(hours.tzinfo).date()
    dates = [first + datetime.timedelta(days=n) for n in range(1, 400)]
    nth = [date for date in dates if rules.is_working_day(hours, date)][days - 1]
    # a close after midnight and a time in a gap over midnight lie on the next date
    assert last in (nth, nth + datetime.timedelta(days=1))


ALLOWANCES = st.one_of(
    st.builds(Allowance, st.sampled_from([Unit.OPEN_TIME, Unit.ROUND_THE_CLOCK]), st.integers(1, 300_000)),
    st.builds(
        Allowance,
        st.sampled_from([Unit.WORKING_DAYS, Unit.CALENDAR_DAYS]),
        st.integers(1, 20),
        st.sampled_from(DayEnd),
    ),
)


@MANY
@given(calendars(), ALLOWANCES, moments(), pauses())
def test_a_pause_never_makes_a_clock_due_earlier(
    hours: OpenHours, allowance: Allowance, start: datetime.datetime, stops: list[Pause]
) -> None:
    plain, paused = rules.due(hours, allowance, start), rules.due(hours, allowance, start, stops)
    assert plain is not None
    assert paused is not None
    assert plain <= paused


@MANY
@given(calendars(), ALLOWANCES, moments(), pauses())
def test_the_explanation_ends_at_the_deadline_and_adds_up(
    hours: OpenHours, allowance: Allowance, start: datetime.datetime, stops: list[Pause]
) -> None:
    found = explain(hours, allowance, start, stops)
    assume(not found.is_cut)
    assert found.due_at == rules.due(hours, allowance, start, stops)
    assert [line.date for line in found.lines] == sorted({line.date for line in found.lines})
    assert found.lines[-1].total == sum(line.counted for line in found.lines)
    if not allowance.is_in_days:
        assert found.lines[-1].total == allowance.amount


@FEW
@given(calendars(), st.lists(st.tuples(moments(), AMOUNTS), min_size=1, max_size=30))
def test_the_vector_form_gives_the_same_deadlines(
    hours: OpenHours, clocks: list[tuple[datetime.datetime, int]]
) -> None:
    starts = np.array([to_instant(start) for start, _ in clocks])
    seconds = np.array([amount for _, amount in clocks])
    expected = [to_instant(rules.add(hours, start, amount)) for start, amount in clocks]
    assert vectors.add_many(hours, starts, seconds).tolist() == expected


@FEW
@given(calendars(), st.lists(st.tuples(moments(), moments()), min_size=1, max_size=30))
def test_the_vector_form_counts_the_same_time(
    hours: OpenHours, stretches: list[tuple[datetime.datetime, datetime.datetime]]
) -> None:
    starts = np.array([to_instant(start) for start, _ in stretches])
    ends = np.array([to_instant(end) for _, end in stretches])
    expected = [rules.elapsed(hours, start, end).gross for start, end in stretches]
    assert vectors.elapsed_many(hours, starts, ends).tolist() == expected


@FEW
@given(calendars(), moments(), AMOUNTS)
def test_tables_that_grew_answer_as_those_made_at_once(
    hours: OpenHours, start: datetime.datetime, seconds: int
) -> None:
    grown = OpenTime(hours)
    grown.table(2030, 2031)
    grown.table(2010, 2012)
    assert grown.add(to_instant(start), seconds) == OpenTime(hours).add(to_instant(start), seconds)


@MANY
@given(calendars())
def test_a_calendar_written_down_reads_back_the_same(hours: OpenHours) -> None:
    assert OpenHours.from_json(hours.to_json()) == hours
