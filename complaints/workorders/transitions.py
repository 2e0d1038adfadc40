"""The life of a work order as one table (domain §7.3): the services, the pages and docs/complaints-workorders.md read this one."""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from complaints.workorders.states import AT_DEPARTMENT, OPEN, State


class Who(models.TextChoices):
    """Whose step it is; `access` asks it of the actor."""

    TAKER = "taker", _("whoever takes the call or message")
    KEEPER = "keeper", _("who took it, or a leader of their team; never a handler of the order")
    DEPARTMENT = "department", _("the department that the ticket was sent to")
    HANDLER = "handler", _("the handler named on the ticket")
    MANAGER = "manager", _("the director or the center manager")


@dataclass(frozen=True)
class Transition:
    """One step: from where, to where, whose it is, what it needs (words for the page and the docs; `rules` checks them)."""

    key: str
    title: str | Promise
    sources: tuple[State, ...]
    target: State
    who: Who
    needs: str | Promise = ""
    icon: str = "arrow-right"

    def leads_from(self, state: str) -> bool:
        """Whether an order in that state may take it."""
        return state in self.sources


BEFORE_THE_ANSWER = (State.NEW, State.RETURNED, State.UNSATISFIED)

TRANSITIONS = (
    Transition(
        "record",
        _("Take down"),
        (),
        State.NEW,
        Who.TAKER,
        _("content, channel, category; a promised time of reply unless answered on the spot"),
        "plus",
    ),
    Transition(
        "answer",
        _("Answer the customer oneself"),
        BEFORE_THE_ANSWER,
        State.ANSWERED,
        Who.KEEPER,
        _("what was answered and how"),
        "message-circle",
    ),
    Transition(
        "transfer",
        _("Transfer to a department"),
        BEFORE_THE_ANSWER,
        State.TRANSFERRED,
        Who.KEEPER,
        _("problem, reason, required completion not in the past"),
        "arrows-exchange",
    ),
    Transition(
        "receive",
        _("Receive the ticket"),
        (State.TRANSFERRED,),
        State.RECEIVED,
        Who.DEPARTMENT,
        _("a handler by name, who is not the order’s owner"),
        "user-check",
    ),
    Transition(
        "return",
        _("Return the ticket"),
        (State.TRANSFERRED, State.RECEIVED),
        State.RETURNED,
        Who.DEPARTMENT,
        _("a reason; at most two returns, the next goes to the coordination department"),
        "arrow-left",
    ),
    Transition(
        "contact",
        _("Contact the agent"),
        (State.RECEIVED,),
        State.IN_PROGRESS,
        Who.HANDLER,
        _("what was clarified with who took the order"),
        "phone-call",
    ),
    Transition(
        "wait",
        _("Wait for something"),
        (State.IN_PROGRESS, State.REPROCESSING),
        State.WAITING,
        Who.HANDLER,
        _("what is waited for"),
        "clock-hour-4",
    ),
    Transition("resume", _("Go on"), (State.WAITING,), State.IN_PROGRESS, Who.HANDLER, icon="arrow-right"),
    Transition(
        "feedback",
        _("Hand in the feedback slip"),
        (State.IN_PROGRESS, State.REPROCESSING),
        State.FEEDBACK,
        Who.HANDLER,
        _("a contact with the agent; how it was handled, the result, the customer’s satisfaction"),
        "file-text",
    ),
    Transition(
        "inform",
        _("Inform the customer"),
        (State.FEEDBACK,),
        State.INFORMED,
        Who.KEEPER,
        _("what the customer was told and how"),
        "phone-call",
    ),
    Transition(
        "confirm",
        _("Customer is satisfied"),
        (State.ANSWERED, State.INFORMED),
        State.SATISFIED,
        Who.KEEPER,
        _("the customer informed"),
        "check",
    ),
    Transition(
        "object",
        _("Customer is not satisfied"),
        (State.ANSWERED, State.INFORMED),
        State.UNSATISFIED,
        Who.KEEPER,
        _("why not; the third time the center manager is told"),
        "x",
    ),
    Transition(
        "reprocess",
        _("Have it processed again"),
        (State.UNSATISFIED,),
        State.REPROCESSING,
        Who.KEEPER,
        _("a department that has handled it; required completion not in the past"),
        "refresh",
    ),
    Transition(
        "close",
        _("Close and archive"),
        (State.SATISFIED,),
        State.CLOSED,
        Who.KEEPER,
        _("the customer informed and satisfied"),
        "archive",
    ),
    Transition(
        "settle",
        _("End without satisfaction"),
        (State.UNSATISFIED,),
        State.SETTLED,
        Who.MANAGER,
        _("as many unsatisfied answers as the rulebook says; a reason"),
        "flag",
    ),
    Transition(
        "cancel",
        _("Cancel"),
        (State.NEW, State.RETURNED, *AT_DEPARTMENT),
        State.CANCELLED,
        Who.KEEPER,
        _("a reason"),
        "ban",
    ),
    Transition(
        "upgrade",
        _("Upgrade to a complaint"),
        OPEN,
        State.UPGRADED,
        Who.KEEPER,
        _("why it is a complaint"),
        "alert-triangle",
    ),
)
BY_KEY = {one.key: one for one in TRANSITIONS}
HEADINGS = (
    pgettext_lazy("transition", "Step"),
    pgettext_lazy("transition", "From"),
    pgettext_lazy("transition", "To"),
    pgettext_lazy("transition", "Who"),
    pgettext_lazy("transition", "Needs"),
)


def leading_from(state: str) -> list[Transition]:
    """The steps an order in that state may take, in the table's order."""
    return [one for one in TRANSITIONS if one.leads_from(state)]


def as_markdown() -> str:
    """The table as docs/complaints-workorders.md shows it."""
    lines = ["| key | from | to | who | needs |", "|---|---|---|---|---|"]
    for one in TRANSITIONS:
        sources = "every open state" if one.sources == OPEN else ", ".join(one.sources) or "–"
        lines.append(f"| `{one.key}` | {sources} | {one.target} | {Who(one.who).label} | {one.needs} |")
    return "\n".join(lines)
