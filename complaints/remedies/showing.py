"""Remedies on the page of a complaint, and what waits for one on Today."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from callcenter.access.matrix import Action
from callcenter.access.permissions import may, position
from callcenter.accounts.models import User
from callcenter.web.today import Todo
from complaints.cases.models import Case
from complaints.cases.sections import Section
from complaints.remedies import access, closing
from complaints.remedies.certificates.listing import state as certificate_state
from complaints.remedies.duties.models import SUBJECT, Duty, DutyHolder
from complaints.remedies.executions.listing import state, turn
from complaints.remedies.executions.models import Execution, ExecutionState
from complaints.remedies.executions.rules import NextStep
from complaints.remedies.papers import WITH_CERTIFICATE
from complaints.remedies.receivables.models import Receivable, ReceivableState
from complaints.remedies.slips.listing import state as slip_state

SHOWN = 20


def section(case: Case, user: User) -> dict[str, Any] | None:
    """Each approved remedy with its papers and whose turn it is; the receivable of a complaint not upheld."""
    if not (may(user, Action.VIEW, SUBJECT) or access.may_sign(user)):
        return None
    rows = (
        Execution.objects.visible_to(user).filter(case=case).select_related("site", "remedy", "case__owner")
    )
    receivable = Receivable.objects.visible_to(user).filter(case=case).first()
    lines = [_line(one, user) for one in rows.order_by("pk")]
    if not lines and receivable is None:
        return None
    missing = closing.papers_issued(case) if case.is_open else []
    return {"lines": lines, "receivable": receivable, "missing": missing}


def _line(execution: Execution, user: User) -> dict[str, Any]:
    remedy = execution.remedy
    papers: list[Any]
    if remedy.kind in WITH_CERTIFICATE:
        papers = [(one, certificate_state(one), one.amount) for one in remedy.certificates.visible_to(user)]
        name = "remedies:draw-certificate"
    else:
        papers = [(one, slip_state(one), one.quantity) for one in remedy.slips.visible_to(user)]
        name = "remedies:draw-slip"
    draws = execution.next_step == NextStep.DRAW_UP and access.has_duty(user, Duty.SALES, execution.site_id)
    return {
        "remedy": remedy,
        "execution": execution,
        "state": state(execution),
        "turn": turn(execution),
        "papers": papers,
        "draw_url": reverse(name, args=[remedy.pk]) if draws else "",
    }


SECTION = Section(
    "remedies", gettext_lazy("Remedies and papers"), "remedies/case_section.html", section, order=60
)


def todo(request: HttpRequest) -> list[Todo]:
    """Remedies that wait for one's department, one's signature or oneself as owner; receivables that one collects."""
    where = position(request.user)
    if where.employee_id is None:
        return []
    rows = Execution.objects.filter(state=ExecutionState.OPEN).select_related("case__site", "remedy", "site")
    found: list[Execution] = []
    if access.may_sign(request.user):
        found += rows.filter(next_step=NextStep.SIGN).order_by("due_at")[:SHOWN]
    held = DutyHolder.objects.filter(department__in=where.department_ids).values_list("site", "duty")
    if may(request.user, Action.EDIT, SUBJECT):
        for site_id, duty in held:
            found += rows.filter(site=site_id, duty=duty).order_by("due_at")[:SHOWN]
    found += rows.filter(next_step=NextStep.CARRY_OUT, case__owner=where.employee_id).order_by("due_at")[
        :SHOWN
    ]
    todos = [
        Todo(
            execution.get_next_step_display(),
            f"{execution.case.reference} · {execution.remedy.get_kind_display()}",
            execution.get_absolute_url(),
            execution.due_at,
            icon="clipboard-check",
        )
        for execution in found
    ]
    mine = Receivable.objects.filter(state=ReceivableState.OPEN, salesperson=where.employee_id)
    return todos + [
        Todo(
            _("Collect a receivable"),
            receivable.case.reference,
            receivable.get_absolute_url(),
            receivable.due_at,
            icon="report",
        )
        for receivable in mine.select_related("case").order_by("due_at")[:SHOWN]
    ]
