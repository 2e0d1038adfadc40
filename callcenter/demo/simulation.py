"""One day on the floor: callers wait in line, the longest idle agent takes the next one, the impatient leave."""

import heapq
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field

from callcenter.demo.arrivals import Arrivals
from callcenter.demo.parameters import PRIORITY_HEAD_START_SECONDS
from callcenter.demo.shifts import HALF_HOUR, Segment

NOBODY = -1
END = 10**9  # seconds: later than any day


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
    floor = _Floor(calls, desks)
    for call in sorted(range(len(calls)), key=floor.joins.__getitem__):
        if not floor.ignored[call]:
            floor.take(call)
    floor.free_desks(END)
    floor.next_caller(END)
    return floor.found


class _Floor:
    """Who waits, who is idle and who comes free when, while the day's calls are played."""

    def __init__(self, calls: Arrivals, desks: Sequence[Desk]) -> None:
        size = len(calls)
        self.desks = desks
        self.joins: list[int] = (calls.entered + calls.ivr).tolist()
        self.patience: list[int] = calls.patience.tolist()
        self.priority: list[int] = calls.priority.tolist()
        self.talk: list[int] = calls.talk.tolist()
        self.hold: list[int] = calls.hold.tolist()
        self.after: list[int] = calls.after.tolist()
        self.ignored: list[bool] = calls.is_ignored.tolist()
        self.found = Handled([NOBODY] * size, [0] * size, [0] * size, [0] * size, [0] * size)
        self.waiting: list[tuple[int, int]] = []  # (moment it counts as having joined, call)
        self.idle: list[tuple[int, int]] = []  # (idle since, desk)
        self.agents: list[tuple[int, int]] = []  # (available from, desk)
        self.ready_until = [0] * len(desks)
        for desk in range(len(desks)):
            self.expect(desk, 0)

    def take(self, call: int) -> None:
        """The caller joins: an idle agent answers, or they wait as long as their patience lasts."""
        at = self.joins[call]
        self.free_desks(at)
        desk = self.idle_desk(at)
        if desk != NOBODY:
            self.serve(call, desk, at)
        elif self.patience[call] > 0:
            ahead = PRIORITY_HEAD_START_SECONDS * (self.priority[call] == 2)
            heapq.heappush(self.waiting, (at - ahead, call))

    def expect(self, desk: int, at: int) -> None:
        """Note from when on, not before `at`, the agent takes calls again."""
        window = self.desks[desk].available(at)
        if window is not None:
            heapq.heappush(self.agents, (window[0], desk))
            self.ready_until[desk] = window[1]

    def serve(self, call: int, desk: int, at: int) -> None:
        """The agent answers the call and is busy until its after-call work is done."""
        talk, hold, after = self.talk[call], self.hold[call], self.after[call]
        seconds = round(talk * self.desks[desk].speed) if talk >= 10 else talk
        self.found.desk[call], self.found.wait[call] = desk, at - self.joins[call]
        self.found.talk[call], self.found.hold[call], self.found.after[call] = seconds, hold, after
        self.desks[desk].busy.append((at, seconds, hold, after))
        self.expect(desk, at + seconds + hold + after)

    def next_caller(self, at: int) -> int:
        """The caller first in line who is still there; those who gave up before are noted."""
        while self.waiting:
            call = heapq.heappop(self.waiting)[1]
            if self.joins[call] + self.patience[call] >= at:
                return call
            self.found.wait[call] = self.patience[call]
        return NOBODY

    def free_desks(self, until: int) -> None:
        """Let the agents who come free up to `until` take those in line."""
        while self.agents and self.agents[0][0] <= until:
            at, desk = heapq.heappop(self.agents)
            call = self.next_caller(at)
            if call == NOBODY:
                heapq.heappush(self.idle, (at, desk))
            else:
                self.serve(call, desk, at)

    def idle_desk(self, at: int) -> int:
        """The longest idle agent still logged in; those whose segment is over come back with their next one."""
        while self.idle:
            _, desk = heapq.heappop(self.idle)
            if at < self.ready_until[desk]:
                return desk
            self.expect(desk, max(at, self.ready_until[desk]))
            self.free_desks(at)
        return NOBODY


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
