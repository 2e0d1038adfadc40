"""From a kind and the rulebook to a policy: the values that hold at a site on a day."""

import datetime
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from callcenter.clocks import rules
from callcenter.clocks.kinds import ClockKind, Step, When, seconds_of
from callcenter.clocks.policy import CitedRule, LadderStep, Policy
from callcenter.clocks.rules import Allowance, Unit
from callcenter.objections import Objection, RuleViolation
from callcenter.people.models import Site
from callcenter.rulebook import registry
from callcenter.rulebook.kinds import to_json
from callcenter.rulebook.values import value


def policy_of(
    kind: ClockKind, site: Site, on: datetime.date, *, due_at: datetime.datetime | None = None
) -> Policy:
    """What the rulebook promises for a clock of that kind at the site on the day; `due_at` for Unit.MOMENT.

    RuleViolation when the duration is not positive.
    """
    allowance = _allowance(kind, site, on, due_at)
    if found := rules.allowance_faults(allowance):
        raise RuleViolation(
            [
                Objection(fault.code, fault.figures, rules=(kind.amount,) * bool(kind.amount))
                for fault in found
            ]
        )
    may_pause = bool(kind.pause_allowed) and bool(value(kind.pause_allowed, site, on=on))
    return Policy(
        allowance=allowance,
        ladder=tuple(_step(step, site, on) for step in kind.ladder),
        may_pause=may_pause and kind.unit is not Unit.MOMENT,
        pause_cap=_seconds(kind.pause_cap, site, on) if kind.pause_cap else None,
        on=on,
        cited=tuple(_cited(key, site, on) for key in kind.rule_keys),
    )


def policies_of(
    kind: ClockKind,
    site: Site,
    starts: Sequence[tuple[datetime.datetime, datetime.datetime | None]],
) -> list[Policy]:
    """The same for many starts, each a moment and a `due_at`: the rulebook is asked once for each day."""
    of_day: dict[datetime.date, Policy] = {}
    found = []
    for at, due_at in starts:
        on = at.astimezone(site.zone).date()
        allowance = None
        if kind.unit is Unit.MOMENT or due_at is not None:
            allowance = _allowance(kind, site, on, due_at)
        if on not in of_day:
            of_day[on] = policy_of(kind, site, on, due_at=due_at)
        found.append(replace(of_day[on], allowance=allowance) if allowance else of_day[on])
    return found


def _allowance(kind: ClockKind, site: Site, on: datetime.date, due_at: datetime.datetime | None) -> Allowance:
    if kind.unit is Unit.MOMENT:
        if due_at is None:
            raise ValueError(f"a clock of the kind {kind.key!r} is started with due_at")
        return Allowance(Unit.MOMENT, rules.to_instant(due_at))
    if due_at is not None:
        raise ValueError(f"a clock of the kind {kind.key!r} works its deadline out itself")
    if kind.unit in (Unit.WORKING_DAYS, Unit.CALENDAR_DAYS):
        amount = value(kind.amount, site, on=on)
        days = amount.days if isinstance(amount, datetime.timedelta) else int(amount)
        return Allowance(kind.unit, days, kind.day_end)
    return Allowance(kind.unit, _seconds(kind.amount, site, on))


def _step(step: Step, site: Site, on: datetime.date) -> LadderStep:
    offset = _seconds(step.offset, site, on) if step.offset else 0
    every = _seconds(step.every, site, on) if step.every else 0
    return LadderStep(
        step.key, -offset if step.when is When.BEFORE else offset, every, step.most if every else 1
    )


def _seconds(key: str, site: Site, on: datetime.date) -> int:
    return seconds_of(value(key, site, on=on), registry.get(key).unit)


def _cited(key: str, site: Site, on: datetime.date) -> CitedRule:
    stored: Any = to_json(registry.get(key).kind, value(key, site, on=on))
    return CitedRule(key, stored)
