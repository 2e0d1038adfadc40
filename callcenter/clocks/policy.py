"""What a clock was promised when it started: allowance, ladder and pauses with the values of that day, kept as plain data. Pure."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from callcenter.clocks import rules
from callcenter.clocks.rules import Allowance, DayEnd, Pause, Unit
from callcenter.objections import Objection
from callcenter.workcalendar.rules import OpenHours


@dataclass(frozen=True)
class LadderStep:
    """A step with its figures: `offset` seconds from the deadline (negative: before), `every` seconds again (0: once)."""

    key: str
    offset: int = 0
    every: int = 0
    most: int = 1


@dataclass(frozen=True)
class CitedRule:
    """A rulebook entry that the clock rests on, and what it said: its value in words of no language is its stored value."""

    key: str
    value: Any


@dataclass(frozen=True)
class Policy:
    """The rules of one clock. `pause_cap` in seconds of real time, None: none. `on` is the day whose values these are."""

    allowance: Allowance
    ladder: tuple[LadderStep, ...] = ()
    may_pause: bool = False
    pause_cap: int | None = None
    on: datetime.date | None = None
    cited: tuple[CitedRule, ...] = ()

    def to_json(self) -> dict[str, Any]:
        data = asdict(self)
        data["on"] = self.on.isoformat() if self.on else None
        return data

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Policy":
        allowance = data["allowance"]
        return cls(
            allowance=Allowance(Unit(allowance["unit"]), allowance["amount"], DayEnd(allowance["day_end"])),
            ladder=tuple(LadderStep(**step) for step in data["ladder"]),
            may_pause=data["may_pause"],
            pause_cap=data["pause_cap"],
            on=datetime.date.fromisoformat(data["on"]) if data["on"] else None,
            cited=tuple(CitedRule(**rule) for rule in data["cited"]),
        )


@dataclass(frozen=True)
class Happening:
    """An event as the rules see it: "paused" or "resumed", and when."""

    kind: str
    at: datetime.datetime


def pauses_of(happenings: Iterable[Happening], pause_cap: int | None) -> list[Pause]:
    """The pauses that the events tell of, in order; what goes past the cap (seconds of all pauses together) ran on by itself.

    The last one has no end where the clock is paused still and nothing limits it.
    """
    found: list[Pause] = []
    since: datetime.datetime | None = None
    left = pause_cap
    for event in sorted(happenings, key=lambda event: event.at):
        if event.kind == "paused" and since is None:
            since = event.at
        elif event.kind == "resumed" and since is not None:
            found.append(Pause(since, _capped(since, event.at, left)))
            left = _left(left, found[-1])
            since = None
    if since is not None:
        found.append(Pause(since, _capped(since, None, left)))
    return found


def _capped(
    since: datetime.datetime, until: datetime.datetime | None, left: int | None
) -> datetime.datetime | None:
    if left is None:
        return until
    latest = since + datetime.timedelta(seconds=left)
    return min(until, latest) if until is not None else latest


def _left(left: int | None, pause: Pause) -> int | None:
    if left is None or pause.end is None:
        return left
    return max(left - int((pause.end - pause.start).total_seconds()), 0)


def sequence_faults(happenings: Iterable[Happening], started_at: datetime.datetime) -> list[Objection]:
    """Why these events cannot have happened in the order of their moments: two pauses at once, a resume of nothing."""
    is_paused = False
    for event in sorted(happenings, key=lambda event: event.at):
        if event.at < started_at:
            return [Objection("clocks.before_start", {"started_at": started_at})]
        if event.kind == "paused" and is_paused:
            return [Objection("clocks.already_paused", {"at": event.at})]
        if event.kind == "resumed" and not is_paused:
            return [Objection("clocks.not_paused", {"at": event.at})]
        is_paused = event.kind == "paused"
    return []


@dataclass(frozen=True)
class Planned:
    """A step and when it is due to fire."""

    step: str
    fire_at: datetime.datetime
    is_skipped: bool = False


def plan(
    hours: OpenHours,
    policy: Policy,
    due_at: datetime.datetime | None,
    *,
    now: datetime.datetime,
    not_before: datetime.datetime,
    started_at: datetime.datetime,
    has_fired: frozenset[str] = frozenset(),
) -> list[Planned]:
    """The steps of a new deadline. What lies ahead is planned; what has passed is caught up with once, if it has not fired
    under an earlier deadline and is not older than `not_before`; the rest is skipped, and so is a reminder from before the start.
    A repeated step goes on in the future.
    """
    found = []
    for planned in ladder(hours, policy, due_at):
        is_overtaken = due_at is not None and planned.fire_at < min(started_at, due_at)
        is_caught_up = planned.fire_at >= not_before and planned.step not in has_fired and not is_overtaken
        if planned.fire_at > now or is_caught_up:
            found.append(planned)
            continue
        found.append(replace(planned, is_skipped=True))
        step = next(step for step in policy.ladder if step.key == planned.step)
        again = next_time(step, 1, planned.fire_at, now)
        found += [again] if again else []
    return found


def next_time(
    step: LadderStep, number: int, fire_at: datetime.datetime, now: datetime.datetime
) -> Planned | None:
    """When a step that fired for the n-th time fires again: the next time that lies ahead; None when it does not."""
    if not step.every:
        return None
    every = datetime.timedelta(seconds=step.every)
    passed = max((now - fire_at) // every, 0) + 1
    if number + passed > step.most:
        return None
    return Planned(f"{step.key}.{number + passed}", fire_at + passed * every)


def ladder(hours: OpenHours, policy: Policy, due_at: datetime.datetime | None) -> list[Planned]:
    """The steps of a deadline in order; none while there is no deadline. Of a repeated step the first time.

    A step at the deadline comes a second after it: the deadline itself is still in time.
    """
    if due_at is None:
        return []
    found = []
    for step in policy.ladder:
        if step.offset < 0:
            fire_at = rules.before(hours, policy.allowance, due_at, -step.offset)
        else:
            fire_at = (
                rules.after(hours, policy.allowance, due_at, step.offset)
                if step.offset
                else due_at + rules.SECOND
            )
        found.append(Planned(step.key, fire_at))
    return sorted(found, key=lambda planned: planned.fire_at)
