"""May these two swap, may this person take that shift? Plain Python: facts in, every objection out (domain §4.5, S2E-31…38)."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from callcenter.objections import Objection
from staffing.roster.duties import Duty
from staffing.roster.limits import Policy, Weight
from staffing.roster.rules import Finding, findings

AROUND = datetime.timedelta(days=7)  # how far a moved shift reaches: a week's hours, a rest day in seven
NEXT_DAY = datetime.timedelta(days=1)


class Point(StrEnum):
    """The check list of §4.5, in its order."""

    REASON = "reason"
    BOTH_CONFIRM = "both_confirm"
    BOTH_LEADERS = "both_leaders"
    PER_MONTH = "per_month"
    UNFINISHED = "unfinished"
    ROSTER = "roster"
    COMPARABLE = "comparable"
    HOLIDAY = "holiday"
    LEAVE = "leave"
    COVERAGE = "coverage"
    NOTICE = "notice"
    STANDING = "standing"  # beside the list: the shifts are still there and theirs


@dataclass(frozen=True, slots=True)
class SwapPolicy:
    """The rulebook's swap.* of the day: swaps a month, whether the counterpart's count, levels apart, notice, coverage."""

    max_per_month: int = 2
    count_counterparty: bool = False
    skill_level_tolerance: int = 1
    min_notice: datetime.timedelta = datetime.timedelta(hours=24)
    coverage: Weight = Weight.BLOCK


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with the duties around the days in question and what stands in the way.

    `away`: spans [start, end) of leave, approved or asked for. `swaps_in_month`: those that count in the month of the
    earlier shift, without this one. `unfinished`: number of an earlier swap not yet worked and returned, "" without.
    """

    employee_id: int
    name: str
    job_type: str = "inbound"
    skill_level: int = 1
    duties: tuple[Duty, ...] = ()
    away: tuple[tuple[datetime.datetime, datetime.datetime], ...] = ()
    swaps_in_month: int = 0
    unfinished: str = ""
    is_employed: bool = True
    needs_induction: bool = False  # new and not yet past it: no live contacts


@dataclass(frozen=True, slots=True)
class Shift:
    """A shift that is to change hands. `is_standing` False: it is no longer published, or no longer its giver's."""

    duty: Duty
    is_holiday: bool = False
    skill_needed: int = 1
    is_live: bool = True
    is_standing: bool = True


@dataclass(frozen=True, slots=True)
class Swap:
    """The requester gives `gives` and takes `takes`, the counterpart the other way round.

    `leaderless`: shifts, as (day, code), that would be left without a shift leader and are not now. `back`: the exchange of a
    separate return day, of the same two as they are after this one.
    """

    requester: Person
    gives: Shift
    counterpart: Person
    takes: Shift
    reason: str
    asked_at: datetime.datetime
    leaderless: tuple[tuple[datetime.date, str], ...] = ()
    back: "Swap | None" = None

    @property
    def starts_at(self) -> datetime.datetime:
        """When the earlier of the two begins."""
        return min(self.gives.duty.starts_at, self.takes.duty.starts_at)


class Words:
    """The sentence of an objection within another one, in the reader's language."""

    def __init__(self, objection: Objection) -> None:
        self.objection = objection

    def __str__(self) -> str:
        return self.objection.sentence

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Words) and self.objection == other.objection

    def __hash__(self) -> int:
        return hash(self.objection.code)


Checks = dict[Point, list[Objection]]


def objections(swap: Swap, policy: SwapPolicy, roster: Policy, *, at: datetime.datetime) -> list[Objection]:
    """Every reason against the swap, in the order of the check list; empty means go ahead. Confirmations come later."""
    return [each for found in checks(swap, policy, roster, at=at).values() for each in found]


def checks(swap: Swap, policy: SwapPolicy, roster: Policy, *, at: datetime.datetime) -> Checks:
    """The objections of each point of the list; the two points of consent are whoever decides' own."""
    found = checks_but_roster(swap, policy, at=at)
    found[Point.ROSTER] = [
        *taking(swap.requester, [swap.gives.duty], swap.takes, roster),
        *taking(swap.counterpart, [swap.takes.duty], swap.gives, roster),
    ]
    if swap.back is not None:
        for point, more in checks(swap.back, policy, roster, at=at).items():
            found[point] += [each for each in more if each not in found[point]]
    return found


