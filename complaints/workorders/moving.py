"""How every step of an order goes: held, permitted, checked against the table, written, logged."""

import datetime
from collections.abc import Iterable

from callcenter.access.permissions import Actor, position, user_of
from callcenter.objections import refuse
from callcenter.people.models import Employee, Site
from callcenter.rulebook.values import value
from complaints.workorders import changes, permits, rules
from complaints.workorders.orders.models import OrderEvent, WorkOrder
from complaints.workorders.states import FINAL
from complaints.workorders.tickets.models import TransferTicket, TransferTicketQuerySet
from complaints.workorders.transitions import BY_KEY


def held(pk: int) -> WorkOrder:
    """The order, locked: every step of an order and its tickets waits here for the one before."""
    rows = WorkOrder.objects.select_for_update(of=("self",))
    return rows.select_related(
        "site", "owner__user", "keeper__user", "team__department", "category", "customer"
    ).get(pk=pk)


def open_ticket(order: WorkOrder) -> TransferTicket | None:
    """The ticket that is at a department; None when none is."""
    return with_people(order).open().first()


def last_ticket(order: WorkOrder) -> TransferTicket | None:
    """The latest ticket, however it stands."""
    return with_people(order).order_by("-seq").first()


def with_people(order: WorkOrder) -> TransferTicketQuerySet:
    """The tickets of an order with the people on them."""
    rows = TransferTicket.objects.filter(order=order)
    return rows.select_related(
        "order__site",
        "order__owner__user",
        "order__keeper__user",
        "department",
        "handler__user",
        "received_by",
    )


def permit(key: str, order: WorkOrder, *, actor: Actor, ticket: TransferTicket | None = None) -> None:
    """Whose step it is (403), then whether the order may take it now."""
    transition = BY_KEY[key]
    permits.require_move(actor, transition, order, ticket)
    refuse(rules.wrong_state(transition, order.state, order.number))


def move(
    order: WorkOrder,
    key: str,
    *,
    actor: Actor,
    at: datetime.datetime,
    comment: str = "",
    changed: Iterable[str] = (),
    target: str = "",
) -> None:
    """Write the new state with the other `changed` columns in one statement, and the line of the log."""
    source, order.state = order.state, target or BY_KEY[key].target
    order.moved_at = at
    names = ["state", "moved_at", *changed]
    if order.state in FINAL:
        order.ended_at = at
        names.append("ended_at")
    order.save(update_fields=names)
    note(order, key, actor=actor, at=at, comment=comment, source=source, target=order.state)


def note(
    order: WorkOrder,
    key: str,
    *,
    actor: Actor,
    at: datetime.datetime,
    comment: str = "",
    source: str = "",
    target: str = "",
) -> None:
    """A line of the order's log; rooms above hear of it."""
    event = OrderEvent.objects.create(
        order=order,
        transition=key,
        source=source,
        target=target,
        at=at,
        by=user_of(actor),
        comment=comment.strip(),
    )
    changes.tell(event)


def person_of(actor: Actor) -> Employee | None:
    """The employee that the actor is."""
    return Employee.objects.filter(pk=position(actor).employee_id or 0).select_related("site", "user").first()


def setting(key: str, site: Site) -> int:
    """A whole number of the rulebook as it holds today."""
    return int(value(f"workorder.{key}", site, on=site.today()))
