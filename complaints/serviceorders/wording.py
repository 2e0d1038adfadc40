"""Service orders in words: badges."""

from complaints.serviceorders.models import ServiceOrder
from complaints.serviceorders.states import OffSite, State

COLOURS = {
    State.REGISTERED: "yellow",
    State.DISPATCHED: "azure",
    State.FINISHED: "orange",
    State.SIGNED_OFF: "green",
    State.ARCHIVED: "grey",
    State.CANCELLED: "grey",
}
OFF_SITE_COLOURS = {
    OffSite.NOT_NEEDED: "grey",
    OffSite.NEEDED: "yellow",
    OffSite.ASKED: "yellow",
    OffSite.APPROVED: "green",
    OffSite.REFUSED: "red",
}


def state(order: ServiceOrder) -> tuple[str, str]:
    """The state as a badge."""
    return order.get_state_display(), COLOURS[State(order.state)]


def off_site(order: ServiceOrder) -> tuple[str, str]:
    """Where the application for service elsewhere stands, as a badge."""
    return order.get_off_site_display(), OFF_SITE_COLOURS[OffSite(order.off_site)]
