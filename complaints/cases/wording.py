"""A complaint in words and colours, the same on every page."""

import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from callcenter.web import cells
from complaints.cases.dossier import Case
from complaints.cases.states import AFTER_DECISION, State
from complaints.cases.steps.models import Step, StepState

COLOURS = {
    State.RECEIVED: "grey",
    State.SUBMITTED: "yellow",
    State.NOT_ACCEPTED: "orange",
    State.CLOSED: "green",
    State.WITHDRAWN: "grey",
    State.MERGED: "grey",
    State.REDIRECTED: "grey",
}
STEP_COLOURS = {
    StepState.WAITING: "grey",
    StepState.RUNNING: "blue",
    StepState.DONE: "green",
    StepState.SKIPPED: "grey",
}
SOON = datetime.timedelta(days=1)


def state(case: Case) -> tuple[str, str]:
    """The state as a badge: blue while it is worked on, green where the decision stands."""
    colour = COLOURS.get(State(case.state)) or ("green" if case.state in AFTER_DECISION else "blue")
    return str(case.get_state_display()), colour


def severity(case: Case) -> tuple[str, str]:
    """Red for what is especially serious."""
    return str(case.get_severity_display()), "red" if case.is_serious else "grey"


def is_overdue(case: Case, now: datetime.datetime | None = None) -> bool:
    """Overdue, or was once: that stays (domain §6.5)."""
    if case.overdue_at is not None:
        return True
    return case.closed_at is None and case.due_at is not None and case.due_at < (now or timezone.now())


def due(case: Case, now: datetime.datetime | None = None) -> tuple[str, str]:
    """The deadline as a badge: nothing before acceptance; after the end whether it was in time."""
    if case.due_at is None:
        return cells.NOTHING, "grey"
    if case.closed_at is not None:
        return (_("Closed late"), "red") if is_overdue(case) else (_("Closed in time"), "green")
    now = now or timezone.now()
    words = cells.due(case.due_at, now)
    if case.due_at <= now:
        return words, "red"
    return words, "yellow" if case.due_at - now <= SOON else "blue"


def overdue(case: Case) -> tuple[str, str] | str:
    """The permanent flag."""
    return (pgettext("complaint", "Overdue"), "red") if is_overdue(case) else ""


def step_name(step: Step) -> str:
    """What is to be done."""
    return step.title or str(step.get_kind_display())


def step_state(step: Step, now: datetime.datetime | None = None) -> tuple[str, str]:
    """The state of a step as a badge; red where it is late."""
    if is_late(step, now):
        return (_("Done late"), "red") if step.done_at else (pgettext("step", "Late"), "red")
    return str(step.get_state_display()), STEP_COLOURS[StepState(step.state)]


def is_late(step: Step, now: datetime.datetime | None = None) -> bool:
    """Past its deadline, running or done."""
    if step.state in (StepState.WAITING, StepState.SKIPPED):
        return False
    return (step.done_at or now or timezone.now()) > step.due_at
