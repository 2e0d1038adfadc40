"""Leave on Today: certificates that one owes, absences to decide on, who of one's people is away."""

import datetime

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import position, scope
from callcenter.web.addresses import address
from callcenter.web.today import Entry, Panel, Todo, facts
from staffing.leave.models import SUBJECT, LeaveRequest
from staffing.leave.states import COLOURS, HOLDING, State

SHOWN = 30
DAY_END = datetime.time(23, 59, 59)


def todo(request: HttpRequest) -> list[Todo]:
    """The certificates that the user owes, and overdue ones of the people whose absence they decide on."""
    me = position(request.user).employee_id or 0
    found = []
    owed = LeaveRequest.objects.filter(
        employee=me, state__in=[State.CERTIFICATE_PENDING, State.CERTIFICATE_OVERDUE]
    )
    for leave in owed.select_related("kind", "site")[:SHOWN]:
        assert leave.certificate_due_on is not None
        due = datetime.datetime.combine(leave.certificate_due_on, DAY_END, leave.site.zone)
        tone = "late" if leave.state == State.CERTIFICATE_OVERDUE else "soon"
        url = f"{leave.get_absolute_url()}#certificate"
        found.append(Todo(_("Hand in the medical certificate"), leave.when, url, due, tone, "certificate"))
    if scope(request.user, Action.EDIT, SUBJECT) is Scope.NONE:
        return found
    rows = LeaveRequest.objects.visible_to(request.user, Action.EDIT).filter(state=State.CERTIFICATE_OVERDUE)
    for leave in rows.exclude(employee=me).select_related("employee", "kind", "site")[:SHOWN]:
        title = _("Absence of %(name)s? The certificate did not come") % {"name": leave.employee}
        found.append(
            Todo(title, leave.when, f"{leave.get_absolute_url()}#absence", tone="late", icon="user-x")
        )
    return found


def away(request: HttpRequest) -> Panel | None:
    """Who of the user's people is on leave today; nothing for those who see only themselves."""
    if scope(request.user, Action.VIEW, SUBJECT) < Scope.TEAM:
        return None
    where, now = position(request.user), timezone.now()
    today = where.today or now.date()
    rows = LeaveRequest.objects.visible_to(request.user).filter(
        first_on__lte=today, last_on__gte=today, state__in=[*HOLDING, State.LATE_REQUEST]
    )
    site = getattr(request, "site", None)
    rows = rows.filter(site=site) if site else rows
    leaves = list(
        rows.exclude(employee=where.employee_id or 0).select_related("employee", "kind", "site", "team")[:9]
    )
    entries = [
        Entry(
            leave.employee,  # type: ignore[arg-type]
            f"{leave.kind} · {leave.when}",
            leave.get_absolute_url(),
            leave.get_state_display(),
            "beach",
            "late" if COLOURS[State(leave.state)] == "red" else "",
        )
        for leave in leaves[:8]
    ]
    note = "" if leaves else _("Nobody is on leave today.")
    return facts(_("On leave today"), entries=entries, note=note, url=address("leave:requests"))
