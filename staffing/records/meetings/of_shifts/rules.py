"""When the meetings of a shift are, who keeps their minutes, when these are overdue. Plain Python.

Sources: domain §9.3, §12 (S0-17, S2E-16, S2E-18…20).
"""

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass

PRE, POST = "pre_shift", "post_shift"
SHIFT_LEADER, GROUP_LEADER, DIRECTOR = "shift_leader", "group_leader", "director"
Span = tuple[datetime.datetime, datetime.datetime]


@dataclass(frozen=True)
class MeetingPolicy:
    """Rulebook: meeting.of_shifts, meeting.pre_shift_minutes, meeting.post_shift_minutes, meeting.shift_keeper; spans."""

    kinds: frozenset[str] = frozenset({PRE, POST})
    before: datetime.timedelta = datetime.timedelta(minutes=10)
    after: datetime.timedelta = datetime.timedelta(minutes=10)
    minutes_due: datetime.timedelta = datetime.timedelta(minutes=60)
    keeper: str = SHIFT_LEADER


@dataclass(frozen=True)
class TeamShift:
    """One shift code of a team on a day: from the first start to the last end, with its people (employee ids)."""

    team: int
    on: datetime.date
    code: str
    start: datetime.datetime
    end: datetime.datetime
    people: frozenset[int]


@dataclass(frozen=True)
class Leader:
    """Who could keep the minutes."""

    employee: int
    post: str
    team: int | None


def spans(shift: TeamShift, policy: MeetingPolicy) -> dict[str, Span]:
    """When the meetings of a shift are, by kind: the one before ends as the shift begins, the one after begins as it ends."""
    found = {
        PRE: (shift.start - policy.before, shift.start),
        POST: (shift.end, shift.end + policy.after),
    }
    return {kind: span for kind, span in found.items() if kind in policy.kinds}


def keeper(
    shift: TeamShift, leaders: Sequence[Leader], at_work: Collection[int], policy: MeetingPolicy
) -> int | None:
    """Who keeps the minutes: the rulebook's post before the other one, somebody of the shift before somebody of the team,
    before somebody at work elsewhere (`at_work`: employee ids), before the director; None where there is nobody at all."""
    order = [policy.keeper, GROUP_LEADER if policy.keeper == SHIFT_LEADER else SHIFT_LEADER]

    def rank(one: Leader) -> tuple[int, int, int] | None:
        if one.post == DIRECTOR:
            return 4, 0, one.employee
        if one.post not in order:
            return None
        place = order.index(one.post)
        if one.employee in shift.people:
            return place * 2, 0, one.employee
        if one.team == shift.team:
            return place * 2, 1, one.employee
        return (3, place, one.employee) if one.employee in at_work and one.post == SHIFT_LEADER else None

    ranked = sorted(found for one in leaders if (found := rank(one)) is not None)
    return ranked[0][2] if ranked else None


def is_overdue(ends_at: datetime.datetime, policy: MeetingPolicy, now: datetime.datetime) -> bool:
    """Whether the minutes should have been there."""
    return now > ends_at + policy.minutes_due
