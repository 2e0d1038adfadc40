"""The states of a leave, and which of them stand, hold a place, count as leave."""

from django.db import models
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """Where a leave stands: draft → submitted → endorsed → approved → (certificate) → closed, or an end before."""

    DRAFT = "draft", pgettext_lazy("leave", "To be put right")  # came back from an approver
    WAITING = "waiting", pgettext_lazy("leave", "On the waiting list")
    SUBMITTED = "submitted", pgettext_lazy("leave", "Submitted")
    LATE_REQUEST = "late_request", pgettext_lazy("leave", "Late request, not yet agreed to")
    ENDORSED = "endorsed", pgettext_lazy("leave", "Endorsed")
    APPROVED = "approved", pgettext_lazy("leave", "Approved")
    CERTIFICATE_PENDING = "certificate_pending", pgettext_lazy("leave", "Approved, certificate due")
    CERTIFIED = "certified", pgettext_lazy("leave", "Certified")
    CERTIFICATE_OVERDUE = "certificate_overdue", pgettext_lazy("leave", "Certificate overdue")
    CLOSED = "closed", pgettext_lazy("leave", "Closed")
    REJECTED = "rejected", pgettext_lazy("leave", "Rejected")
    CANCELLED = "cancelled", pgettext_lazy("leave", "Taken back")
    ABSENCE = "absence", pgettext_lazy("leave", "Absence")


ENDED = (State.REJECTED, State.CANCELLED, State.ABSENCE)
STANDING = tuple(state for state in State if state not in ENDED)
ASKED = (State.DRAFT, State.SUBMITTED, State.LATE_REQUEST, State.ENDORSED)  # a chain decides on them
UNDECIDED = (State.WAITING, *ASKED)
HOLDING = (  # approved: attendance takes it for leave
    State.APPROVED,
    State.CERTIFICATE_PENDING,
    State.CERTIFIED,
    State.CERTIFICATE_OVERDUE,
    State.CLOSED,
)
PLACED = (*ASKED, *HOLDING)  # takes a place of the team
COLOURS = {
    State.DRAFT: "blue",
    State.WAITING: "grey",
    State.SUBMITTED: "yellow",
    State.LATE_REQUEST: "red",
    State.ENDORSED: "yellow",
    State.APPROVED: "green",
    State.CERTIFICATE_PENDING: "yellow",
    State.CERTIFIED: "green",
    State.CERTIFICATE_OVERDUE: "red",
    State.CLOSED: "grey",
    State.REJECTED: "red",
    State.CANCELLED: "grey",
    State.ABSENCE: "red",
}
