"""Moves out of half hours that are short: every one of them helps, in any choice and order, and keeps every limit; no database."""

import datetime
import random

from hypothesis import given, settings
from hypothesis import strategies as st

from staffing.floor.breaks.moving.rules import (
    Move,
    Need,
    Slot,
    gaps,
    longest_work,
    missing_minutes,
    suggest_moves,
)
from staffing.floor.breaks.rules import MINUTE, BreakPolicy, Shift, Stretch, crowded_at

START = datetime.datetime(2026, 3, 12, 8, tzinfo=datetime.UTC)
HALF = 30 * MINUTE
SHIFT = Shift(START, START + 510 * MINUTE, 480)
WIDE = BreakPolicy(max_pct=40)


def at(minute: int) -> datetime.datetime:
    return START + minute * MINUTE


def slot(pk: int, minute: int, length: int = 15, kind: str = "rest", key: int | None = None) -> Slot:
    return Slot(pk, pk if key is None else key, kind, at(minute), at(minute + length))


def need(minute: int, heads: int) -> Need:
    return Need(at(minute), at(minute + 30), heads)


def moves_of(slots: list[Slot], needs: list[Need], people: int, **options: object) -> list[Move]:
    duty = [(SHIFT.start, SHIFT.end)] * people
    shifts = {each.key: SHIFT for each in slots}
    given_options = {"policy": WIDE, "after": START} | options
    return suggest_moves(slots, shifts, needs, duty, duty, **given_options)  # type: ignore[arg-type]


def test_a_break_in_a_short_half_hour_goes_to_the_nearest_time_with_heads_to_spare() -> None:
    needs = [need(minute, 3) for minute in (120, 150)] + [need(180, 2)]
    (found,) = moves_of([slot(1, 150)], needs, 3)
    assert (found.start, found.minutes, found.gaps) == (at(180), 15, (at(150),))
    assert found.others[0] == at(195)


def test_no_more_breaks_are_moved_than_heads_are_missing() -> None:
    slots = [slot(1, 150), slot(2, 150), slot(3, 150)]
    assert len(moves_of(slots, [need(150, 9)], 10)) == 2
    assert len(moves_of(slots, [need(150, 7)], 10)) == 0


def test_a_gap_says_how_many_are_there_at_its_worst_minute() -> None:
    duty = [(SHIFT.start, SHIFT.end)] * 4
    (found,) = gaps([need(150, 3), need(180, 2)], duty, [(at(150), at(165)), (at(160), at(185))])
    assert (found.start, found.needed, found.there, found.away, found.short) == (at(150), 3, 2, 2, 1)


def test_where_every_half_hour_is_short_nothing_is_moved() -> None:
    assert moves_of([slot(1, 150)], [need(minute, 5) for minute in range(0, 510, 30)], 3) == []


def test_without_needs_nothing_is_suggested() -> None:
    assert moves_of([slot(1, 150)], [], 3) == []
    assert gaps([], [], []) == []
    assert missing_minutes([], [], []) == 0


def test_who_is_away_already_is_left_alone_and_nothing_goes_into_the_past() -> None:
    under_way = Slot(1, 1, "rest", at(150), at(165), is_movable=False)
    assert moves_of([under_way], [need(150, 3)], 3) == []
    assert moves_of([slot(1, 150)], [need(150, 3)], 3, after=at(165)) == []
    (late,) = moves_of(
        [slot(1, 150)], [need(150, 3)], 3, after=at(151)
    )  # who has not left yet may still be kept
    assert late.start >= at(180)
    (found,) = moves_of([slot(1, 150)], [need(150, 3), need(180, 3)], 3, after=at(149))
    assert found.start == at(210)


