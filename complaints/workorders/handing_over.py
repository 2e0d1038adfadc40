"""Work orders and tickets as open work of a leaver (off-boarding)."""

from collections.abc import Collection

from django.utils import timezone

from callcenter.access.permissions import Actor
from callcenter.audit import services as audit
from callcenter.people.models import Employee
from callcenter.people.offboarding.registry import Found, Item
from complaints.workorders import deadlines, moving
from complaints.workorders.coordination.models import CoordinationRequest
from complaints.workorders.orders.models import WorkOrder
from complaints.workorders.tickets.models import TransferTicket


def find(employee_ids: Collection[int]) -> Found:
    """Orders they answer for, tickets they handle, coordination they run. Four queries."""
    found: Found = {}
    people = list(employee_ids)
    mine = WorkOrder.objects.open()
    for rows in (mine.filter(keeper__in=people), mine.filter(keeper=None, owner__in=people)):
        for order in rows.order_by("pk"):
            found.setdefault(order.responsible_id, []).append(Item(str(order), order.get_absolute_url()))
    for ticket in TransferTicket.objects.open().filter(handler__in=people).select_related("order"):
        assert ticket.handler_id is not None
        found.setdefault(ticket.handler_id, []).append(Item(str(ticket), ticket.get_absolute_url()))
    for request in CoordinationRequest.objects.open().filter(coordinator__in=people):
        assert request.coordinator_id is not None
        found.setdefault(request.coordinator_id, []).append(Item(str(request), request.get_absolute_url()))
    return found


def hand_over(leaver: Employee, successor: Employee, actor: Actor) -> int:
    """Give all of it to the successor; how many. Who took an order stays its owner, the successor keeps it for them."""
    moved, now = 0, timezone.now()
    rows = WorkOrder.objects.open().kept_by(leaver.pk).order_by("pk")
    for pk in list(rows.values_list("pk", flat=True)):
        order = moving.held(pk)
        order.keeper = None if successor.pk == order.owner_id else successor
        order.save(update_fields=["keeper"])
        deadlines.hand_over_order(order, successor)
        moving.note(order, "handed_over", actor=actor, at=now, comment=successor.number)
        _record(actor, "workorders.order.handed_over", order, leaver, successor)
        moved += 1
    for ticket in TransferTicket.objects.open().filter(handler=leaver).order_by("pk"):
        moving.held(ticket.order_id)
        ticket = TransferTicket.objects.select_related("department", "order__site").get(pk=ticket.pk)
        ticket.handler = successor
        ticket.save(update_fields=["handler"])
        deadlines.hand_over_ticket(ticket, actor=actor)
        _record(actor, "workorders.ticket.reassigned", ticket, leaver, successor)
        moved += 1
    for request in (
        CoordinationRequest.objects.open().filter(coordinator=leaver).select_for_update(of=("self",))
    ):
        request.coordinator = successor
        request.save(update_fields=["coordinator"])
        _record(actor, "workorders.coordination.handed_over", request, leaver, successor)
        moved += 1
    return moved


def _record(actor: Actor, verb: str, subject: object, leaver: Employee, successor: Employee) -> None:
    audit.record(actor, verb, subject, before={"person": leaver.number}, after={"person": successor.number})  # type: ignore[arg-type]
