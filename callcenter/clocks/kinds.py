"""Kinds of clocks, declared by the room whose deadline it is: how long, in what, the steps of the ladder, who hears of them."""

import datetime
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.functional import Promise

from callcenter.clocks.rules import DayEnd, Unit

if TYPE_CHECKING:
    from callcenter.accounts.models import User
    from callcenter.clocks.models import Clock, Rung

Text = str | Promise


class When(StrEnum):
    """Where a step stands from the deadline."""

    BEFORE = "before"
    AT = "at"
    AFTER = "after"


@dataclass(frozen=True)
class Step:
    """One step of a ladder: a key unique in its kind, when it fires, whom it is for.

    `offset`: rulebook key of how long before or after the deadline (a duration, or an integer with unit "min", "hour" or
    "day"), counted in open time where the clock counts open time. `every`: rulebook key of a duration after which it fires again
    and again, round the clock, for as long as the clock runs, at most `most` times. `audience` is passed on to the kind's
    `recipients` by the rung; `notice` is the kind of message, where the one of this room does not do.
    """

    key: str
    title: Text
    when: When = When.AT
    offset: str = ""
    every: str = ""
    most: int = 30
    audience: str = "owner"
    notice: str = ""


Recipients = Callable[[Any, "Rung"], Iterable["User | int"]]


def owner_only(subject: models.Model | None, rung: "Rung") -> Iterable["User | int"]:
    """Whoever answers for the clock; nobody where that is nobody."""
    return [rung.clock.owner_id] if rung.clock.owner_id else []


@dataclass(frozen=True)
class ClockKind:
    """One kind of deadline. `key` is `room.what`; `title` names it: "Decision on a leave"; `sentence` says the rule in words.

    `amount`: rulebook key of the allowance (a duration, or an integer: days for the day units, else by the rule's unit);
    empty for Unit.MOMENT, where `start_clock` is given `due_at`. `pause_allowed` and `pause_cap`: rulebook keys of a boolean and
    of the longest total pause; without the first a clock of this kind never pauses, without the second it may for ever.
    `recipients(subject, rung)` gives the log-ins that a step tells; `rung.clock` and `rung.audience` say more. `may_change(user,
    clock)` widens who may pause and resume beyond the permission matrix. `url(subject)`: where a message leads; the subject's own
    address without it. `follows_rules`: further rulebook keys that its explanation cites. `on_due_moved(subject ids)` is called in
    the transaction of a pause, a resume or a working anew: rooms that keep a copy of the deadline read it again.
    """

    key: str
    title: Text
    sentence: Text
    unit: Unit
    amount: str = ""
    day_end: DayEnd = DayEnd.SAME_TIME
    ladder: tuple[Step, ...] = ()
    pause_allowed: str = ""
    pause_cap: str = ""
    recipients: Recipients = owner_only
    may_change: Callable[["User", "Clock"], bool] | None = None
    url: Callable[[Any], str] | None = None
    follows_rules: tuple[str, ...] = ()
    on_due_moved: Callable[[Collection[int]], None] | None = None

    @property
    def room(self) -> str:
        """The part of the key before the dot."""
        return self.key.partition(".")[0]

    def step(self, key: str) -> Step | None:
        """The step of that key; None where the kind has it no more."""
        return next((step for step in self.ladder if step.key == key), None)

    @property
    def rule_keys(self) -> tuple[str, ...]:
        """Every rulebook key that the kind's clocks rest on, once each."""
        steps = [key for step in self.ladder for key in (step.offset, step.every)]
        keys = [self.amount, self.pause_allowed, self.pause_cap, *steps, *self.follows_rules]
        return tuple(dict.fromkeys(key for key in keys if key))


_kinds: dict[str, ClockKind] = {}


def define(*kinds: ClockKind) -> None:
    """Declare kinds; called in AppConfig.ready(). ValueError for a key that is taken, or a kind that could never be due."""
    for kind in kinds:
        if "." not in kind.key:
            raise ValueError(f"the clock kind {kind.key!r} is not room.what")
        if bool(kind.amount) == (kind.unit is Unit.MOMENT):
            raise ValueError(f"the clock kind {kind.key!r} needs an amount, or is due at a moment")
        if len({step.key for step in kind.ladder}) != len(kind.ladder):
            raise ValueError(f"the clock kind {kind.key!r} has two steps of one key")
        if any("." in step.key for step in kind.ladder):  # "key.2" is the step's second time
            raise ValueError(f"a step of the clock kind {kind.key!r} has a dot in its key")
        if _kinds.setdefault(kind.key, kind) != kind:
            raise ValueError(f"the clock kind {kind.key!r} is declared twice")


def get(key: str) -> ClockKind:
    """The kind of that key; KeyError when no room declares it."""
    return _kinds[key]


def find(key: str) -> ClockKind:
    """The kind of that key, also of a room that is there no more: its clocks stay readable."""
    return _kinds.get(key) or ClockKind(key, key, key, Unit.MOMENT)


def all_kinds() -> Iterator[ClockKind]:
    """Every kind, by key."""
    return (kind for _, kind in sorted(_kinds.items()))


def titles() -> list[tuple[str, str]]:
    """Every kind with its title, sorted as it reads: for filters."""
    return sorted(((kind.key, str(kind.title)) for kind in _kinds.values()), key=lambda pair: pair[1])


def seconds_of(value: Any, unit: str) -> int:
    """A rulebook value as seconds: a timedelta, or an integer of its rule's unit."""
    if isinstance(value, datetime.timedelta):
        return int(value.total_seconds())
    return int(value) * {"s": 1, "min": 60, "hour": 3600, "day": 86_400}[unit]
