"""The steps of the table as calls of the services: what a page or the API does with a step's key and its values."""

from collections.abc import Callable
from typing import Any

from callcenter.access.permissions import Actor
from callcenter.objections import Objection, RuleViolation
from complaints.workorders import access, moving
from complaints.workorders.orders import services as orders
from complaints.workorders.orders.models import WorkOrder
from complaints.workorders.states import State
from complaints.workorders.tickets import services as tickets
from complaints.workorders.tickets.models import TransferTicket
from complaints.workorders.transitions import BY_KEY, Transition, Who, leading_from

OF_ORDERS: dict[str, Callable[..., object]] = {
    "answer": orders.answer,
    "inform": orders.inform,
    "confirm": orders.confirm,
    "object": orders.object_to,
    "close": orders.close,
    "settle": orders.settle,
    "cancel": orders.cancel,
    "upgrade": orders.upgrade,
    "transfer": tickets.transfer,
    "reprocess": tickets.reprocess,
}
OF_TICKETS: dict[str, Callable[..., object]] = {
    "receive": tickets.receive,
    "return": tickets.return_ticket,
    "contact": tickets.contact,
    "wait": tickets.wait,
    "resume": tickets.resume,
    "feedback": tickets.hand_in_slip,
}

# What a page proposes first, its form open: steps that bring the order on, never ones that end or return it.
FORWARD = ("receive", "contact", "feedback", "resume", "reprocess", "inform", "confirm", "close", "answer")


def proposed(found: list[Transition], state: str) -> Transition | None:
    """The step to propose of those offered; None where only others have to act. What came back is transferred anew first."""
    by_key = {one.key: one for one in found}
    keys = ("transfer", *FORWARD) if state == State.RETURNED else FORWARD
    return next((by_key[key] for key in keys if key in by_key), None)


def take(key: str, order: WorkOrder, *, actor: Actor, **values: Any) -> object:
    """Take the step of that key with its values. RuleViolation and PermissionDenied as the services raise them."""
    if key in OF_ORDERS:
        return OF_ORDERS[key](order, actor=actor, **values)
    ticket = moving.open_ticket(order) or moving.last_ticket(order)
    if ticket is None:
        raise RuleViolation(Objection("workorders.nothing_open", {"number": order.number}))
    return OF_TICKETS[key](ticket, actor=actor, **values)


def offered(order: WorkOrder, ticket: TransferTicket | None, *, actor: Actor) -> list[Transition]:
    """The steps that the actor may take now, in the table's order."""
    keeps = access.may_keep(actor, order)
    found = []
    for one in leading_from(order.state):
        allowed = keeps if one.who is Who.KEEPER else access.may_move(actor, one, order, ticket)
        if allowed and not _is_useless(one, order, ticket):
            found.append(one)
    return found


def _is_useless(one: Transition, order: WorkOrder, ticket: TransferTicket | None) -> bool:
    if one.key == "reprocess":
        return not order.tickets.filter(state="done").exists()
    if one.key == "settle":
        return order.loops < moving.setting("max_loops", order.site)
    return one.key == "return" and ticket is not None and ticket.is_last_resort


def is_step(key: str) -> bool:
    """Whether that is a step of an order that stands."""
    return key in BY_KEY and key != "record"
