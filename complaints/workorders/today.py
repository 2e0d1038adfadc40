"""Work orders on Today: what an agent brings on, what a handler has, what a department has not received, what a coordinator leads."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import position, scope
from callcenter.web.today import Todo
from complaints.workorders.coordination.models import CoordinationRequest
from complaints.workorders.orders.models import SUBJECT, WorkOrder
from complaints.workorders.states import State, TicketState
from complaints.workorders.tickets.models import TransferTicket

SHOWN = 10
MINE_TO_MOVE = {
    State.NEW: (gettext_lazy("Answer the customer or transfer"), "message-circle"),
    State.RETURNED: (gettext_lazy("A department returned it: answer or transfer"), "arrow-left"),
    State.FEEDBACK: (gettext_lazy("Inform the customer"), "phone-call"),
    State.ANSWERED: (gettext_lazy("Ask whether the customer is satisfied"), "phone-call"),
    State.INFORMED: (gettext_lazy("Ask whether the customer is satisfied"), "phone-call"),
    State.UNSATISFIED: (gettext_lazy("The customer is not satisfied: have it processed again"), "refresh"),
    State.SATISFIED: (gettext_lazy("Close the work order"), "archive"),
}


def mine(request: HttpRequest) -> list[Todo]:
    """Orders that wait for their keeper."""
    me = position(request.user).employee_id
    if me is None:
        return []
    rows = WorkOrder.objects.kept_by(me).filter(state__in=list(MINE_TO_MOVE)).order_by("due_at")[:SHOWN]
    return [_todo(one) for one in rows]


def _todo(order: WorkOrder) -> Todo:
    title, icon = MINE_TO_MOVE[State(order.state)]
    is_promised = order.informed_at is None and order.promised_reply_at is not None
    due = min(order.promised_reply_at, order.due_at) if is_promised else order.due_at  # type: ignore[type-var]
    return Todo(title, str(order), order.get_absolute_url(), due, icon=icon)


def tickets(request: HttpRequest) -> list[Todo]:
    """Tickets that one handles, and how many one's department has not received yet."""
    where = position(request.user)
    if where.employee_id is None:
        return []
    handled = TransferTicket.objects.open().filter(handler=where.employee_id).select_related("order")
    found = [
        Todo(
            _("Talk with the agent") if one.state == TicketState.RECEIVED else _("Hand in the feedback slip"),
            str(one),
            one.get_absolute_url(),
            one.first_contact_due_at if one.state == TicketState.RECEIVED else one.required_by,
            icon="file-text",
        )
        for one in handled.order_by("required_by")[:SHOWN]
    ]
    if scope(request.user, Action.EDIT, SUBJECT) is Scope.DEPARTMENT:
        waiting = TransferTicket.objects.filter(
            department__in=where.department_ids, state=TicketState.SENT
        ).order_by("required_by")
        dues = list(waiting.values_list("required_by", flat=True))
        if dues:
            words = ngettext("Receive a ticket", "Receive %(count)s tickets", len(dues))
            url = f"{reverse('workorders:tickets')}?state=sent"
            found.append(
                Todo(words % {"count": len(dues)}, _("Name a handler"), url, dues[0], icon="user-check")
            )
    return found


def coordination(request: HttpRequest) -> list[Todo]:
    """Coordination that one leads: to be accepted in time, to be coordinated anew when it is behind."""
    where = position(request.user)
    if where.employee_id is None or where.today is None:
        return []
    rows: Any = CoordinationRequest.objects.open().filter(coordinator=where.employee_id)
    return [
        Todo(
            _("Behind the plan: coordinate anew")
            if one.is_behind
            else _("Bring the coordination to its end"),
            str(one),
            one.get_absolute_url(),
            one.required_by,
            icon="users-group",
        )
        for one in rows.with_lateness(where.today).order_by("required_by")[:SHOWN]
    ]
