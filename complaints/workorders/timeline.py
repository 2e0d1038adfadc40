"""Everything that happened to an order, newest first, in the reader's language."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from complaints.workorders.orders.models import WorkOrder
from complaints.workorders.transitions import BY_KEY

NOTES = {
    "reply": (_("Customer told how far it is"), "message-circle"),
    "chased": (_("Chased"), "bell"),
    "handed_over": (_("Handed over"), "user-share"),
    "reassigned": (_("Another handler named"), "user-share"),
}
DONE = {
    "record": _("Taken down"),
    "answer": _("Customer answered"),
    "transfer": _("Transferred to a department"),
    "receive": _("Received, handler named"),
    "return": _("Returned by the department"),
    "contact": _("Handler talked with the agent"),
    "wait": _("Waits for something"),
    "resume": _("Went on"),
    "feedback": _("Feedback slip handed in"),
    "inform": _("Customer informed"),
    "confirm": _("Customer is satisfied"),
    "object": _("Customer is not satisfied"),
    "reprocess": _("Processed again"),
    "close": _("Closed and archived"),
    "settle": _("Ended by the center manager"),
    "cancel": _("Cancelled"),
    "upgrade": _("Upgraded to a complaint"),
}


def entries_of(order: WorkOrder) -> list[dict[str, Any]]:
    """The log as the timeline component takes it. One query."""
    events = order.events.select_related("by__employee").order_by("-at", "-pk")
    return [
        {
            "at": one.at,
            "who": getattr(one.by, "employee", one.by) if one.by else "",
            "title": NOTES[one.transition][0] if one.transition in NOTES else DONE[one.transition],
            "text": one.comment,
            "icon": NOTES[one.transition][1] if one.transition in NOTES else BY_KEY[one.transition].icon,
        }
        for one in events
    ]
