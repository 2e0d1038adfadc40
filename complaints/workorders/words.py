"""What a work order and a ticket are found by: their words, and whom they are about. Numbers are looked up by key."""

from callcenter import fulltext
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
