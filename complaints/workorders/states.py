"""Where a work order and its transfer ticket stand (domain §7.3), and the other words of this room."""

from django.db import models
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """From the first word of the customer to the archive."""

    NEW = "new", pgettext_lazy("work order", "New")
    ANSWERED = "answered", pgettext_lazy("work order", "Answered by who took it")
    TRANSFERRED = "transferred", pgettext_lazy("work order", "Transferred")
    RECEIVED = "received", pgettext_lazy("work order", "Received by the department")
    IN_PROGRESS = "in_progress", pgettext_lazy("work order", "In progress")
    WAITING = "waiting", pgettext_lazy("work order", "Waiting")
    RETURNED = "returned", pgettext_lazy("work order", "Returned by the department")
    FEEDBACK = "feedback", pgettext_lazy("work order", "Feedback submitted")
    INFORMED = "informed", pgettext_lazy("work order", "Customer informed")
    SATISFIED = "satisfied", pgettext_lazy("work order", "Customer satisfied")
    UNSATISFIED = "unsatisfied", pgettext_lazy("work order", "Customer not satisfied")
    REPROCESSING = "reprocessing", pgettext_lazy("work order", "Processed again")
    CLOSED = "closed", pgettext_lazy("work order", "Closed and archived")
    SETTLED = "settled", pgettext_lazy("work order", "Ended by the center manager")
    CANCELLED = "cancelled", pgettext_lazy("work order", "Cancelled")
    UPGRADED = "upgraded", pgettext_lazy("work order", "Upgraded to a complaint")


FINAL = (State.CLOSED, State.SETTLED, State.CANCELLED, State.UPGRADED)
OPEN = tuple(one for one in State if one not in FINAL)
AT_DEPARTMENT = (State.TRANSFERRED, State.RECEIVED, State.IN_PROGRESS, State.WAITING, State.REPROCESSING)


class OrderKind(models.TextChoices):
    """What the customer wants."""

    INQUIRY = "inquiry", pgettext_lazy("work order", "Inquiry")
    SUGGESTION = "suggestion", pgettext_lazy("work order", "Suggestion")
    REPORT = "report", pgettext_lazy("work order", "Report or other")


class OrderChannel(models.TextChoices):
    """How it reached us (S1-5)."""

    PHONE = "phone", pgettext_lazy("channel", "Phone")
    EMAIL = "email", pgettext_lazy("channel", "E-mail")
    ONLINE = "online", pgettext_lazy("channel", "Online message")


class Urgency(models.TextChoices):
    """How soon it must be done."""

    NORMAL = "normal", pgettext_lazy("urgency", "Normal")
    URGENT = "urgent", pgettext_lazy("urgency", "Urgent")
    CRITICAL = "critical", pgettext_lazy("urgency", "Critical")


class TicketState(models.TextChoices):
    """Where a transfer ticket stands."""

    SENT = "sent", pgettext_lazy("ticket", "Not received yet")
    RECEIVED = "received", pgettext_lazy("ticket", "Received")
    IN_PROGRESS = "in_progress", pgettext_lazy("ticket", "In progress")
    WAITING = "waiting", pgettext_lazy("ticket", "Waiting")
    DONE = "done", pgettext_lazy("ticket", "Done")
    RETURNED = "returned", pgettext_lazy("ticket", "Returned")
    DROPPED = "dropped", pgettext_lazy("ticket", "Dropped with its order")


TICKET_OPEN = (TicketState.SENT, TicketState.RECEIVED, TicketState.IN_PROGRESS, TicketState.WAITING)


class Satisfaction(models.TextChoices):
    """What the department knows of the customer's satisfaction (S1-16)."""

    SATISFIED = "satisfied", pgettext_lazy("satisfaction", "Satisfied")
    UNSATISFIED = "unsatisfied", pgettext_lazy("satisfaction", "Not satisfied")
    UNKNOWN = "unknown", pgettext_lazy("satisfaction", "The customer was not asked")


class ReplyMeans(models.TextChoices):
    """How the customer was told (S2A-15: in writing or by phone)."""

    PHONE = "phone", pgettext_lazy("means", "By phone")
    EMAIL = "email", pgettext_lazy("means", "By e-mail")
    ONLINE = "online", pgettext_lazy("means", "Online")
    LETTER = "letter", pgettext_lazy("means", "By letter")


class ReplyKind(models.TextChoices):
    """What a word to the customer was."""

    INTERIM = "interim", pgettext_lazy("reply", "How far it is")
    ANSWER = "answer", pgettext_lazy("reply", "Answer")
    RESULT = "result", pgettext_lazy("reply", "Result of the department")
