"""One day on the floor: callers wait in line, the longest idle agent takes the next one, the impatient leave."""

import heapq
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field

from callcenter.demo.arrivals import Arrivals
from callcenter.demo.parameters import PRIORITY_HEAD_START_SECONDS
from callcenter.demo.shifts import HALF_HOUR, Segment

NOBODY = -1


@dataclass
class Desk:
    """An agent at work: the segments of the day spent logged in, and how long they talk against the average."""

    code: str
    segments: list[Segment]
    speed: float = 1.0
    busy: list[tuple[int, int, int, int]] = field(default_factory=list)  # answered at, talk, hold, after

    def available(self, at: int) -> Segment | None:
        """The first moment from `at` on that the agent is logged in, and until when; None when the day is over."""
        for start, end in self.segments:
            if at < end:
                return max(at, start), end
        return None


@dataclass(frozen=True)
class Handled:
    """What became of each arrival, as columns: `desk` is NOBODY and `talk` 0 where the caller left."""

    desk: list[int]
    wait: list[int]
    talk: list[int]
    hold: list[int]
    after: list[int]


def simulate(calls: Arrivals, desks: Sequence[Desk]) -> Handled:
    """First come, first served, high priority ahead by a head start; each call ends answered or abandoned.

    A caller joins the queue when the IVR is done. Time moves from event to event: a caller joins, or an agent is free.
    """
    size = len(calls)
    joins, patience, priority = (
        (calls.entered + calls.ivr).tolist(),
        calls.patience.tolist(),
        calls.priority.tolist(),
    )
    talk, hold, after, ignored = (
        calls.talk.tolist(),
        calls.hold.tolist(),
        calls.after.tolist(),
        calls.is_ignored.tolist(),
    )
    found = Handled([NOBODY] * size, [0] * size, [0] * size, [0] * size, [0] * size)
    waiting: list[tuple[int, int]] = []  # (moment it counts as having joined, call)
    idle: list[tuple[int, int]] = []  # (idle since, desk)
    agents: list[tuple[int, int]] = []  # (available from, desk)
    ready_until = [0] * len(desks)

    def expect(desk: int, at: int) -> None:
        window = desks[desk].available(at)
        if window is not None:
            heapq.heappush(agents, (window[0], desk))
            ready_until[desk] = window[1]

    def serve(call: int, desk: int, at: int) -> None:
        seconds = round(talk[call] * desks[desk].speed) if talk[call] >= 10 else talk[call]
        found.desk[call], found.wait[call] = desk, at - joins[call]
        found.talk[call], found.hold[call], found.after[call] = seconds, hold[call], after[call]
        desks[desk].busy.append((at, seconds, hold[call], after[call]))
        expect(desk, at + seconds + hold[call] + after[call])

    def next_caller(at: int) -> int:
        """The caller first in line who is still there; those who gave up before are noted."""
        while waiting:
            call = heapq.heappop(waiting)[1]
            if joins[call] + patience[call] >= at:
                return call
            found.wait[call] = patience[call]
        return NOBODY

    def free_desks(until: int) -> None:
        """Let the agents who come free up to `until` take those in line."""
        while agents and agents[0][0] <= until:
            at, desk = heapq.heappop(agents)
            call = next_caller(at)
            if call == NOBODY:
                heapq.heappush(idle, (at, desk))
            else:
                serve(call, desk, at)

    def idle_desk(at: int) -> int:
        """The longest idle agent still logged in; those whose segment is over come back with their next one."""
        while idle:
            _, desk = heapq.heappop(idle)
            if at < ready_until[desk]:
                return desk
            expect(desk, max(at, ready_until[desk]))
            free_desks(at)
        return NOBODY

    for desk in range(len(desks)):
        expect(desk, 0)
    for call in sorted(range(size), key=joins.__getitem__):
        if ignored[call]:
            continue
        at = joins[call]
        free_desks(at)
        desk = idle_desk(at)
        if desk != NOBODY:
            serve(call, desk, at)
        elif patience[call] > 0:
            heapq.heappush(waiting, (at - PRIORITY_HEAD_START_SECONDS * (priority[call] == 2), call))
    free_desks(10**9)
    next_caller(10**9)
    return found


@dataclass
class Interval:
    """An agent's half hour, in seconds. Meals and breaks are paused time inside the log-in."""

    handled: int = 0
    talk: int = 0
    hold: int = 0
    after: int = 0
    login: int = 0
    pause: int = 0

    @property
    def idle(self) -> int:
        return self.login - self.pause - self.talk - self.hold - self.after


def intervals(desk: Desk) -> dict[int, Interval]:
    """The desk's half hours: each second counts where it passed; whoever works past the end is logged in until done."""
    found: dict[int, Interval] = {}

    def spread(name: str, start: int, end: int) -> None:
        while start < end:
            slot = start // HALF_HOUR
            stop = min(end, (slot + 1) * HALF_HOUR)
            interval = found.setdefault(slot, Interval())
            setattr(interval, name, getattr(interval, name) + stop - start)
            start = stop

    worked = logged_in(desk)
    for start, end in worked:
        spread("login", start, end)
    for (_, leaves), (returns, _) in itertools.pairwise(worked):
        spread("login", leaves, returns)
        spread("pause", leaves, returns)
    for at, talk, hold, after in desk.busy:
        found.setdefault(at // HALF_HOUR, Interval()).handled += 1
        spread("talk", at, at + talk)
        spread("hold", at + talk, at + talk + hold)
        spread("after", at + talk + hold, at + talk + hold + after)
    return found


def logged_in(desk: Desk) -> list[Segment]:
    """The segments joined with the calls that ran past them, without overlap."""
    spans = sorted([*desk.segments, *((at, at + sum(lengths)) for at, *lengths in desk.busy)])
    joined: list[Segment] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined
