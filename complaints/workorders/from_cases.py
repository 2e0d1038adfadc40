"""What a complaint's page shows of this room: making it a work order where it was passed on, or the order it is."""

from callcenter.accounts.models import User
from callcenter.web.addresses import address
from complaints.cases.models import Case
from complaints.cases.states import State
from complaints.workorders import access
from complaints.workorders.orders.models import WorkOrder


def take_over_url(case: Case, user: User) -> str:
    """For a complaint that was passed on and that nobody has taken over."""
    if case.state != State.REDIRECTED or not access.may_take(user, case.site):
        return ""
    if WorkOrder.objects.filter(origin=case).exists():
        return ""
    return address("workorders:take-over", case.reference)


def order_url(case: Case, user: User) -> str:
    """The order that it came from or became, if the user may see it."""
    rows = WorkOrder.objects.visible_to(user)
    found = rows.filter(origin=case).first() or rows.filter(case=case).first()
    return found.get_absolute_url() if found else ""