def after_exchange(person: Person, gives: Duty, takes: Duty) -> Person:
    """The person as an exchange leaves them."""
    kept = [each for each in person.duties if each.pk != gives.pk]
    return replace(person, duties=tuple(sorted([*kept, takes], key=lambda each: each.starts_at)))


def checks_but_roster(swap: Swap, policy: SwapPolicy, *, at: datetime.datetime) -> Checks:
    """The same without rest, hours and days in a row, which cost the most to look at: that point is empty."""
    one, two = swap.requester, swap.counterpart
    return {
        Point.STANDING: _standing(swap, at),
        Point.REASON: [] if swap.reason.strip() else [_rule("reason_needed", field="reason")],
        Point.PER_MONTH: per_month(one, policy)
        + (per_month(two, policy) if policy.count_counterparty else []),
        Point.UNFINISHED: [
            *unfinished(one),
            *unfinished(two),
            *adjacent(one, [swap.gives.duty], swap.takes.duty),
            *adjacent(two, [swap.takes.duty], swap.gives.duty),
        ],
        Point.ROSTER: [],
        Point.COMPARABLE: comparable(one, two, policy) + skilled(one, swap.takes) + skilled(two, swap.gives),
        Point.HOLIDAY: [*on_holiday(swap.gives), *on_holiday(swap.takes)],
        Point.LEAVE: [
            found
            for person in (one, two)
            for shift in (swap.gives, swap.takes)
            for found in on_leave(person, shift)
        ],
        Point.COVERAGE: led(swap.leaderless) if policy.coverage is Weight.BLOCK else [],
        Point.NOTICE: notice(swap.starts_at, policy.min_notice, swap.asked_at),
    }


def warnings(swap: Swap, policy: SwapPolicy) -> list[Objection]:
    """What is shown and refuses nothing, by the rulebook."""
    lost = (*swap.leaderless, *(swap.back.leaderless if swap.back else ()))
    return led(lost) if policy.coverage is Weight.WARN else []


def led(leaderless: Sequence[tuple[datetime.date, str]]) -> list[Objection]:
    """A shift leader in every shift (domain §4.2): those that would lose theirs."""
    return [_rule("no_leader", {"on": on, "code": code}, "swap.check_coverage") for on, code in leaderless]


def _rule(code: str, figures: dict[str, object] | None = None, *rules: str, field: str = "") -> Objection:
    return Objection(f"swaps.{code}", figures or {}, field, rules)


def _standing(swap: Swap, at: datetime.datetime) -> list[Objection]:
    found = []
    if swap.requester.employee_id == swap.counterpart.employee_id:
        found.append(_rule("with_oneself"))
    for person in (swap.requester, swap.counterpart):
        if not person.is_employed:
            found.append(_rule("not_employed", {"name": person.name}))
    for person, shift in ((swap.requester, swap.gives), (swap.counterpart, swap.takes)):
        if not shift.is_standing:
            found.append(_rule("shift_is_gone", {"name": person.name, "on": shift.duty.on}))
        elif shift.duty.is_overtime:
            found.append(_rule("overtime_stays", {"on": shift.duty.on}))
    if swap.starts_at <= at:
        found.append(_rule("has_started", {"at": swap.starts_at}))
    same = swap.gives.duty.starts_at, swap.gives.duty.ends_at
    if same == (swap.takes.duty.starts_at, swap.takes.duty.ends_at):
        found.append(_rule("same_times", {"on": swap.gives.duty.on}))
    return found


def per_month(person: Person, policy: SwapPolicy) -> list[Objection]:
    """Fewer swaps so far this month than the rulebook allows; a swap and its return are one (S2E-33, A10)."""
    if person.swaps_in_month < policy.max_per_month:
        return []
    figures = {"name": person.name, "count": person.swaps_in_month, "most": policy.max_per_month}
    return [_rule("too_many", figures, "swap.max_per_month", "swap.count_counterparty")]


def unfinished(person: Person) -> list[Objection]:
    """No new swap before an earlier one is worked and returned (S2E-33, A8)."""
    if not person.unfinished:
        return []
    return [_rule("unfinished", {"name": person.name, "number": person.unfinished})]


def adjacent(person: Person, gives: Sequence[Duty], takes: Duty) -> list[Objection]:
    """No swapped shift on the day before, the day itself or the day after another swapped shift (A8)."""
    gone = {each.pk for each in gives}
    near = [
        each.on
        for each in person.duties
        if each.is_swapped and each.pk not in gone and abs(each.on - takes.on) <= NEXT_DAY
    ]
    return [_rule("adjacent", {"name": person.name, "on": takes.on, "other": on}) for on in near]


