"""Leaving: the last day, who takes over, and the log-in that closes when the day has come."""

import datetime
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q

from callcenter.access.permissions import Actor, require
from callcenter.audit import services as audit
from callcenter.objections import Objection, RuleViolation, refuse
from callcenter.people.employees import access, rules
from callcenter.people.employees.history import (
    SUPERIOR,
    TRACKS,
    lines_within,
    lock_reporting_lines,
    spans,
    spans_by_employee,
    write,
)
from callcenter.people.employees.logins import close_login
from callcenter.people.employees.models import Employee, Employment, PostHolding, ReportingLine
from callcenter.people.employees.rules import Span
from callcenter.people.employees.services import locked, tenure_on
from callcenter.people.offboarding.registry import open_count
from callcenter.people.offboarding.services import hand_over
from callcenter.people.organisation.models import Site


@transaction.atomic
def record_leave(
    employee: Employee,
    left_on: datetime.date,
    *,
    actor: Actor,
    successor: Employee | None = None,
    reason: str = "",
) -> Employee:
    """Set the first day that somebody is no longer employed, and end everything dated on it.

    Who reports to them, and when the day has come their open work, goes to `successor`; refused without one while anybody still would. A successor from among
    the subordinates takes over the leaver's own superior. An earlier date that is still to come is replaced.
    """
    lock_reporting_lines()
    employee = locked(employee)
    require(access.may_edit(actor, employee))
    today = employee.site.today()
    if employee.left_on and employee.left_on <= today:
        raise RuleViolation(
            Objection("people.has_left", {"name": str(employee), "left_on": employee.left_on}, "left_on")
        )
    if left_on <= employee.hired_on:
        raise RuleViolation(Objection("people.leave_before_hire", {"hired_on": employee.hired_on}, "left_on"))
    _hand_over_subordinates(employee, left_on, successor)
    old = employee.left_on
    for track in TRACKS.values():
        before = spans(track, employee.pk)
        plan = rules.closed_on(rules.reopened(before, old) if old else before, left_on)
        write(track, {employee.pk: plan}, {employee.pk: before})
    close_extra_roles(employee, left_on, old)
    end_employment(employee, left_on, reason=reason, successor=successor)
    if left_on <= today and open_count(employee.pk):
        if successor is None:
            figures = {"name": str(employee), "count": open_count(employee.pk)}
            raise RuleViolation(Objection("people.open_work_remains", figures, "successor"))
        hand_over(employee, successor, actor=actor, reason=reason)
    close_login_if_gone(employee, actor=actor)
    audit.record(
        actor,
        "people.employee.left",
        employee,
        before={"left_on": old},
        after={"left_on": left_on, "successor": successor and successor.number},
        reason=reason,
    )
    return employee


def _hand_over_subordinates(leaver: Employee, left_on: datetime.date, successor: Employee | None) -> None:
    remaining = set(
        ReportingLine.objects.filter(Q(period__upper_inf=True) | Q(period__endswith__gt=left_on))
        .filter(superior=leaver)
        .values_list("employee_id", flat=True)
    )
    if not remaining:
        return
    if successor is None:
        refuse(
            [
                Objection(
                    "people.subordinates_remain",
                    {"count": len(remaining), "name": str(leaver)},
                    "successor",
                )
            ]
        )
    assert successor is not None
    before = spans_by_employee(SUPERIOR, remaining)
    above = next((s.value for s in spans(SUPERIOR, leaver.pk) if s.holds_on(left_on)), None)
    plans = {
        person: rules.handed_over(
            before[person], left_on, leaver.pk, above if person == successor.pk else successor.pk
        )
        for person in remaining
    }
    lines = dict(lines_within(Span(left_on, None, 0))) | plans
    people = Employee.objects.in_bulk([*remaining, successor.pk])
    names = {pk: str(person) for pk, person in people.items()}
    found = []
    for person in remaining:
        for span in plans[person]:
            if span.value == successor.pk and span.start >= left_on:
                found += rules.superior_objections(
                    person, span, tenure_on(successor, left_on), lines, names, field="successor"
                )
    refuse(list({(o.code, str(o.figures)): o for o in found}.values()))
    write(SUPERIOR, plans, before)


