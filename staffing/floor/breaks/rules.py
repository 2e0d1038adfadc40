"""What the business decides about breaks: who is entitled to what, how many may be away, a spread. Plain Python.

Sources: domain §4.7 (S0-15, S2E-13, S2E-29, P01, P03, P71, P72).
"""

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from callcenter.objections import Objection

MINUTE = datetime.timedelta(minutes=1)
STEP = 5 * MINUTE  # how finely a spread is laid
PER_REST = 240  # minutes of work that bring a short rest
SHORT_COST = 30  # a missing head in a half hour weighs as much as this many minutes away from the best time
Stretch = tuple[datetime.datetime, datetime.datetime]  # [start, end)


@dataclass(frozen=True)
class BreakPolicy:
    """Rulebook: break.*; lengths are minutes."""

    max_pct: int = 10
    rest: int = 15
    meal: int = 60
    meal_from: int = 360
    edge: int = 60
    overrun: int = 2
    room_limit: int = 15
    longest_work: int = 240


@dataclass(frozen=True)
class Wanted:
    """One slot that somebody is entitled to, and the best time for its middle."""

    kind: str
    minutes: int
    best: datetime.datetime


@dataclass(frozen=True)
class Shift:
    """A shift as breaks see it: [start, end), minutes of meals that the shift type sets, minutes of work."""

    start: datetime.datetime
    end: datetime.datetime
    work: int
    meal: int = 0


