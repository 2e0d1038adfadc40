"""Service orders on Today: where a technician goes, what a manager dispatches and signs."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from callcenter.access.matrix import Action
from callcenter.access.permissions import may, position
from callcenter.web.today import Todo
from complaints.serviceorders.models import SUBJECT, ServiceOrder
from complaints.serviceorders.states import OffSite, State

SHOWN = 20


def visits(request: HttpRequest) -> list[Todo]:
    """The customers one is sent to, by the planned visit."""
    me = position(request.user).employee_id
    if me is None:
        return []
    rows = ServiceOrder.objects.filter(technician=me, state=State.DISPATCHED).order_by(
        "visit_at", "dispatched_at"
    )
    return [
        Todo(
            _("Go to a customer"),
            f"{one.voucher} {one.product_model} · {one.postal_address}",
            one.get_absolute_url(),
            one.visit_at,
            icon="tool",
        )
        for one in rows[:SHOWN]
    ]


def to_manage(request: HttpRequest) -> list[Todo]:
    """What waits for a technician (first in line first), and for the manager's signature."""
    if not may(request.user, Action.APPROVE, SUBJECT):
        return []
    rows = ServiceOrder.objects.visible_to(request.user, Action.APPROVE)
    waiting = rows.to_dispatch().exclude(off_site__in=[OffSite.NEEDED, OffSite.ASKED, OffSite.REFUSED])
    found = [
        Todo(
            _("Dispatch a service order"),
            f"{one.voucher} {one.product_model}",
            one.get_absolute_url(),
            tone="late" if one.is_priority else "",
            icon="send",
        )
        for one in waiting[:SHOWN]
    ]
    return found + [
        Todo(
            _("Sign a service voucher"),
            f"{one.voucher} {one.product_model}",
            one.get_absolute_url(),
            icon="rubber-stamp",
        )
        for one in rows.filter(state=State.FINISHED).order_by("finished_at", "pk")[:SHOWN]
    ]
