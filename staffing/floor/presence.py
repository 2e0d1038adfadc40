"""Where somebody of today's roster is right now. Plain Python: shift, attendance so far, leave and breaks in; a few words out."""

import datetime
from dataclasses import dataclass
from enum import StrEnum


class Where(StrEnum):
    """Where somebody is; the tiles of the floor. One person can be in several: present, late and off soon."""

    DUE = "due"  # the roll call has not begun
    ROLL_CALL = "roll_call"  # expected now
    PRESENT = "present"
    LATE = "late"  # came late, or is late so far
    ABSENT = "absent"  # nobody came and nobody excused it, so far
    ON_BREAK = "on_break"
    OFF_POST = "off_post"
    ON_LEAVE = "on_leave"
    OFF_SOON = "off_soon"
    GONE = "gone"


# What a person's line says first, the most urgent one.
URGENCY = (
    Where.ABSENT,
    Where.OFF_POST,
    Where.ON_LEAVE,
    Where.GONE,
    Where.ON_BREAK,
    Where.PRESENT,
    Where.LATE,
    Where.ROLL_CALL,
    Where.DUE,
)


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of somebody's shift. Moments are aware; `arrived_at` and `went_at` by punches or roll call."""

    starts_at: datetime.datetime
    ends_at: datetime.datetime
    arrived_at: datetime.datetime | None = None
    went_at: datetime.datetime | None = None
    is_absent: bool = False  # attendance says so, as of now
    is_excused: bool = False  # leave that counts covers the moment, or the start of the shift to come
    is_on_break: bool = False
    is_off_post: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """Rulebook: attendance.rollcall_minutes, attendance.late_grace, floor.off_soon_minutes."""

    rollcall: datetime.timedelta
    late_grace: datetime.timedelta
    off_soon: datetime.timedelta


def where(seen: Seen, limits: Limits, *, now: datetime.datetime) -> frozenset[Where]:
    """Every word that fits at `now`; never empty.

    Late begins when the grace is over, as attendance has it: at the start plus the grace one is still in time.
    """
    if seen.is_excused:
        return frozenset({Where.ON_LEAVE})
    if seen.arrived_at is None:
        return _awaited(seen, limits, now)
    found = set()
    if seen.arrived_at > seen.starts_at + limits.late_grace:
        found.add(Where.LATE)
    if seen.went_at is not None and seen.went_at <= now:
        return frozenset(found | {Where.GONE})
    if seen.is_off_post:
        found.add(Where.OFF_POST)
    elif seen.is_on_break:
        found.add(Where.ON_BREAK)
    else:
        found.add(Where.PRESENT)
    if now < seen.ends_at <= now + limits.off_soon:
        found.add(Where.OFF_SOON)
    return frozenset(found)


def _awaited(seen: Seen, limits: Limits, now: datetime.datetime) -> frozenset[Where]:
    if seen.is_absent:
        return frozenset({Where.ABSENT})
    if now < seen.starts_at - limits.rollcall:
        return frozenset({Where.DUE})
    if now <= seen.starts_at + limits.late_grace:
        return frozenset({Where.ROLL_CALL})
    return frozenset({Where.LATE})


def first_of(words: frozenset[Where]) -> Where:
    """The word that a line shows."""
    return next(each for each in URGENCY if each in words)