def limit(heads: int, policy: BreakPolicy) -> int:
    """How many of a team's people on duty may be away at once: the share, rounded down, at least one."""
    return max(1, heads * policy.max_pct // 100)


def overlapping(
    stretches: Iterable[Stretch], start: datetime.datetime, end: datetime.datetime
) -> list[Stretch]:
    """Those that share a moment with [start, end)."""
    return [each for each in stretches if each[0] < end and start < each[1]]


def most_at_once(stretches: Sequence[Stretch], start: datetime.datetime, end: datetime.datetime) -> int:
    """The largest number of them that hold at one moment of [start, end)."""
    near = overlapping(stretches, start, end)
    turns = {start} | {a for a, _b in near if start < a}
    return max((sum(a <= moment < b for a, b in near) for moment in turns), default=0)


def crowded_at(
    start: datetime.datetime,
    end: datetime.datetime,
    away: Sequence[Stretch],
    duty: Sequence[Stretch],
    policy: BreakPolicy,
) -> tuple[datetime.datetime, int] | None:
    """The first moment of [start, end) at which one more would be too many, with the limit there; None where it fits.

    `away`: the slots of the others in the team; `duty`: everybody's shifts, whose number makes the limit.
    """
    near, there = overlapping(away, start, end), overlapping(duty, start, end)
    turns = {start} | {each for stretch in (*near, *there) for each in stretch if start < each < end}
    for moment in sorted(turns):
        most = limit(sum(a <= moment < b for a, b in there), policy)
        if sum(a <= moment < b for a, b in near) >= most:
            return moment, most
    return None


def slot_objections(
    kind: str, start: datetime.datetime, end: datetime.datetime, shift: Shift, policy: BreakPolicy
) -> list[Objection]:
    """What speaks against a slot, whoever else is away."""
    found = []
    if end <= start:
        found.append(Objection("floor.break_needs_length", field="minutes"))
    if start < shift.start or shift.end < end:
        found.append(Objection("floor.break_outside_shift", field="starts_at"))
    if kind == "rest" and end - start > policy.room_limit * MINUTE:
        figures = {"minutes": policy.room_limit}
        found.append(Objection("floor.rest_too_long", figures, "minutes", ("break.room_limit_minutes",)))
    return found


def entitled(shift: Shift, policy: BreakPolicy) -> list[Wanted]:
    """The slots that a shift brings, spread evenly over it: a rest for each four hours of work, a meal in the middle."""
    rests = shift.work // PER_REST if policy.rest else 0
    meal = shift.meal or (policy.meal if shift.work >= policy.meal_from else 0)
    kinds = ["rest"] * rests
    if meal:
        kinds.insert((rests + 1) // 2, "meal")
    span = shift.end - shift.start
    return [
        Wanted(
            kind,
            meal if kind == "meal" else min(policy.rest, policy.room_limit),
            shift.start + span * (place + 1) / (len(kinds) + 1),
        )
        for place, kind in enumerate(kinds)
    ]


def in_wave(wanted: Sequence[Wanted], shift: Shift, waves: Sequence[Stretch], turn: int) -> list[Wanted]:
    """The same with the meal best in the middle of its wave: of those within the shift the `turn`th, counted round (P03)."""
    fits = [each for each in waves if shift.start <= each[0] and each[1] <= shift.end]
    if not fits:
        return list(wanted)
    start, end = fits[turn % len(fits)]
    middle = start + (end - start) / 2
    return [Wanted(each.kind, each.minutes, middle) if each.kind == "meal" else each for each in wanted]


def missing(wanted: Sequence[Wanted], kinds: Sequence[str]) -> list[Wanted]:
    """What of the entitlement has no slot yet; `kinds` are those that have one, the earlier times first."""
    left = list(kinds)
    found = []
    for each in wanted:
        if each.kind in left:
            left.remove(each.kind)
        else:
            found.append(each)
    return found


def overrun(
    left: datetime.datetime, length: datetime.timedelta, back: datetime.datetime, policy: BreakPolicy
) -> int:
    """Seconds that a break was too long; 0 within the tolerance, past it all of them."""
    over = back - left - length
    return int(over.total_seconds()) if over > policy.overrun * MINUTE else 0


@dataclass(frozen=True)
class Placed:
    """A slot of a spread: whose (the caller's key), kind, [start, end)."""

    key: int
    kind: str
    start: datetime.datetime
    end: datetime.datetime


@dataclass(frozen=True)
class Spread:
    """A suggestion: what fits, and what has no room."""

    placed: list[Placed]
    left_over: list[tuple[int, Wanted]]


def spread(
    people: Sequence[tuple[int, Shift, Sequence[Wanted], Sequence[Stretch]]],
    away: Sequence[Stretch],
    duty: Sequence[Stretch],
    policy: BreakPolicy,
    *,
    after: datetime.datetime,
    short_at: Callable[[datetime.datetime], int] = lambda moment: 0,
) -> Spread:
    """Lay the wanted slots out: each as near to its best time as the limit allows, rather where no head is missing.

    `people`: key, shift, wanted, own slots that stand. Meals first, then rests; who has the least room to move goes first.
    Nothing before `after`, nothing in the first and last minutes of a shift that the policy keeps free, and never two of one
    person closer than half an hour. `short_at(moment)`: heads missing in that half hour once nobody more is away.
    """
    taken, found, left = list(away), [], []
    own = {key: list(slots) for key, _shift, _wanted, slots in people}
    shifts = {key: shift for key, shift, _wanted, _slots in people}
    queue = [(key, each) for key, _shift, wanted, _slots in people for each in wanted]
    queue.sort(key=lambda pair: (pair[1].kind != "meal", pair[1].best, pair[0]))
    for key, each in queue:
        best = None
        for start in _starts(shifts[key], each, policy, after):
            end = start + each.minutes * MINUTE
            if any(a - 30 * MINUTE < end and start < b + 30 * MINUTE for a, b in own[key]):
                continue
            if crowded_at(start, end, taken, duty, policy):
                continue
            far = abs(start + (end - start) / 2 - each.best) / MINUTE
            cost = far + SHORT_COST * short_at(start)
            if best is None or cost < best[0]:
                best = (cost, start, end)
        if best is None:
            left.append((key, each))
            continue
        found.append(Placed(key, each.kind, best[1], best[2]))
        own[key].append((best[1], best[2]))
        taken.append((best[1], best[2]))
    return Spread(sorted(found, key=lambda one: (one.start, one.key)), left)


def _starts(
    shift: Shift, wanted: Wanted, policy: BreakPolicy, after: datetime.datetime
) -> Iterable[datetime.datetime]:
    start = shift.start + policy.edge * MINUTE
    last = shift.end - (policy.edge + wanted.minutes) * MINUTE
    while start <= last:
        if start >= after:
            yield start
        start += STEP
