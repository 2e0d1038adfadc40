"""Facts about people that decide whether they may be given a shift: employment, team, skill, induction; by day."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from callcenter.objections import Objection
from callcenter.people.models import Department, Employee, Employment, TeamMembership
from staffing.roster.limits import Check, Policy
from staffing.roster.models import Induction
from staffing.shifts.models import ShiftType

Period = tuple[datetime.date, datetime.date | None]  # half-open


@dataclass(frozen=True)
class Person:
    """Somebody with the dated facts that matter to rosters."""

    employee: Employee
    employments: list[Period] = field(default_factory=list)
    teams: list[tuple[Period, int, int]] = field(default_factory=list)  # period, team, department
    inducted_on: datetime.date | None = None

    def hired_on(self, on: datetime.date) -> datetime.date | None:
        """The first day of the employment that holds on that day; None outside of one."""
        return next((start for start, end in self.employments if _holds((start, end), on)), None)

    def place(self, on: datetime.date) -> tuple[int, int] | None:
        """Team and department on that day."""
        return next(((team, dept) for period, team, dept in self.teams if _holds(period, on)), None)

    def needs_induction(self, on: datetime.date, policy: Policy) -> bool:
        """New staff who have not passed induction by that day (rulebook roster.new_staff_days)."""
        if self.inducted_on is not None and self.inducted_on <= on:
            return False
        hired = self.hired_on(on)
        return hired is not None and (on - hired).days < policy.new_staff_days


def _holds(period: Period, on: datetime.date) -> bool:
    start, end = period
    return start <= on and (end is None or on < end)


def persons(employee_ids: Collection[int]) -> dict[int, Person]:
    """The facts of these people; four queries, however many."""
    rows = Employee.objects.filter(pk__in=employee_ids).select_related("site")
    found = {row.pk: Person(row) for row in rows}
    span: Any
    for employee, span in Employment.objects.filter(employee__in=employee_ids).values_list(
        "employee_id", "period"
    ):
        found[employee].employments.append((span.lower, span.upper))
    teams = TeamMembership.objects.filter(employee__in=employee_ids)
    for employee, span, team, department in teams.values_list(
        "employee_id", "period", "team_id", "team__department_id"
    ):
        found[employee].teams.append(((span.lower, span.upper), team, department))
    passed = Induction.objects.filter(employee__in=employee_ids).values_list("employee_id", "passed_on")
    for employee, on in passed:
        found[employee] = Person(
            found[employee].employee, found[employee].employments, found[employee].teams, on
        )
    return found


def objections(person: Person, on: datetime.date, *, department: Department | None = None) -> list[Objection]:
    """Why this person cannot work at all on that day; in a team of the department where one is given."""
    if person.hired_on(on) is None:
        return [Objection("roster.not_employed", _named(person, on))]
    place = person.place(on)
    if place is None:
        return [Objection("roster.no_team", _named(person, on))]
    if department is not None and place[1] != department.pk:
        return [Objection("roster.other_team", _named(person, on) | {"department": str(department)})]
    return []


def _named(person: Person, on: datetime.date) -> dict[str, Any]:
    return {"name": str(person.employee), "day": on.isoformat()}


def unfit(
    person: Person, on: datetime.date, shift_type: ShiftType, policy: Policy
) -> list[tuple[Check, Objection]]:
    """What of skill and induction speaks against this person on that shift; checks that are off say nothing."""
    found = []
    level = person.employee.skill_level
    if level < shift_type.skill_level and policy.is_on(Check.SKILL):
        figures = {"code": shift_type.code, "needed": shift_type.skill_level, "level": level}
        objection = Objection("roster.skill", _named(person, on) | figures, rules=(Check.SKILL.rule,))
        found.append((Check.SKILL, objection))
    if shift_type.is_live and policy.is_on(Check.INDUCTION) and person.needs_induction(on, policy):
        rules = ("roster.new_staff_days", Check.INDUCTION.rule)
        objection = Objection("roster.induction", _named(person, on) | {"code": shift_type.code}, rules=rules)
        found.append((Check.INDUCTION, objection))
    return found


def blocking(person: Person, on: datetime.date, shift_type: ShiftType, policy: Policy) -> list[Objection]:
    """Those of `unfit` that the rulebook lets block."""
    return [each for check, each in unfit(person, on, shift_type, policy) if policy.blocks(check)]
