"""With whom a shift could be swapped: who qualifies, for which shift of theirs, and why the others do not."""

import datetime
from dataclasses import dataclass, field

from callcenter.objections import Objection
from callcenter.people.models import Employee, TeamMembership
from callcenter.rulebook.values import value
from staffing.roster.duties import Duty
from staffing.roster.models import Assignment
from staffing.shifts.models import ShiftType
from staffing.swaps import rules
from staffing.swaps.models import SwapShift
from staffing.swaps.rules import Shift
from staffing.swaps.situation import Situation, gather, swap_of

LOOKED_AT = 6  # shifts of one colleague that are checked, the nearest first
ANY = "-"  # a reason is given later


@dataclass
class Candidate:
    """A colleague: the shifts that could be taken in return, or everything that speaks against a swap."""

    employee: Employee
    is_own_team: bool
    options: list[Duty] = field(default_factory=list)
    objections: list[Objection] = field(default_factory=list)

    @property
    def qualifies(self) -> bool:
        return bool(self.options)

    @property
    def best(self) -> Duty | None:
        return self.options[0] if self.options else None


def candidates(mine: Assignment, *, at: datetime.datetime) -> list[Candidate]:
    """Colleagues of the department for this shift, the best first; constant queries, however many there are.

    Each one's shifts within swap.candidate_days are looked at, the nearest six. Best: who qualifies, then the own team, the
    same day before others, like skills, name.
    """
    site = mine.site
    colleagues = _colleagues(mine)
    reach = datetime.timedelta(days=value("swap.candidate_days", site, on=site.today()))
    days = {mine.on - reach, mine.on, mine.on + reach}
    where = gather(site, {mine.employee_id, *colleagues}, days, on=site.today())
    kinds = {kind.code: kind for kind in ShiftType.objects.filter(site=site)}
    held = set(SwapShift.objects.filter(is_open=True, swap__site=site).values_list("assignment", flat=True))
    looked = Look(mine, where, kinds, held, reach, at)
    me = where.people[mine.employee_id]
    found = [_candidate(looked, row) for row in colleagues.values()]
    return sorted(found, key=lambda one: _rank(one, mine, me.skill_level))


@dataclass(frozen=True)
class Look:
    """One look through the colleagues: the shift, everything around it, the kinds of shifts, those other swaps hold."""

    mine: Assignment
    where: Situation
    kinds: dict[str, ShiftType]
    held: set[int]
    reach: datetime.timedelta
    at: datetime.datetime
    known: dict[tuple[object, ...], list[Objection]] = field(default_factory=dict)

    def own_side(self, swap: rules.Swap) -> list[Objection]:
        """What one's own rest and hours say to a shift: the same for everybody who has one of those times."""
        takes = swap.takes.duty
        key = (takes.on, takes.starts_at, takes.ends_at, takes.is_night, takes.segments)
        if key not in self.known:
            self.known[key] = rules.taking(swap.requester, [swap.gives.duty], swap.takes, self.where.roster)
        return self.known[key]

    def counterparts_side(self, swap: rules.Swap) -> list[Objection]:
        """What the colleague's rest and hours say."""
        return rules.taking(swap.counterpart, [swap.takes.duty], swap.gives, self.where.roster)

    def shifts_of(self, employee_id: int) -> list[Duty]:
        """Their shifts in reach that have not begun, the nearest first."""
        mine = self.mine
        found = [
            each
            for each in self.where.people[employee_id].duties
            if not each.is_overtime and abs(each.on - mine.on) <= self.reach and each.starts_at > self.at
        ]
        return sorted(found, key=lambda each: (abs((each.on - mine.on).days), each.starts_at))

    def shift(self, duty: Duty) -> Shift:
        """A duty as a swap takes it."""
        kind = self.kinds.get(duty.code)
        return Shift(
            duty,
            is_holiday=self.where.calendar.plan(duty.on).is_holiday,
            skill_needed=kind.skill_level if kind else 1,
            is_live=kind.is_live if kind else True,
        )


def _colleagues(mine: Assignment) -> dict[int, TeamMembership]:
    """Who is in a team of the shift's department on its day, but for its owner."""
    department = mine.roster.department_id
    rows = TeamMembership.objects.filter(team__department=department, period__contains=mine.on)
    rows = rows.exclude(employee=mine.employee_id).select_related("employee")
    return {row.employee_id: row for row in rows if row.employee.is_employed(mine.on)}


