"""Where a complaint stands (domain §6.3)."""

from django.db import models
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """From receipt to the end; the six days run from ACCEPTED on."""

    RECEIVED = "received", pgettext_lazy("complaint", "Received")
    SUBMITTED = "submitted", pgettext_lazy("complaint", "Waits for acceptance")
    ACCEPTED = "accepted", pgettext_lazy("complaint", "Under investigation")
    INVESTIGATED = "investigated", pgettext_lazy("complaint", "Report due")
    REPORTED = "reported", pgettext_lazy("complaint", "Waits for the decision")
    DECIDED = "decided", pgettext_lazy("state of a complaint", "Decided")
    NOT_UPHELD = "not_upheld", pgettext_lazy("complaint", "Not upheld")
    CONVEYED = "conveyed", pgettext_lazy("complaint", "Customer told")
    EXECUTING = "executing", pgettext_lazy("complaint", "Being carried out")
    CLOSED = "closed", pgettext_lazy("complaint", "Closed")
    NOT_ACCEPTED = "not_accepted", pgettext_lazy("complaint", "Closed: not accepted by the customer")
    WITHDRAWN = "withdrawn", pgettext_lazy("complaint", "Withdrawn")
    MERGED = "merged", pgettext_lazy("complaint", "Merged duplicate")
    REDIRECTED = "redirected", pgettext_lazy("complaint", "No complaint: passed on")


BEFORE_ACCEPTANCE = (State.RECEIVED, State.SUBMITTED)
RUNNING = (
    State.ACCEPTED,
    State.INVESTIGATED,
    State.REPORTED,
    State.DECIDED,
    State.NOT_UPHELD,
    State.CONVEYED,
    State.EXECUTING,
)
OPEN = BEFORE_ACCEPTANCE + RUNNING
FINAL = (State.CLOSED, State.NOT_ACCEPTED, State.WITHDRAWN, State.MERGED, State.REDIRECTED)
# A promise to the customer may be recorded from here on (S2A-30).
AFTER_DECISION = (
    State.DECIDED,
    State.NOT_UPHELD,
    State.CONVEYED,
    State.EXECUTING,
    State.CLOSED,
    State.NOT_ACCEPTED,
)


class Nature(models.TextChoices):
    """What it is (S2A-12): only complaints enter the six days."""

    COMPLAINT = "complaint", pgettext_lazy("nature", "Complaint")
    GRIEVANCE = "grievance", pgettext_lazy("nature", "Grievance")
    SUGGESTION = "suggestion", pgettext_lazy("nature", "Suggestion")


class Channel(models.TextChoices):
    """How it reached us."""

    HOTLINE = "hotline", pgettext_lazy("channel", "Hotline")
    EMAIL = "email", pgettext_lazy("channel", "E-mail")
    WEB = "web", pgettext_lazy("channel", "Web form")
    LETTER = "letter", pgettext_lazy("channel", "Letter")
    VISIT = "visit", pgettext_lazy("channel", "Visit")
    MARKETING = "marketing", pgettext_lazy("channel", "Marketing")
    REGULATOR = "regulator", pgettext_lazy("channel", "Regulator")
    API = "api", pgettext_lazy("channel", "Another system")
    FOLLOW_UP = "follow_up", pgettext_lazy("channel", "Decision not accepted")


class Severity(models.TextChoices):
    """Ordinary, or especially serious (S2A-15): noticed at once, answered by letter, decided early."""

    ORDINARY = "ordinary", pgettext_lazy("severity", "Ordinary")
    SERIOUS = "serious", pgettext_lazy("severity", "Especially serious")


class Trigger(models.TextChoices):
    """What makes a complaint especially serious (domain §6.1)."""

    INJURY = "injury", pgettext_lazy("serious", "Personal injury")
    PUBLIC = "public", pgettext_lazy("serious", "Media or regulator")
    REPEATED = "repeated", pgettext_lazy("serious", "Repeated complaint on the same matter")
    AMOUNT = "amount", pgettext_lazy("serious", "Claimed amount above the limit")
    DATA_LEAK = "data_leak", pgettext_lazy("serious", "Leak of personal data")
    GROUP = "group", pgettext_lazy("serious", "Group of customers")
    LAWSUIT = "lawsuit", pgettext_lazy("serious", "Threat of a lawsuit")
    JUDGED = "judged", pgettext_lazy("serious", "Judged so by the service department")


class Fault(models.TextChoices):
    """Whose it was (S2A-32)."""

    OWN = "own", pgettext_lazy("fault", "Ours")
    CUSTOMER = "customer", pgettext_lazy("fault", "The customer’s")
    THIRD_PARTY = "third_party", pgettext_lazy("fault", "A third party’s or supplier’s")
    NONE = "none", pgettext_lazy("fault", "Nobody’s")


class Outcome(models.TextChoices):
    """What was found (S2A-33)."""

    SUBSTANTIATED = "substantiated", pgettext_lazy("outcome", "Substantiated")
    PARTLY = "partly", pgettext_lazy("outcome", "Partly substantiated")
    NOT_SUBSTANTIATED = "not_substantiated", pgettext_lazy("outcome", "Not substantiated")
    WITHDRAWN = "withdrawn", pgettext_lazy("outcome", "Withdrawn")


class Remedy(models.TextChoices):
    """What is done for the customer (domain §6.6, §6.8)."""

    APOLOGY = "apology", pgettext_lazy("remedy", "Apology")
    EXPLANATION = "explanation", pgettext_lazy("remedy", "Explanation")
    COMPENSATION = "compensation", pgettext_lazy("remedy", "Compensation")
    DISCOUNT = "discount", pgettext_lazy("remedy", "Discount")
    RETURN = "return", pgettext_lazy("remedy", "Return of goods")
    REPROCESSING = "reprocessing", pgettext_lazy("remedy", "Re-processing")
    OTHER = "other", pgettext_lazy("remedy", "Other")


WITH_AMOUNT = (Remedy.COMPENSATION, Remedy.DISCOUNT, Remedy.RETURN)
WITH_GOODS = (Remedy.RETURN, Remedy.REPROCESSING)
