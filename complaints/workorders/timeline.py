"""Everything that happened to an order, newest first, in the reader's language."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from callcenter.people.models import Employee
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


NAMES_SOMEBODY = ("receive", "reassigned", "handed_over")  # their comment is an employee number


def entries_of(order: WorkOrder) -> list[dict[str, Any]]:
    """The log as the timeline component takes it. Two queries."""
    events = list(order.events.select_related("by__employee").order_by("-at", "-pk"))
    numbers = {one.comment for one in events if one.transition in NAMES_SOMEBODY}
    people = {one.number: str(one) for one in Employee.objects.filter(number__in=numbers)} if numbers else {}
    return [
        {
            "at": one.at,
            "who": getattr(one.by, "employee", one.by) if one.by else "",
            "title": NOTES[one.transition][0] if one.transition in NOTES else DONE[one.transition],
            "text": people.get(one.comment, one.comment) if one.transition in NAMES_SOMEBODY else one.comment,
            "icon": NOTES[one.transition][1] if one.transition in NOTES else BY_KEY[one.transition].icon,
        }
        for one in events
    ]
