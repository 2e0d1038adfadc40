"""Where somebody is, at every boundary."""

import datetime
from dataclasses import replace

import pytest

from staffing.floor.presence import Limits, Seen, Where, first_of, where

START = datetime.datetime(2026, 3, 12, 8, tzinfo=datetime.UTC)
LIMITS = Limits(
    rollcall=datetime.timedelta(minutes=10),
    late_grace=datetime.timedelta(0),
    off_soon=datetime.timedelta(minutes=30),
)
SECOND = datetime.timedelta(seconds=1)
SHIFT = Seen(START, START + datetime.timedelta(hours=8))


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (-601, Where.DUE),
        (-600, Where.ROLL_CALL),
        (0, Where.ROLL_CALL),
        (1, Where.LATE),
    ],
)
def test_who_has_not_come_is_due_then_at_roll_call_then_late(seconds: int, expected: Where) -> None:
    assert where(SHIFT, LIMITS, now=START + seconds * SECOND) == {expected}


def test_who_attendance_calls_absent_is_absent_so_far() -> None:
    missing = replace(SHIFT, is_absent=True)
    assert where(missing, LIMITS, now=START + datetime.timedelta(minutes=6)) == {Where.ABSENT}


@pytest.mark.parametrize(("seconds", "late"), [(-1, False), (0, False), (1, True)])
def test_a_second_after_the_start_is_late(seconds: int, late: bool) -> None:
    came = replace(SHIFT, arrived_at=START + seconds * SECOND)
    words = where(came, LIMITS, now=START + datetime.timedelta(hours=1))
    assert words == ({Where.PRESENT, Where.LATE} if late else {Where.PRESENT})


@pytest.mark.parametrize(("seconds", "soon"), [(-1801, False), (-1800, True), (-1, True), (0, False)])
def test_half_an_hour_before_the_end_is_off_soon(seconds: int, soon: bool) -> None:
    words = where(replace(SHIFT, arrived_at=START), LIMITS, now=SHIFT.ends_at + seconds * SECOND)
    assert (Where.OFF_SOON in words) is soon


def test_a_break_hides_presence_and_off_post_hides_the_break() -> None:
    away = replace(SHIFT, arrived_at=START, is_on_break=True)
    assert where(away, LIMITS, now=START + SECOND) == {Where.ON_BREAK}
    assert where(replace(away, is_off_post=True), LIMITS, now=START + SECOND) == {Where.OFF_POST}


def test_leave_goes_before_everything() -> None:
    assert where(replace(SHIFT, is_excused=True, is_absent=True), LIMITS, now=START) == {Where.ON_LEAVE}


def test_who_has_punched_out_is_gone() -> None:
    gone = replace(SHIFT, arrived_at=START, went_at=START + SECOND)
    assert first_of(where(gone, LIMITS, now=START + 2 * SECOND)) is Where.GONE
