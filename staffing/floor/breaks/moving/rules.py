"""Which breaks to move out of half hours that are short, and to when. Plain Python.

Sources: domain §4.2 ("suggest breaks moved"), §4.7 (S0-15, P03, P71). A break is moved only where that takes minutes away in
which heads are missing, and takes more of them away than it brings elsewhere. That holds for every move by itself and for any
of them together in any order: what a move wins is counted as if all the other moves had been made, what it costs as if every
break stood both where it is and where it goes.
"""

import datetime
import itertools
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from staffing.floor.breaks.rules import MINUTE, STEP, BreakPolicy, Shift, Stretch, crowded_at

APART = 30 * MINUTE  # between two breaks of one person
ALTERNATIVES = 3
Wave = Stretch


@dataclass(frozen=True)
class Slot:
    """An assigned slot [start, end) of the shift `key`; `is_movable`: nobody has left on it."""

    pk: int
    key: int
    kind: str
    start: datetime.datetime
    end: datetime.datetime
    is_movable: bool = True

    @property
    def stretch(self) -> Stretch:
        return self.start, self.end


@dataclass(frozen=True)
class Need:
    """So many heads are needed in [start, end)."""

    start: datetime.datetime
    end: datetime.datetime
    heads: int


@dataclass(frozen=True)
class Gap:
    """A half hour with too few heads: at its worst minute `there` of `needed`, `away` on breaks then."""

    start: datetime.datetime
    end: datetime.datetime
    needed: int
    there: int
    away: int

    @property
    def short(self) -> int:
        return self.needed - self.there


@dataclass(frozen=True)
class Move:
    """Move this slot to `start`: `minutes` with a missing head fewer. `gaps`: starts of the half hours it helps."""

    slot: Slot
    start: datetime.datetime
    minutes: int
    gaps: tuple[datetime.datetime, ...]
    others: tuple[datetime.datetime, ...] = ()  # further starts that help as well, the best first

    @property
    def end(self) -> datetime.datetime:
        return self.start + (self.slot.end - self.slot.start)