def _candidate(look: Look, row: TeamMembership) -> Candidate:
    one = Candidate(row.employee, row.team_id == look.mine.team_id)
    one.objections = _about_the_person(look.mine, row.employee_id, look.where)
    if one.objections:
        return one
    theirs = look.shifts_of(row.employee_id)
    if not theirs:
        one.objections = [Objection("swaps.no_shift", {"name": str(row.employee)})]
        return one
    refused: list[tuple[list[Objection], rules.Swap | None]] = []
    for duty in theirs[:LOOKED_AT]:
        swap = _swap(look, row.employee_id, duty)
        found = _about_the_pair(look, swap)
        rested = [] if found else look.counterparts_side(swap)
        if found or rested:
            refused.append((found or rested, swap if found else None))
        else:
            one.options.append(duty)
    if not one.options:
        why, swap_refused = min(refused, key=lambda each: len(each[0]))
        one.objections = why if swap_refused is None else [*why, *look.counterparts_side(swap_refused)]
    return one


def _about_the_person(mine: Assignment, employee_id: int, where: Situation) -> list[Objection]:
    """What speaks against this colleague whichever shift they give."""
    me, person = where.people[mine.employee_id], where.people[employee_id]
    gives = where.shift(mine, mine.employee_id)
    found = rules.comparable(me, person, where.policy) + rules.skilled(person, gives)
    found += rules.unfinished(person) + rules.on_leave(person, gives)
    if where.policy.count_counterparty:
        found += rules.per_month(person, where.policy)
    return found


def _swap(look: Look, employee_id: int, duty: Duty) -> rules.Swap:
    people = look.where.people
    mine = look.where.shift(look.mine, look.mine.employee_id)
    moves = {look.mine.pk: employee_id, duty.pk or 0: look.mine.employee_id}
    return rules.Swap(
        people[look.mine.employee_id],
        mine,
        people[employee_id],
        look.shift(duty),
        ANY,
        look.at,
        tuple(look.where.leading.left_alone(moves)),
    )


def _about_the_pair(look: Look, swap: rules.Swap) -> list[Objection]:
    """What speaks against this shift of theirs, but for their own rest and hours: asked last, of what is left."""
    found = [
        each
        for some in rules.checks_but_roster(swap, look.where.policy, at=look.at).values()
        for each in some
    ]
    found += look.own_side(swap)
    if {look.mine.pk, swap.takes.duty.pk} & look.held:
        found.append(Objection("swaps.taken_already"))
    return found


def return_days(
    mine: Assignment, theirs: Assignment, *, at: datetime.datetime
) -> list[tuple[Assignment, Assignment]]:
    """The later days on which two shifts of one day could be returned: one's own shift and the colleague's, both standing.

    Nothing for shifts of two days, where the later is the return. Constant queries.
    """
    if mine.on != theirs.on:
        return []
    site, people = mine.site, {mine.employee_id, theirs.employee_id}
    last = mine.on + datetime.timedelta(days=value("swap.candidate_days", site, on=site.today()))
    rows = Assignment.objects.published().filter(
        employee__in=people, on__gt=mine.on, on__lte=last, starts_at__gt=at, shift_type__isnull=False
    )
    rows = rows.exclude(pk__in=SwapShift.objects.filter(is_open=True, swap__site=site).values("assignment"))
    by_day: dict[datetime.date, dict[int, Assignment]] = {}
    for row in rows.select_related("site", "shift_type", "employee").order_by("starts_at"):
        by_day.setdefault(row.on, {})[row.employee_id] = row
    both = [(own[mine.employee_id], own[theirs.employee_id]) for own in by_day.values() if len(own) == 2]
    where = gather(site, people, {mine.on, last}, on=site.today())

    def against(back: tuple[Assignment, Assignment] | None) -> list[Objection]:
        swap = swap_of(
            where,
            mine,
            theirs,
            requester_id=mine.employee_id,
            counterpart_id=theirs.employee_id,
            reason=ANY,
            asked_at=at,
            back=back,
        )
        return rules.objections(swap, where.policy, where.roster, at=at)

    without = against(None)
    return [back for back in both if against(back) == without]


def own_objections(mine: Assignment, *, at: datetime.datetime) -> list[Objection]:
    """What speaks against swapping this shift at all, with whomever: said before colleagues are looked through."""
    where = gather(mine.site, {mine.employee_id}, {mine.on}, on=mine.site.today())
    me, shift = where.people[mine.employee_id], where.shift(mine, mine.employee_id)
    found = rules.per_month(me, where.policy) + rules.unfinished(me) + rules.on_holiday(shift)
    found += rules.on_leave(me, shift)
    found += rules.notice(mine.starts_at, where.policy.min_notice, at)
    if SwapShift.objects.filter(is_open=True, assignment=mine).exists():
        found.append(Objection("swaps.taken_already"))
    return found


def _rank(one: Candidate, mine: Assignment, skill: int) -> tuple[object, ...]:
    far = abs((one.best.on - mine.on).days) if one.best else len(one.objections)
    level = abs(one.employee.skill_level - skill)
    return not one.qualifies, not one.is_own_team, far, level, one.employee.number
