"""Which customers somebody serves: those of the open orders that they keep or handle."""

from typing import Any

from django.db.models import Q, QuerySet

from complaints.customers.serving import People
from complaints.workorders.orders.models import WorkOrder
from complaints.workorders.tickets.models import TransferTicket


def customers_of(people: People) -> QuerySet[Any]:
    """Ids of customers, as one query of one column."""
    handled = TransferTicket.objects.open().filter(handler__in=people).values("order")
    kept = Q(owner__in=people) | Q(keeper__in=people) | Q(pk__in=handled)
    rows = WorkOrder.objects.open().filter(kept, customer__isnull=False)
    return rows.values("customer")
