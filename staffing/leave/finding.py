"""What the global search finds of leave."""

from callcenter.accounts.models import User
from callcenter.web.search import PER_PROVIDER, Hit
from staffing.leave.filters import LeaveFilter
from staffing.leave.listing import loaded
from staffing.leave.models import LeaveRequest


def requests(user: User, text: str) -> list[Hit]:
    """Leave in sight by number, name, employee number or words of the reason, the latest first."""
    rows = LeaveFilter({"q": text}, queryset=loaded(LeaveRequest.objects.visible_to(user))).qs
    return [
        Hit(
            f"{one.number} {one.employee} · {one.kind}",
            f"{one.when} · {one.get_state_display()}",
            one.get_absolute_url(),
            "beach",
        )
        for one in rows.order_by("-first_on", "-pk")[:PER_PROVIDER]
    ]
