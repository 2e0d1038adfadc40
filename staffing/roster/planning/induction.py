"""Induction: who has passed it may stand on live shifts (domain §9.1). Recorded by who draws up rosters."""

import datetime
from dataclasses import dataclass

from django.db import transaction

from callcenter.access.permissions import Actor, require, user_of
from callcenter.audit import services as audit
from callcenter.objections import Objection, RuleViolation
from callcenter.people.models import Employee, Site
from staffing.roster import access
from staffing.roster.models import Induction
from staffing.roster.policy import policy


@dataclass(frozen=True)
class NewStaff:
    """Somebody hired lately, with the day they passed induction; `until`: the last day on which it is asked for."""

    employee: Employee
    until: datetime.date
    induction: Induction | None


def new_staff(site: Site) -> list[NewStaff]:
    """Who is new at the site today (rulebook roster.new_staff_days), the latest hired first; two queries."""
    today, limits = site.today(), policy(site, site.today())
    span = datetime.timedelta(days=limits.new_staff_days)
    rows = Employee.objects.filter(site=site, hired_on__gt=today - span).select_related(
        "induction__recorded_by__employee", "site"
    )
    rows = rows.exclude(left_on__lte=today).order_by("-hired_on", "number")
    day = datetime.timedelta(days=1)
    return [NewStaff(row, row.hired_on + span - day, getattr(row, "induction", None)) for row in rows]


@transaction.atomic
def record_induction(
    employee: Employee, passed_on: datetime.date, *, actor: Actor, note: str = ""
) -> Induction:
    """Record the day on which somebody passed induction. Refused before they were hired, in the future, or twice."""
    employee = Employee.objects.select_for_update(of=("self",)).select_related("site").get(pk=employee.pk)
    require(access.may_draw_up(actor, employee.site_id))
    found = []
    if passed_on > employee.site.today():
        found.append(Objection("roster.induction_in_future", field="passed_on"))
    if not employee.is_employed(passed_on):
        figures = {"name": str(employee), "day": passed_on.isoformat()}
        found.append(Objection("roster.not_employed", figures, field="passed_on"))
    if Induction.objects.filter(employee=employee).exists():
        found.append(Objection("roster.induction_recorded", {"name": str(employee)}))
    if found:
        raise RuleViolation(found)
    row = Induction.objects.create(
        employee=employee, passed_on=passed_on, note=note.strip(), recorded_by=user_of(actor)
    )
    audit.record(
        actor,
        "roster.induction.recorded",
        employee,
        after={"passed_on": passed_on.isoformat()},
        site_id=employee.site_id,
    )
    return row


@transaction.atomic
def withdraw_induction(employee: Employee, *, actor: Actor, reason: str) -> None:
    """Take back what was recorded by mistake; shifts that stand are found by the roster's checks."""
    row = Induction.objects.select_for_update().filter(employee=employee).first()
    require(access.may_draw_up(actor, employee.site_id))
    if row is None:
        raise RuleViolation(Objection("roster.no_induction", {"name": str(employee)}))
    if not reason.strip():
        raise RuleViolation(Objection("roster.no_reason_for_induction", field="reason"))
    before = {"passed_on": row.passed_on.isoformat()}
    row.delete()
    audit.record(
        actor,
        "roster.induction.withdrawn",
        employee,
        before=before,
        reason=reason.strip(),
        site_id=employee.site_id,
    )
