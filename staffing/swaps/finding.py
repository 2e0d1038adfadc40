"""What the global search finds of swaps."""

from callcenter.accounts.models import User
from callcenter.web.search import PER_PROVIDER, Hit
from staffing.swaps.filters import SwapFilter
from staffing.swaps.models import Swap


def swaps(user: User, text: str) -> list[Hit]:
    """Swaps in sight by number, either name, employee number or words of the reason, the latest first."""
    seen = Swap.objects.visible_to(user).select_related("requester", "counterpart")
    rows = SwapFilter({"q": text}, queryset=seen).qs.order_by("-asked_at", "-pk")
    return [
        Hit(
            str(one), f"{one.first_on} · {one.get_state_display()}", one.get_absolute_url(), "arrows-exchange"
        )
        for one in rows[:PER_PROVIDER]
    ]