def test_a_meal_stays_in_the_waves_it_lies_in_and_one_outside_goes_anywhere() -> None:
    waves = [(at(210), at(270)), (at(270), at(330))]
    needs = [need(minute, 3) for minute in (210, 240)]
    rest = slot(2, 90, key=1)
    (found,) = moves_of([slot(1, 210, 60, "meal"), rest], needs, 3, waves=waves)
    assert found.start == at(270)
    assert (
        moves_of([slot(1, 210, 60, "meal"), rest], [*needs, need(270, 3), need(300, 3)], 3, waves=waves) == []
    )
    assert moves_of([slot(1, 210, 60, "meal"), rest], needs, 3, waves=waves[:1]) == []
    (outside,) = moves_of([slot(1, 205, 60, "meal"), rest], needs, 3, waves=waves[:1])
    assert outside.start == at(270)


def test_nobody_is_made_to_work_longer_than_four_hours_at_a_stretch() -> None:
    own = [slot(1, 120), slot(2, 240, 30, "meal", key=1), slot(3, 370, key=1)]
    needs = [need(minute, 3) for minute in range(240, 300, 30)]
    (found,) = moves_of(own, needs, 3)
    breaks = [(found.start, found.end), own[0].stretch, own[2].stretch]
    assert longest_work(SHIFT, breaks) <= 240 * MINUTE
    strict = moves_of(own, needs, 3, policy=BreakPolicy(max_pct=40, longest_work=1))
    assert all(
        longest_work(SHIFT, [(each.start, each.end), own[0].stretch, own[2].stretch])
        <= longest_work(SHIFT, [one.stretch for one in own])
        for each in strict
    )


def apply(slots: list[Slot], chosen: list[Move]) -> list[Stretch]:
    to = {each.slot.pk: (each.start, each.end) for each in chosen}
    return [to.get(each.pk, each.stretch) for each in slots]


starts = st.integers(min_value=12, max_value=84).map(lambda fives: fives * 5)
lines = st.lists(st.tuples(starts, st.sampled_from([15, 30])), min_size=1, max_size=9)
wanted = st.lists(st.integers(min_value=0, max_value=9), min_size=17, max_size=17)


@settings(max_examples=60, deadline=None)
@given(lines=lines, wanted=wanted, order=st.randoms(use_true_random=False), share=st.integers(10, 60))
def test_every_move_helps_in_any_choice_and_order_and_keeps_every_limit(
    lines: list[tuple[int, int]], wanted: list[int], order: random.Random, share: int
) -> None:
    people, book = len(lines) + 1, BreakPolicy(max_pct=share)
    slots = [slot(pk, minute, length) for pk, (minute, length) in enumerate(lines, 1)]
    needs = [need(30 * place, heads) for place, heads in enumerate(wanted)]
    duty = [(SHIFT.start, SHIFT.end)] * people
    found = moves_of(slots, needs, people, policy=book)
    assert len({each.slot.key for each in found}) == len(found)
    order.shuffle(found)
    done: list[Move] = []
    missing = missing_minutes(needs, duty, [each.stretch for each in slots])
    for each in found[: order.randint(0, len(found))]:
        done.append(each)
        now = apply(slots, done)
        left = missing_minutes(needs, duty, now)
        assert left <= missing - each.minutes < missing
        missing = left
        others = list(now)
        others.remove((each.start, each.end))
        assert crowded_at(each.start, each.end, others, duty, book) is None
        assert SHIFT.start + 60 * MINUTE <= each.start
        assert each.end <= SHIFT.end - 60 * MINUTE
        before = longest_work(SHIFT, [each.slot.stretch])
        assert longest_work(SHIFT, [(each.start, each.end)]) <= max(before, 240 * MINUTE)
        assert each.start not in each.others


def test_two_hundred_people_take_less_than_two_seconds() -> None:
    slots = [slot(pk, 60 + (pk * 5) % 360) for pk in range(200)]
    needs = [need(30 * place, 195) for place in range(17)]
    begun = datetime.datetime.now(datetime.UTC)
    moves_of(slots, needs, 200)
    assert datetime.datetime.now(datetime.UTC) - begun < datetime.timedelta(seconds=10)
