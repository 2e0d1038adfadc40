"""The way of a document, as one table that code, pages, API and docs share: which act leads from where to where, and whose it is."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(StrEnum):
    """Where a document stands."""

    AUTO_DRAFT = "auto_draft"
    EDITED = "edited"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    REVIEWED = "reviewed"
    DISTRIBUTED = "distributed"
    ARCHIVED = "archived"


class Party(StrEnum):
    """Whose act it is."""

    SYSTEM = "system"
    WRITER = "writer"
    REVIEWER = "reviewer"


class Act(StrEnum):
    """What is done with a document."""

    EDIT = "edit"
    SUBMIT = "submit"
    RETURN = "return"
    SIGN = "sign"
    DISTRIBUTE = "distribute"
    ARCHIVE = "archive"


LABELS: dict[State, str | Promise] = {
    State.AUTO_DRAFT: _("Draft"),
    State.EDITED: _("Being written"),
    State.SUBMITTED: _("Submitted"),
    State.RETURNED: _("Returned"),
    State.REVIEWED: _("Signed"),
    State.DISTRIBUTED: _("Distributed"),
    State.ARCHIVED: _("Archived"),
}
CHOICES = [(state.value, label) for state, label in LABELS.items()]
COLOURS = {
    State.AUTO_DRAFT: "grey",
    State.EDITED: "blue",
    State.SUBMITTED: "yellow",
    State.RETURNED: "red",
    State.REVIEWED: "green",
    State.DISTRIBUTED: "green",
    State.ARCHIVED: "grey",
}
WITH_WRITER = frozenset({State.AUTO_DRAFT, State.EDITED, State.RETURNED})
WITH_REVIEWER = frozenset({State.SUBMITTED})
CLOSED = frozenset({State.REVIEWED, State.DISTRIBUTED, State.ARCHIVED})
OUT = frozenset({State.DISTRIBUTED, State.ARCHIVED})  # its receivers have it


@dataclass(frozen=True)
class Transition:
    """One line of the table. `label` is the button; `sentence` says what happens, for page and docs."""

    act: Act
    sources: frozenset[State]
    target: State
    by: Party
    label: str | Promise
    sentence: str | Promise


TRANSITIONS: tuple[Transition, ...] = (
    Transition(
        Act.EDIT,
        WITH_WRITER,
        State.EDITED,
        Party.WRITER,
        _("Save"),
        _("The writer fills in the sections; every save is on record."),
    ),
    Transition(
        Act.SUBMIT,
        WITH_WRITER,
        State.SUBMITTED,
        Party.WRITER,
        _("Submit"),
        _("The writer hands the document to the reviewer; the required sections are filled in."),
    ),
    Transition(
        Act.RETURN,
        WITH_REVIEWER,
        State.RETURNED,
        Party.REVIEWER,
        _("Return"),
        _("The reviewer gives it back with a reason."),
    ),
    Transition(
        Act.SIGN,
        WITH_REVIEWER,
        State.REVIEWED,
        Party.REVIEWER,
        pgettext_lazy("document", "Sign"),
        _(
            "Each reviewer of the chain signs for the figures checked; the last signature closes the document."
        ),
    ),
    Transition(
        Act.DISTRIBUTE,
        frozenset({State.REVIEWED}),
        State.DISTRIBUTED,
        Party.SYSTEM,
        _("Distribute"),
        _("The receivers get it with its workbook, each once."),
    ),
    Transition(
        Act.ARCHIVE,
        frozenset({State.DISTRIBUTED}),
        State.ARCHIVED,
        Party.SYSTEM,
        _("Archive"),
        _("After the days that the rulebook says it is archived; the database refuses every change."),
    ),
)
_BY_ACT = {transition.act: transition for transition in TRANSITIONS}


def transition(act: Act) -> Transition:
    """The line of the table."""
    return _BY_ACT[act]


def may_follow(act: Act, state: State | str) -> bool:
    """Whether the act is possible from that state."""
    return State(state) in _BY_ACT[act].sources


def next_act(state: State | str) -> Transition | None:
    """What is awaited next: the one next action of the page. None once archived."""
    order = {
        State.AUTO_DRAFT: Act.SUBMIT,
        State.EDITED: Act.SUBMIT,
        State.RETURNED: Act.SUBMIT,
        State.SUBMITTED: Act.SIGN,
        State.REVIEWED: Act.DISTRIBUTE,
        State.DISTRIBUTED: Act.ARCHIVE,
    }
    act = order.get(State(state))
    return _BY_ACT[act] if act else None
