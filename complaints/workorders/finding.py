"""What the global search finds of this room."""

from callcenter.accounts.models import User
from callcenter.web.search import PER_PROVIDER, Hit
from complaints.workorders.listing import OrderFilter
from complaints.workorders.orders.models import WorkOrder


def orders(user: User, text: str) -> list[Hit]:
    """Work orders in sight, by number, words, customer or phone."""
    rows = OrderFilter({"q": text}, queryset=WorkOrder.objects.listed_to(user)).qs
    rows = rows.select_related("category").defer("search").order_by("-received_at", "-pk")[:PER_PROVIDER]
    return [
        Hit(str(one), f"{one.get_state_display()} · {one.category}", one.get_absolute_url(), "file-text")
        for one in rows
    ]
