"""Makers of what happens on the floor."""

import datetime

from callcenter.people.models import Employee
from staffing.attendance.models import Punch
from staffing.floor.breaks.models import Break, BreakKind, BreakState
from staffing.roster.models import Assignment

DAY = datetime.date(2026, 3, 12)


def at(employee: Employee, clock: str, on: datetime.date = DAY) -> datetime.datetime:
    """A wall-clock time of the day at the employee's site."""
    return datetime.datetime.combine(on, datetime.time.fromisoformat(clock), employee.site.zone)


def punch(employee: Employee, clock: str, direction: str = "in", on: datetime.date = DAY) -> Punch:
    return Punch.objects.create(
        site=employee.site,
        employee=employee,
        occurred_at=at(employee, clock, on),
        direction=direction,
        source="device",
    )


def make_break(
    assignment: Assignment,
    start: str = "10:00",
    minutes: int = 15,
    kind: BreakKind = BreakKind.REST,
    state: BreakState = BreakState.PLANNED,
    **fields: object,
) -> Break:
    starts_at = at(assignment.employee, start, assignment.on)
    assert assignment.team is not None
    return Break.objects.create(
        site=assignment.site,
        team=assignment.team,
        assignment=assignment,
        employee=assignment.employee,
        on=assignment.on,
        kind=kind,
        starts_at=starts_at,
        ends_at=starts_at + datetime.timedelta(minutes=minutes),
        state=state,
        **fields,
    )
