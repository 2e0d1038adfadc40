"""What a work order, a ticket and a coordination request are found by: their words, and whom they are about. Numbers are looked up by key."""

from callcenter import fulltext
from complaints.workorders.coordination.models import CoordinationRequest
from complaints.workorders.orders.models import WorkOrder
from complaints.workorders.tickets.models import TransferTicket


def of_order(order: WorkOrder) -> str:
    """The value of `WorkOrder.search`: written once, for what was taken down never changes."""
    return fulltext.vector(
        order.content,
        order.contact_name,
        order.customer.name if order.customer else "",
        order.contact_phone,
        order.customer.phone_key if order.customer else "",
    )


def of_ticket(ticket: TransferTicket) -> str:
    """The value of `TransferTicket.search`: written once, with the ticket."""
    return fulltext.vector(ticket.problem, ticket.reason)


def of_coordination(request: CoordinationRequest) -> str:
    """The value of `CoordinationRequest.search`: written when it is asked for, and once more with what its end adds."""
    return fulltext.vector(
        request.purpose,
        request.situation,
        request.acceptance,
        request.evaluation,
        request.lessons,
        request.words,
    )
