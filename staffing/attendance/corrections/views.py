"""Asking for a correction of a day."""

import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from callcenter.access.permissions import require, user_of
from callcenter.approvals import services as approvals
from callcenter.objections import RuleViolation
from callcenter.people.models import Employee
from callcenter.people.refusals import place, posted
from staffing.attendance import access
from staffing.attendance.corrections.forms import CorrectionForm
from staffing.attendance.corrections.models import KIND, Correction
from staffing.attendance.corrections.services import ask_correction
from staffing.attendance.days.models import AttendanceDay
from staffing.attendance.days.selectors import day_facts
from staffing.attendance.days.views import employee_in_sight, written_day

REFUSED = 422


@login_required
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, number: str, on: str) -> HttpResponse:
    """Say what was forgotten or is wrong. What is missing is filled in beforehand."""
    employee, date = employee_in_sight(request, number), written_day(on)
    row = AttendanceDay.objects.filter(employee=employee, on=date).first()
    require(access.may_ask_correction(request.user, employee, row.team_id if row else None))
    facts = day_facts(employee, date)
    form = CorrectionForm(
        posted(request),
        initial=_suggested(row),
        punches=[seen.row for seen in facts.punches if seen.counts],
    )
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            ask_correction(employee, date, form.wish(), actor=request.user)
        except RuleViolation as error:
            refusal = place(form, error)
        else:
            messages.success(request, _("Your correction is on its way."))
            return redirect("attendance:day", number, on)
    context = {
        "form": form,
        "employee": employee,
        "on": date,
        "row": row,
        "chain": _chain(request, employee),
        "is_own": access.is_own(request.user, employee),
        "refusal": refusal,
    }
    failed = bool(form.errors or refusal)
    return render(request, "attendance/correction_form.html", context, status=REFUSED if failed else 200)


def _chain(request: HttpRequest, employee: Employee) -> list[Employee]:
    """Who will decide, level by level; nobody where the line has a gap, which asking then says."""
    asked_by = user_of(request.user)
    links, _found = approvals.preview(KIND, Correction(employee=employee, asked_by=asked_by), employee)
    people = Employee.objects.in_bulk([link.employee_id for link in links])
    return [people[link.employee_id] for link in links]


def _suggested(row: AttendanceDay | None) -> dict[str, str | datetime.datetime]:
    """The punch that is missing, at the shift's own time: in most cases that is what it was."""
    if row is None:
        return {}
    for finding in row.found:
        at = row.starts_at if finding.detail == "in" else row.ends_at
        if finding.code == "missing_punch" and at is not None:
            return {"direction": finding.detail, "adds_at": at}
    if "absent" in row.codes and row.starts_at is not None:
        return {"direction": "in", "adds_at": row.starts_at}
    return {}