class _Minutes:
    """Heads needed, on duty and away for every minute of [first, last)."""

    def __init__(self, needs: Sequence[Need], duty: Iterable[Stretch]) -> None:
        self.first = min(each.start for each in needs)
        self.size = int((max(each.end for each in needs) - self.first) / MINUTE)
        self.needed = [0] * self.size
        for each in needs:
            for place in self.places(each.start, each.end):
                self.needed[place] = each.heads
        self.duty = self.counts(duty)

    def places(self, start: datetime.datetime, end: datetime.datetime) -> range:
        """The minutes that [start, end) touches."""
        low = (start - self.first) // MINUTE
        high = -((self.first - end) // MINUTE)
        return range(min(max(low, 0), self.size), min(max(high, 0), self.size))

    def counts(self, stretches: Iterable[Stretch]) -> list[int]:
        turns = [0] * (self.size + 1)
        for start, end in stretches:
            places = self.places(start, end)
            if places:
                turns[places.start] += 1
                turns[places.stop] -= 1
        return list(itertools.accumulate(turns[:-1]))

    def is_short(self, place: int, away: int) -> bool:
        return self.needed[place] > 0 and self.duty[place] - away < self.needed[place]


def gaps(needs: Sequence[Need], duty: Iterable[Stretch], away: Iterable[Stretch]) -> list[Gap]:
    """The half hours of `needs` in which at some minute fewer are at their posts than are needed."""
    if not needs:
        return []
    line = _Minutes(needs, duty)
    gone, found = line.counts(away), []
    for each in needs:
        there, negative = min(
            ((line.duty[place] - gone[place], -gone[place]) for place in line.places(each.start, each.end)),
            default=(each.heads, 0),
        )
        if there < each.heads:
            found.append(Gap(each.start, each.end, each.heads, there, -negative))
    return found


def missing_minutes(needs: Sequence[Need], duty: Iterable[Stretch], away: Iterable[Stretch]) -> int:
    """Head-minutes that are missing in all."""
    if not needs:
        return 0
    line = _Minutes(needs, duty)
    gone = line.counts(away)
    return sum(
        max(0, wanted - line.duty[place] + gone[place]) for place, wanted in enumerate(line.needed) if wanted
    )


def longest_work(shift: Shift, breaks: Iterable[Stretch]) -> datetime.timedelta:
    """The longest stretch of a shift without a break."""
    longest, since = datetime.timedelta(), shift.start
    for start, end in sorted(breaks):
        longest, since = max(longest, start - since), max(since, end)
    return max(longest, shift.end - since)


def suggest_moves(
    slots: Sequence[Slot],
    shifts: dict[int, Shift],
    needs: Sequence[Need],
    duty: Sequence[Stretch],
    team_duty: Sequence[Stretch],
    policy: BreakPolicy,
    *,
    after: datetime.datetime,
    away: Sequence[Stretch] = (),
    team_away: Sequence[Stretch] = (),
    waves: Sequence[Wave] = (),
) -> list[Move]:
    """The moves that help, in order of their slots. `slots`: the team's assigned ones, with those under way.

    `duty`, `away`: at their posts and on break of all who count towards `needs`, the team's own slots left out of `away`;
    `team_duty`, `team_away` make the limit of people away. No slot goes before `after`, out of its shift's free edges, into
    the other breaks of its holder, out of the meal waves it lies in, or so that its holder works longer at a stretch than
    now and than the policy's hours.
    """
    if not needs:
        return []
    line = _Minutes(needs, duty)
    low = line.counts([*away, *(each.stretch for each in slots)])  # moved ones leave it
    high = list(low)  # moved ones stand in it twice
    taken = [*team_away, *(each.stretch for each in slots)]
    own: dict[int, list[Slot]] = {}
    for each in slots:
        own.setdefault(each.key, []).append(each)
    moved: set[int] = set()  # one move a shift, so that each fits whatever becomes of the others
    found: list[Move] = []
    for slot in sorted(slots, key=lambda each: (each.start, each.pk)):
        if not slot.is_movable or slot.end <= after or slot.key in moved:
            continue
        here = line.places(*slot.stretch)
        won = sum(line.is_short(place, low[place]) for place in here)
        near = [one.stretch for one in own[slot.key] if one is not slot]
        starts = [
            (cost, abs(start - slot.start), start)
            for start in (_starts(slot, shifts[slot.key], policy, after, waves) if won else ())
            if (cost := _cost(line, high, here, start, slot)) < won
            and _fits_person(slot, start, shifts[slot.key], near, policy)
        ]
        chosen = _with_room(starts, slot, _without(taken, slot.stretch), team_duty, policy)
        if not chosen:
            continue
        cost, start = chosen[0]
        one = Move(slot, start, -cost, (), tuple(start for _cost_there, start in chosen[1:]))
        found.append(one)
        for place in here:
            low[place] -= 1
        for place in line.places(one.start, one.end):
            high[place] += 1
        taken.append((one.start, one.end))
        moved.add(slot.key)
    return _that_help(found, needs, line, low)


def _that_help(
    moves: Sequence[Move], needs: Sequence[Need], line: _Minutes, low: Sequence[int]
) -> list[Move]:
    """Those that still win more than they cost where all the others are made: `low` counts who stays. The last ones go first."""
    kept, away = list(moves), list(low)
    for one in reversed(moves):
        here = line.places(*one.slot.stretch)
        if sum(line.is_short(place, away[place] + 1) for place in here) + one.minutes <= 0:
            kept.remove(one)
            for place in here:
                away[place] += 1
    found = []
    for one in kept:
        won = {place for place in line.places(*one.slot.stretch) if line.is_short(place, away[place] + 1)}
        helped = tuple(each.start for each in needs if not won.isdisjoint(line.places(each.start, each.end)))
        found.append(replace(one, minutes=len(won) + one.minutes, gaps=helped))
    return found


def _with_room(
    starts: Iterable[tuple[int, datetime.timedelta, datetime.datetime]],
    slot: Slot,
    taken: Sequence[Stretch],
    duty: Sequence[Stretch],
    policy: BreakPolicy,
) -> list[tuple[int, datetime.datetime]]:
    """The best few with what they cost, a quarter of an hour apart, at which not too many of the team are away."""
    chosen: list[tuple[int, datetime.datetime]] = []
    for cost, _far, start in sorted(starts):
        if len(chosen) > ALTERNATIVES:
            break
        if all(abs(start - one) >= 3 * STEP for _cost_there, one in chosen) and not crowded_at(
            start, start + (slot.end - slot.start), taken, duty, policy
        ):
            chosen.append((cost, start))
    return chosen


def _without(stretches: Sequence[Stretch], one: Stretch) -> list[Stretch]:
    """Them with one of these left out."""
    found = list(stretches)
    found.remove(one)
    return found


def _cost(
    line: _Minutes, high: Sequence[int], here: Collection[int], start: datetime.datetime, slot: Slot
) -> int:
    """Minutes in which one more would be missing if the slot went there."""
    places = line.places(start, start + (slot.end - slot.start))
    return sum(line.is_short(place, high[place] + (place not in here)) for place in places)


def _starts(
    slot: Slot, shift: Shift, policy: BreakPolicy, after: datetime.datetime, waves: Sequence[Wave]
) -> Iterable[datetime.datetime]:
    length = slot.end - slot.start
    first = shift.start + policy.edge * MINUTE
    last = shift.end - policy.edge * MINUTE - length
    inside = slot.kind == "meal" and any(a <= slot.start and slot.end <= b for a, b in waves)
    start = first
    while start <= last:
        if (
            start >= after
            and start != slot.start
            and (not inside or any(a <= start and start + length <= b for a, b in waves))
        ):
            yield start
        start += STEP


def _fits_person(
    slot: Slot, start: datetime.datetime, shift: Shift, near: Sequence[Stretch], policy: BreakPolicy
) -> bool:
    end = start + (slot.end - slot.start)
    if any(a - APART < end and start < b + APART for a, b in near):
        return False
    most = max(policy.longest_work * MINUTE, longest_work(shift, [*near, slot.stretch]))
    return longest_work(shift, [*near, (start, end)]) <= most