def close_extra_roles(employee: Employee, left_on: datetime.date, old: datetime.date | None) -> None:
    roles: Any = PostHolding.objects.filter(employee=employee, is_primary=False)
    for role in roles:
        span = Span(role.period.lower, role.period.upper, role.post_id)
        plan = rules.closed_on(rules.reopened([span], old) if old else [span], left_on)
        if not plan:
            role.delete()
        elif plan != [span]:
            role.period = type(role.period)(span.start, plan[0].end)
            role.save(update_fields=["period"])


def close_login_if_gone(employee: Employee, *, actor: Actor) -> None:
    """Close the log-in of somebody whose leave date has come and who has no open work left; else it waits for the task."""
    gone = employee.left_on is not None and employee.left_on <= employee.site.today()
    is_open = employee.user is not None and employee.user.is_active
    if gone and is_open and not open_count(employee.pk):
        close_login(employee, actor=actor)


@transaction.atomic
def call_off_leave(employee: Employee, *, actor: Actor, reason: str = "") -> Employee:
    """Take back a leave date that is still to come; what would have ended on it runs on."""
    lock_reporting_lines()
    employee = locked(employee)
    require(access.may_edit(actor, employee))
    old = employee.left_on
    if old is None:
        raise RuleViolation(Objection("people.has_not_left", {"name": str(employee)}))
    if old <= employee.site.today():
        raise RuleViolation(Objection("people.leave_has_begun", {"left_on": old}))
    for track in TRACKS.values():
        before = spans(track, employee.pk)
        write(track, {employee.pk: rules.reopened(before, old)}, {employee.pk: before})
    for role in PostHolding.objects.filter(employee=employee, is_primary=False, period__endswith=old):
        role.period = type(role.period)(role.period.lower, None)
        role.save(update_fields=["period"])
    end_employment(employee, None)
    audit.record(
        actor,
        "people.employee.leave_called_off",
        employee,
        before={"left_on": old},
        after={"left_on": None},
        reason=reason,
    )
    return employee


def close_logins_of_leavers(*, actor: Actor = None) -> int:
    """Hand over the work of everybody whose leave date has come to their successor, and deactivate their log-ins.

    Returns how many were closed. Who has open work and no successor stays on HR's off-boarding list; with the last day their
    posts ended, so that the log-in opens nothing. Safe to run twice.
    """
    closed = 0
    for site in Site.objects.all():
        gone = Employee.objects.filter(site=site, left_on__lte=site.today(), user__is_active=True)
        for employee in gone.select_related("user", "site"):
            closed += _close_with_hand_over(employee, actor=actor)
    return closed


@transaction.atomic
def _close_with_hand_over(employee: Employee, *, actor: Actor) -> int:
    """1 when the log-in is closed, 0 while open work waits for a successor who can take it."""
    if open_count(employee.pk):
        row = Employment.objects.select_related("successor__site").get(
            employee=employee, period__startswith=employee.hired_on
        )
        if row.successor is None:
            return 0
        try:
            with transaction.atomic():
                hand_over(employee, row.successor, actor=actor)
        except RuleViolation:
            return 0
    close_login(employee, actor=actor)
    return 1


def end_employment(
    employee: Employee,
    left_on: datetime.date | None,
    *,
    reason: str = "",
    successor: Employee | None = None,
) -> None:
    """Write the end of the latest employment (None: it runs on); the database carries it to the record."""
    row = Employment.objects.get(employee=employee, period__startswith=employee.hired_on)
    row.period = DateRange(employee.hired_on, left_on)
    row.leave_reason, row.successor = reason, successor
    row.save(update_fields=["period", "leave_reason", "successor"])
    employee.refresh_from_db(fields=["hired_on", "left_on"])
