"""Limits, entitlements and spreads of breaks; no database."""

import datetime
import time

import pytest

from staffing.floor.breaks.rules import (
    MINUTE,
    BreakPolicy,
    Shift,
    Stretch,
    crowded_at,
    entitled,
    limit,
    missing,
    most_at_once,
    overrun,
    slot_objections,
    spread,
)

START = datetime.datetime(2026, 3, 12, 8, tzinfo=datetime.UTC)
BOOK = BreakPolicy()
SHIFT = Shift(START, START + 510 * MINUTE, 480, 30)


def at(minute: int, length: int = 15) -> Stretch:
    return START + minute * MINUTE, START + (minute + length) * MINUTE


@pytest.mark.parametrize(
    ("heads", "most"), [(0, 1), (1, 1), (9, 1), (10, 1), (19, 1), (20, 2), (29, 2), (30, 3), (200, 20)]
)
def test_a_tenth_may_be_away_rounded_down_at_least_one(heads: int, most: int) -> None:
    assert limit(heads, BOOK) == most


def test_one_after_the_other_fits_and_one_minute_too_early_does_not() -> None:
    duty = [at(0, 480)] * 5
    assert crowded_at(*at(15), [at(0)], duty, BOOK) is None
    assert crowded_at(*at(14), [at(0)], duty, BOOK) == (START + 14 * MINUTE, 1)


def test_one_after_the_other_are_never_two_at_once() -> None:
    assert most_at_once([at(0), at(15)], *at(0, 30)) == 1
    assert most_at_once([at(0), at(14)], *at(0, 30)) == 2
    assert most_at_once([], *at(0, 30)) == 0


def test_the_limit_falls_where_people_go_home() -> None:
    duty = [at(0, 480)] * 10 + [at(0, 60)] * 10
    assert crowded_at(*at(40, 15), [at(30, 60)], duty, BOOK) is None
    assert crowded_at(*at(50, 30), [at(30, 60)], duty, BOOK) == (START + 60 * MINUTE, 1)


def test_eight_hours_bring_two_rests_and_the_meal_of_the_shift() -> None:
    assert [(each.kind, each.minutes) for each in entitled(SHIFT, BOOK)] == [
        ("rest", 15),
        ("meal", 30),
        ("rest", 15),
    ]


@pytest.mark.parametrize(
    ("work", "kinds"),
    [(239, []), (240, ["rest"]), (359, ["rest"]), (360, ["rest", "meal"]), (480, ["rest", "meal", "rest"])],
)
def test_rests_come_by_four_hours_and_the_meal_from_six(work: int, kinds: list[str]) -> None:
    shift = Shift(START, START + work * MINUTE, work)
    assert [each.kind for each in entitled(shift, BOOK)] == kinds


def test_what_has_a_slot_is_not_missing() -> None:
    assert [each.kind for each in missing(entitled(SHIFT, BOOK), ["rest", "meal", "training"])] == ["rest"]


@pytest.mark.parametrize(("seconds", "expected"), [(0, 0), (120, 0), (121, 121), (1200, 1200)])
def test_two_minutes_too_long_are_let_pass_and_a_second_more_counts_whole(
    seconds: int, expected: int
) -> None:
    back = START + 15 * MINUTE + datetime.timedelta(seconds=seconds)
    assert overrun(START, 15 * MINUTE, back, BOOK) == expected


def test_a_break_lies_within_the_shift_and_a_rest_within_the_room_limit() -> None:
    codes = {each.code for each in slot_objections("rest", *at(-5, 30), SHIFT, BOOK)}
    assert codes == {"floor.break_outside_shift", "floor.rest_too_long"}
    assert slot_objections("rest", *at(0, 15), SHIFT, BOOK) == []
    assert slot_objections("training", *at(0, 60), SHIFT, BOOK) == []


def test_a_spread_keeps_the_limit_the_edges_and_half_an_hour_between_breaks_of_one_person() -> None:
    people = [(key, SHIFT, entitled(SHIFT, BOOK), []) for key in range(6)]
    duty = [(SHIFT.start, SHIFT.end)] * 6
    found = spread(people, [], duty, BOOK, after=START)
    assert not found.left_over
    for each in found.placed:
        others = [(one.start, one.end) for one in found.placed if one is not each]
        assert crowded_at(each.start, each.end, others, duty, BOOK) is None
        assert each.start >= SHIFT.start + 60 * MINUTE
        assert each.end <= SHIFT.end - 60 * MINUTE
        own = [one for one in found.placed if one.key == each.key and one is not each]
        assert all(abs(one.start - each.start) >= 30 * MINUTE for one in own)


def test_what_finds_no_room_comes_back_instead_of_breaking_the_limit() -> None:
    people = [(key, SHIFT, entitled(SHIFT, BOOK), []) for key in range(9)]
    found = spread(people, [], [(SHIFT.start, SHIFT.end)] * 9, BOOK, after=START)
    assert len(found.placed) + len(found.left_over) == 27
    assert found.left_over


def test_a_spread_begins_where_the_day_stands_and_avoids_half_hours_that_are_short() -> None:
    now = START + 120 * MINUTE
    short = START + 240 * MINUTE
    rule = lambda moment: 1 if short <= moment < short + 60 * MINUTE else 0  # noqa: E731
    found = spread([(1, SHIFT, entitled(SHIFT, BOOK), [])], [], [at(0, 510)], BOOK, after=now, short_at=rule)
    assert all(each.start >= now for each in found.placed)
    meal = next(each for each in found.placed if each.kind == "meal")
    assert not short <= meal.start < short + 60 * MINUTE


def test_the_breaks_of_two_hundred_people_are_spread_in_seconds() -> None:
    people = [(key, SHIFT, entitled(SHIFT, BOOK), []) for key in range(200)]
    wide = BreakPolicy(max_pct=20)
    begun = time.perf_counter()
    found = spread(people, [], [(SHIFT.start, SHIFT.end)] * 200, wide, after=START)
    assert len(found.placed) > 500
    assert time.perf_counter() - begun < 60
