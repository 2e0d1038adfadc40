"""With whom a shift could be swapped: who qualifies, for which shift of theirs, and why the others do not."""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field

from callcenter.objections import Objection
from callcenter.people.models import Employee, TeamMembership
from callcenter.rulebook.values import value
from staffing.roster.models import Assignment
from staffing.swaps import rules
from staffing.swaps.models import SwapShift
from staffing.swaps.situation import Situation, gather, swap_of

LOOKED_AT = 6  # shifts of one colleague that are checked, the nearest first
ANY = "-"  # a reason is given later


@dataclass
class Candidate:
    """A colleague: the shifts that could be taken in return, or everything that speaks against a swap."""

    employee: Employee
    is_own_team: bool
    options: list[Assignment] = field(default_factory=list)
    objections: list[Objection] = field(default_factory=list)

    @property
    def qualifies(self) -> bool:
        return bool(self.options)

    @property
    def best(self) -> Assignment | None:
        return self.options[0] if self.options else None


def candidates(mine: Assignment, *, at: datetime.datetime) -> list[Candidate]:
    """Colleagues of the department for this shift, the best first; constant queries, however many there are.

    Each one's shifts within swap.candidate_days are looked at, the nearest six. Best: who qualifies, then the own team, the
    same day before others, like skills, name.
    """
    site = mine.site
    colleagues = _colleagues(mine)
    reach = datetime.timedelta(days=value("swap.candidate_days", site, on=site.today()))
    shifts = _their_shifts(mine, colleagues, reach, at)
    days = {mine.on, *(row.on for rows in shifts.values() for row in rows)}
    where = gather(site, {mine.employee_id, *colleagues}, days, on=site.today())
    pks = [mine.pk, *(row.pk for rows in shifts.values() for row in rows)]
    held = set(
        SwapShift.objects.filter(is_open=True, assignment__in=pks).values_list("assignment", flat=True)
    )
    found = [
        _candidate(mine, row, shifts.get(employee, []), where, held, at)
        for employee, row in colleagues.items()
    ]
    me = where.people[mine.employee_id]
    return sorted(found, key=lambda one: _rank(one, mine, me.skill_level))


def _colleagues(mine: Assignment) -> dict[int, TeamMembership]:
    """Who is in a team of the shift's department on its day, but for its owner."""
    department = mine.roster.department_id
    rows = TeamMembership.objects.filter(team__department=department, period__contains=mine.on)
    rows = rows.exclude(employee=mine.employee_id).select_related("employee")
    return {row.employee_id: row for row in rows if row.employee.is_employed(mine.on)}


def _their_shifts(
    mine: Assignment, colleagues: dict[int, TeamMembership], reach: datetime.timedelta, at: datetime.datetime
) -> dict[int, list[Assignment]]:
    rows = Assignment.objects.published().filter(
        employee__in=colleagues,
        on__gte=mine.on - reach,
        on__lte=mine.on + reach,
        starts_at__gt=at,
        shift_type__isnull=False,
    )
    found: dict[int, list[Assignment]] = defaultdict(list)
    for row in rows.select_related("shift_type", "site"):
        found[row.employee_id].append(row)
    for theirs in found.values():
        theirs.sort(key=lambda row: (abs((row.on - mine.on).days), row.starts_at))
    return found


def _candidate(
    mine: Assignment,
    row: TeamMembership,
    theirs: list[Assignment],
    where: Situation,
    held: set[int],
    at: datetime.datetime,
) -> Candidate:
    one = Candidate(row.employee, row.team_id == mine.team_id)
    one.objections = _about_the_person(mine, row.employee_id, where)
    if one.objections:
        return one
    if not theirs:
        one.objections = [Objection("swaps.no_shift", {"name": str(row.employee)})]
        return one
    refused: list[list[Objection]] = []
    for theirs_one in theirs[:LOOKED_AT]:
        found = _about_the_pair(mine, theirs_one, where, at)
        if {mine.pk, theirs_one.pk} & held:
            found.append(Objection("swaps.taken_already"))
        if found:
            refused.append(found)
        else:
            one.options.append(theirs_one)
    if not one.options:
        one.objections = min(refused, key=len)
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


def _about_the_pair(
    mine: Assignment, theirs: Assignment, where: Situation, at: datetime.datetime
) -> list[Objection]:
    swap = swap_of(
        where,
        mine,
        theirs,
        requester_id=mine.employee_id,
        counterpart_id=theirs.employee_id,
        reason=ANY,
        asked_at=at,
    )
    return rules.objections(swap, where.policy, where.roster, at=at)


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