def taking(person: Person, gives: Sequence[Duty], takes: Shift, roster: Policy) -> list[Objection]:
    """Why the person may not work `takes` in the place of `gives`: somewhere else already, rest, hours, days in a row."""
    gone = {each.pk for each in gives}
    rest = tuple(each for each in person.duties if each.pk not in gone)
    duty, found = takes.duty, []
    for other in rest:
        if other.starts_at < duty.ends_at and duty.starts_at < other.ends_at:
            found.append(_rule("works_then", {"name": person.name, "on": duty.on, "at": other.starts_at}))
        elif other.on == duty.on and not other.is_overtime and not duty.is_overtime:
            found.append(_rule("works_that_day", {"name": person.name, "on": duty.on}))
    if found:  # the roster's checks mean little where two shifts stand on each other
        return found
    days = [duty.on, *(each.on for each in gives)]
    return [
        _rule("would_break", {"name": person.name, "reason": Words(each.objection)}, *each.objection.rules)
        for each in new_findings(person.duties, (*rest, duty), roster, days)
        if each.blocks
    ]


def new_findings(
    before: Sequence[Duty], after: Sequence[Duty], roster: Policy, days: Sequence[datetime.date]
) -> list[Finding]:
    """What the roster's checks find after the change and did not find before it.

    Only duties that the checks of these days can reach are looked at: weeks and runs before them, with new overtime the
    whole month.
    """
    window = {"first": min(days) - AROUND, "last": max(days) + AROUND}
    run = max(roster.max_days, roster.max_nights, roster.rest_day_every)
    since = window["first"] - AROUND - run * NEXT_DAY
    if any(each.is_overtime and each not in before for each in after):
        since = min(since, min(days).replace(day=1))
    until = window["last"] + AROUND
    found = findings([each for each in after if since <= each.on <= until], roster, **window)
    if not found:
        return []
    near = [each for each in before if since <= each.on <= until]
    known = [(each.on, each.objection) for each in findings(near, roster, **window)]
    return [each for each in found if (each.on, each.objection) not in known]


def comparable(one: Person, two: Person, policy: SwapPolicy) -> list[Objection]:
    """The same job type, and skills not further apart than the rulebook says (S2E-34)."""
    found = []
    if one.job_type != two.job_type:
        found.append(_rule("other_job", {"name": two.name, "other": one.name}))
    if abs(one.skill_level - two.skill_level) > policy.skill_level_tolerance:
        figures = {
            "name": two.name,
            "level": two.skill_level,
            "other": one.name,
            "own": one.skill_level,
            "most": policy.skill_level_tolerance,
        }
        found.append(_rule("skills_apart", figures, "swap.skill_level_tolerance"))
    return found


def skilled(person: Person, shift: Shift) -> list[Objection]:
    """The shift's own level is reached, and induction is passed where it takes live contacts."""
    found = []
    if person.skill_level < shift.skill_needed:
        figures = {"name": person.name, "level": person.skill_level, "needed": shift.skill_needed}
        found.append(_rule("not_skilled", figures))
    if person.needs_induction and shift.is_live:
        found.append(_rule("not_inducted", {"name": person.name}, "roster.new_staff_days"))
    return found


def on_holiday(shift: Shift) -> list[Objection]:
    """Nobody swaps out of or into duty on a holiday (S2E-38, A13); the day is the one that the shift belongs to."""
    return [_rule("holiday", {"on": shift.duty.on})] if shift.is_holiday else []


def on_leave(person: Person, shift: Shift) -> list[Objection]:
    """Nobody has leave on the shifts, approved or asked for (S2E-36)."""
    duty = shift.duty
    if any(start < duty.ends_at and duty.starts_at < end for start, end in person.away):
        return [_rule("on_leave", {"name": person.name, "on": duty.on})]
    return []


def notice(
    starts_at: datetime.datetime, least: datetime.timedelta, asked_at: datetime.datetime
) -> list[Objection]:
    """Asked early enough before the earlier shift; exactly at the limit is in time."""
    if starts_at - asked_at >= least:
        return []
    figures = {"hours": int(least.total_seconds() // 3600), "at": starts_at}
    return [_rule("too_late", figures, "swap.min_notice_hours")]
