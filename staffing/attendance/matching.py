"""Which punch belongs to which shift. Plain Python in whole seconds since 1970 (UTC); docs/staffing-attendance.md has the reasons.

What a punch belongs to depends on the roster, its own moment and its own direction, never on other punches (but for a twin
within seconds). So it does not matter in which order punches come in, and one that comes late touches only its own shift.
"""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

IN, OUT, UNKNOWN = (
    "in",
    "out",
    "unknown",
)  # sorted like this: of two at one second the known direction comes first
Span = tuple[int, int]  # [start, end) in seconds


class Punch(NamedTuple):
    """Somebody was at a clock at this second. `direction`: IN, OUT, or UNKNOWN where the clock does not say."""

    at: int
    direction: str = UNKNOWN
    pk: int = 0


class Shift(NamedTuple):
    """A shift or a stretch of overtime of one person.

    `stretches` are the times of being there, in order: several for a split shift. `paid` are the parts that count as
    working time, meals left out. `on` is the day that it belongs to.
    """

    on: datetime.date
    start: int
    end: int
    stretches: tuple[Span, ...]
    paid: tuple[Span, ...]
    is_overtime: bool = False
    is_swapped: bool = False
    code: str = ""
    pk: int = 0


@dataclass(frozen=True, slots=True)
class Policy:
    """The rulebook's values of a day, in seconds where nothing else is said. Rulebook: attendance.*"""

    rollcall: int = 600
    late_grace: int = 0
    early_grace: int = 0
    breach: int = 1200
    duplicate: int = 60
    before: int = 6 * 3600  # how long before its shift somebody may come in
    after: int = 6 * 3600  # how long after its shift somebody may go
    split_gap: int = 3600  # free time within a shift from which both its ends are punched
    shortest_stay: int = 600  # two punches of unknown direction nearer than this are one arrival
    absent_after: int = 240  # from when who has not come is shown as absent on the running day
    missing_after: int = 3600  # from when a missing punch out is said


class Presence(NamedTuple):
    """A time of being there without a long break: in at its beginning, out at its end. `parts`: (index of shift, stretch)."""

    start: int
    end: int
    parts: list[tuple[int, Span]]
    policy: Policy


Policies = Mapping[datetime.date, Policy]


def presences(shifts: Sequence[Shift], policies: Policies) -> list[Presence]:
    """The times at which somebody is expected to come and to go, in order.

    A shift and the overtime that follows it are one: nobody punches between them. Free time of `split_gap` or more
    within a split shift makes two.
    """
    stretches = [
        (each[0], each[1], number) for number, shift in enumerate(shifts) for each in shift.stretches
    ]
    if len(stretches) > 1:
        stretches.sort()
    found: list[Presence] = []
    last: Presence | None = None
    for start, end, number in stretches:
        policy = policies[shifts[number].on]
        if last is not None and start - last.end < policy.split_gap:
            last.parts.append((number, (start, end)))
            last = found[-1] = Presence(last.start, max(last.end, end), last.parts, last.policy)
        else:
            last = Presence(start, end, [(number, (start, end))], policy)
            found.append(last)
    return found


def without_duplicates(punches: Sequence[Punch], within: int | Callable[[int], int]) -> list[Punch]:
    """The punches in order, those of one person within so many seconds of each other and of no other direction as one.

    The first of two arrivals counts, and the last of two departures: who presses twice gains and loses nothing. A punch
    whose clock does not know the direction takes that of its twin.
    """
    ordered = sorted(punches)
    if len(ordered) < 2:
        return ordered
    kept = [ordered[0]]
    for punch in ordered[1:]:
        last = kept[-1]
        if punch[0] - last[0] > (within if isinstance(within, int) else within(punch[0])):
            kept.append(punch)
        elif punch[1] == last[1] or punch[1] == UNKNOWN or last[1] == UNKNOWN:
            direction = last[1] if punch[1] == UNKNOWN else punch[1]
            later = punch if direction == OUT else last
            kept[-1] = Punch(later[0], direction, later[2])
        else:
            kept.append(punch)
    return kept


def match(expected: Sequence[Presence], punches: Sequence[Punch]) -> tuple[list[list[Punch]], list[Punch]]:
    """The punches (in order) of each presence, and those that belong to none.

    Within a presence: its own. Between two: a departure belongs to the one before, an arrival to the one after, as far as
    the windows reach; one of unknown direction to the nearer, and to the one before where both are as near.
    """
    found: list[list[Punch]] = [[] for _ in expected]
    strays: list[Punch] = []
    count, place = len(expected), 0
    for punch in punches:
        at = punch[0]
        while place < count and expected[place][1] < at:
            place += 1
        if place < count and expected[place][0] <= at:
            found[place].append(punch)
            continue
        gone = at - expected[place - 1][1] if place else None
        if gone is not None and gone > expected[place - 1][3].after:
            gone = None
        ahead = expected[place][0] - at if place < count else None
        if ahead is not None and ahead > expected[place][3].before:
            ahead = None
        owner = _owner(punch[1], gone, ahead)
        if owner is None:
            strays.append(punch)
        else:
            found[place + owner].append(punch)
    return found, strays


def _owner(direction: str, gone: int | None, ahead: int | None) -> int | None:
    """-1: the presence before, 0: the one after; None: neither. `gone` and `ahead` are None out of reach."""
    if direction == OUT:
        return -1 if gone is not None else None
    if direction == IN:
        return 0 if ahead is not None else None
    if gone is None:
        return 0 if ahead is not None else None
    return -1 if ahead is None or gone <= ahead else 0


class Stay(NamedTuple):
    """What the punches of a presence say: when somebody came and went (None: not known), and the times away between."""

    arrived: int | None
    left: int | None
    away: tuple[Span, ...] = ()
    is_open: bool = False  # the last punch was an arrival: still there, or the departure was forgotten

    @property
    def is_nothing(self) -> bool:
        return self.arrived is None and self.left is None


NOBODY = Stay(None, None)


def stay(presence: Presence, punches: Sequence[Punch]) -> Stay:
    """When somebody came and when they went.

    A departure before any arrival: the arrival is missing. An arrival at the end: the departure is missing. One punch of
    unknown direction is whichever end of the shift is nearer, the arrival where both are as near.
    """
    if not punches:
        return NOBODY
    first, last = punches[0], punches[-1]
    if len(punches) == 1:
        return _single(presence, first)
    arrived: int | None = first[0] if first[1] != OUT else None
    left: int | None = last[0] if last[1] != IN else None
    if left is not None and last[1] == UNKNOWN and arrived is not None:
        is_repeat = left - arrived < presence.policy.shortest_stay or left <= presence.start
        if is_repeat:
            left = None
    is_open = left is None
    return Stay(arrived, left, _away(punches) if len(punches) > 2 else (), is_open)


def _single(presence: Presence, punch: Punch) -> Stay:
    at, direction = punch[0], punch[1]
    if direction == UNKNOWN:
        is_arrival = abs(at - presence.start) <= abs(presence.end - at)
    else:
        is_arrival = direction == IN
    return Stay(at, None, (), True) if is_arrival else Stay(None, at)


def _away(punches: Sequence[Punch]) -> tuple[Span, ...]:
    """From a departure to the next arrival that says so; punches of unknown direction between count for nothing."""
    found, since = [], None
    for at, direction, _pk in punches:
        if direction == OUT:
            since = at if since is None else since
        elif direction == IN:
            if since is not None:
                found.append((since, at))
            since = None
    return tuple(found)
