"""What pages and programs show of a clock: its bar, its days, its rules."""

import datetime
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Count, Q
from django.utils import timezone

from callcenter.access.permissions import Actor
from callcenter.clocks import derivation, rules, wording
from callcenter.clocks.explanation import Explanation, explain
from callcenter.clocks.models import Clock, ClockQuerySet, Rung, RungState
from callcenter.clocks.rules import Pause, Unit, Used
from callcenter.people.models import Site
from callcenter.rulebook import registry
from callcenter.rulebook import wording as rulebook_wording
from callcenter.rulebook.citations import Citation, cite
from callcenter.rulebook.kinds import from_json
from callcenter.rulebook.values import value

SOON = "clocks.soon_hours"


def soon(site: Site | None) -> datetime.timedelta:
    """How long before a deadline it is shown as due soon."""
    return datetime.timedelta(hours=value(SOON, site))


@dataclass(frozen=True)
class Tick:
    """A step on the bar: `at` in thousandths of its width."""

    at: int
    title: str
    moment: datetime.datetime
    state: str


@dataclass(frozen=True)
class Bar:
    """A clock as a thin bar. `used` in thousandths of the allowance; past the deadline the bar is full and `tone` is late."""

    words: str
    exact: datetime.datetime | None
    used: int
    used_words: str
    left_words: str
    tone: str  # late, soon, paused, done or ""
    ticks: list[Tick] = field(default_factory=list)


class ClockFacts:
    """One clock with what its page needs, each read once."""

    def __init__(self, clock: Clock, now: datetime.datetime | None = None) -> None:
        self.clock = clock
        self.now = now or timezone.now()
        self.policy = clock.policy

    @cached_property
    def pauses(self) -> list[Pause]:
        return derivation.pauses(self.clock)

    @cached_property
    def rungs(self) -> list[Rung]:
        """Every step under every deadline that it had, as planned."""
        found = list(Rung.objects.filter(clock=self.clock).order_by("fire_at", "id"))
        for rung in found:
            rung.clock = self.clock
        return found

    @cached_property
    def steps(self) -> list[Rung]:
        """The steps that were taken or stand under the deadline as it is."""
        return [
            rung for rung in self.rungs if rung.epoch == self.clock.epoch or rung.state == RungState.FIRED
        ]

    @cached_property
    def used(self) -> Used:
        """Seconds from the start until now, or until it stopped."""
        return rules.used(
            self.clock.calendar.open_hours,
            self.policy.allowance,
            self.clock.started_at,
            self.clock.stopped_at or max(self.now, self.clock.started_at),
            self.pauses,
        )

    @cached_property
    def allowed(self) -> int:
        """Seconds from the start to the deadline, net of pauses, as `used` counts them."""
        if self.policy.allowance.unit in (Unit.OPEN_TIME, Unit.ROUND_THE_CLOCK):
            return self.policy.allowance.amount
        due_at = self.clock.due_at or self.now
        return rules.used(
            self.clock.calendar.open_hours, self.policy.allowance, self.clock.started_at, due_at, self.pauses
        ).net

    @cached_property
    def explanation(self) -> Explanation:
        return explain(
            self.clock.calendar.open_hours,
            self.policy.allowance,
            self.clock.started_at,
            self.pauses,
            now=self.clock.stopped_at or self.now,
        )

    @cached_property
    def bar(self) -> Bar:
        left = self.allowed - self.used.net
        is_late = self.clock.is_overdue(self.now)
        allowance = self.policy.allowance
        return Bar(
            words=wording.due(self.clock, self.now),
            exact=self.clock.due_at,
            used=1000 if is_late else self._share(self.used.net),
            used_words=wording.length(allowance, self.used.net),
            left_words=""
            if is_late or not self.clock.is_running
            else wording.length(allowance, max(left, 0)),
            tone=self._tone(),
            ticks=self._ticks(),
        )

    def _tone(self) -> str:
        if self.clock.is_overdue(self.now):
            return "late"
        if not self.clock.is_running:
            return "done"
        if self.clock.is_paused(self.now):
            return "paused"
        is_soon = self.clock.due_at is not None and self.clock.due_at - self.now <= soon(self.clock.site)
        return "soon" if is_soon else ""

    def _share(self, seconds: int) -> int:
        return min(max(round(1000 * seconds / self.allowed), 0), 1000) if self.allowed > 0 else 1000

    def _ticks(self) -> list[Tick]:
        """The steps before the deadline, where they stand on the bar; the deadline itself is its end."""
        due_at = self.clock.due_at
        if due_at is None:
            return []
        hours, allowance = self.clock.calendar.open_hours, self.policy.allowance
        found = []
        for rung in self.rungs:
            if rung.epoch != self.clock.epoch or not self.clock.started_at < rung.fire_at < due_at:
                continue
            net = rules.used(hours, allowance, self.clock.started_at, rung.fire_at, self.pauses).net
            found.append(Tick(self._share(net), rung.title, rung.fire_at, rung.state))
        return found

    @cached_property
    def citations(self) -> list["Cited"]:
        """The rules that it rests on, with the values that they had when it was started or last worked out anew."""
        return [
            Cited(_said(rule.key, rule.value), cite(rule.key, self.clock.site))
            for rule in self.policy.cited
            if rule.key in {known.key for known in registry.all_rules()}
        ]


@dataclass(frozen=True)
class Cited:
    """A rule as it was for the clock, and as it is today."""

    sentence: str
    today: Citation

    @property
    def has_changed(self) -> bool:
        return self.sentence != self.today.sentence


def _said(key: str, stored: object) -> str:
    rule = registry.get(key)
    return rulebook_wording.sentence(rule, from_json(rule.kind, stored))


@dataclass(frozen=True)
class DueCounts:
    """How many running deadlines are overdue, due soon, and running at all."""

    overdue: int
    soon: int
    running: int


def seen_by(user: Actor) -> ClockQuerySet:
    """The clocks that the user may see, with what lists show."""
    return Clock.objects.visible_to(user).select_related("site", "owner__employee")


def counts(clocks: ClockQuerySet, within: datetime.timedelta, now: datetime.datetime) -> DueCounts:
    """One query over these clocks."""
    found = clocks.running().aggregate(
        overdue=Count("pk", filter=Q(due_at__lt=now)),
        soon=Count("pk", filter=Q(due_at__gte=now, due_at__lte=now + within)),
        running=Count("pk"),
    )
    return DueCounts(**found)
