"""What is due for somebody: their running deadlines, the requests they decide, complaints of theirs that wait without one."""

import datetime
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from callcenter.access.permissions import position
from callcenter.accounts.models import User
from callcenter.approvals.requests.models import Request
from callcenter.approvals.requests.models import State as RequestState
from callcenter.approvals.requests.selectors import on_the_desk
from callcenter.clocks import selectors as clocks
from callcenter.clocks.models import Clock, ClockQuerySet
from callcenter.people.models import Site
from callcenter.web.cells import due, span
from complaints.cases.models import Case, State, Step

SHOWN = 300  # rows; nobody reads further down a list ordered by what is due
APPROVALS = "approvals"
OTHER = "other"


@dataclass(frozen=True)
class Row:
    """One thing to do. `of` is the room it comes from, `tone` late, soon or empty."""

    title: str
    detail: str
    url: str
    of: str
    due_at: datetime.datetime | None
    words: str
    tone: str = ""
    state: tuple[str, str] | None = None  # of the complaint: words and colour


@dataclass(frozen=True)
class Queue:
    """The rows in the order of what is due, those without a deadline last; `of` counts them by room."""

    rows: list[Row]
    of: Counter[str] = field(default_factory=Counter)
    late: int = 0
    soon: int = 0
    is_cut: bool = False


def rooms() -> dict[str, str]:
    """The rooms whose work shows under a name of its own."""
    return {
        "cases": _("Complaints"),
        "workorders": _("Work orders"),
        "serviceorders": _("Service orders"),
        "remedies": _("Remedies"),
        "improvement": _("Improvement"),
        "liability": _("Liability"),
        "surveys": _("Callbacks"),
        "conduct": _("Conduct"),
        APPROVALS: _("Approvals"),
        OTHER: _("Other"),
    }


def room_of(kind: str) -> str:
    """The room that a kind of deadline shows under; kinds begin with the room's name, some without its plural."""
    prefix, known = kind.partition(".")[0], rooms()
    return next((key for key in (prefix, f"{prefix}s") if key in known), OTHER)


def queue_of(user: User, site: Site | None, now: datetime.datetime | None = None) -> Queue:
    """Everything due for the user, across sites."""
    now = now or timezone.now()
    within = clocks.soon(site)
    running = list(_running(user)[: SHOWN + 1])
    rows = [_clock_row(clock, now, within) for clock in running[:SHOWN]]
    me = position(user).employee_id
    rows += [
        Row(
            one.label,
            _asked(one, me),
            one.get_absolute_url(),
            APPROVALS,
            at,
            due(at, now) if at else _("no deadline"),
            _tone(at, now, within),
        )
        for one in on_the_desk(user)[:SHOWN]
        for at in (getattr(one, "due_at", None),)  # with_open_step adds it
    ]
    rows += _without_deadline(user, now)
    last = datetime.datetime.max.replace(tzinfo=datetime.UTC)
    rows.sort(key=lambda row: row.due_at or last)
    return Queue(
        rows,
        Counter(row.of for row in rows),
        sum(row.tone == "late" for row in rows),
        sum(row.tone == "soon" for row in rows),
        len(running) > SHOWN,
    )


def _running(user: User) -> ClockQuerySet:
    """The user's deadlines that run, with what their pages' addresses are made from. Approvals have a desk of their own."""
    rows = Clock.objects.running().filter(owner=user.pk).exclude(kind__startswith=f"{APPROVALS}.")
    subjects = GenericPrefetch("subject", [Case.objects.defer("search"), Step.objects.select_related("case")])
    return rows.order_by("due_at", "pk").prefetch_related(subjects)


def _clock_row(clock: Clock, now: datetime.datetime, within: datetime.timedelta) -> Row:
    subject = clock.subject
    case = subject if isinstance(subject, Case) else getattr(subject, "case", None)
    is_paused = clock.is_paused(now)
    return Row(
        str(subject)
        if isinstance(subject, Case | Step)
        else clock.label,  # steps read in the reader's language
        clock.title,
        _address(clock, subject),
        room_of(clock.kind),
        clock.due_at,
        _("paused") if is_paused else due(clock.due_at, now) if clock.due_at else _("no deadline"),
        "" if is_paused else _tone(clock.due_at, now, within),
        case_state(case) if isinstance(case, Case) else None,
    )


def _asked(request: Request, me: int | None) -> str:
    """What the user has to do about a request, as Today says it."""
    if request.state == RequestState.RETURNED and request.applicant_id == me:
        return _("Put right and send in again")
    follow_up = getattr(request, "follow_up", None)
    if follow_up is not None and follow_up.done_at is None and follow_up.assignee_id == me:
        return _("Tell %(name)s of the emergency") % {"name": follow_up.informs}
    return _("%(kind)s of %(name)s") % {"kind": request.kind_of.title, "name": request.applicant}


def _address(clock: Clock, subject: Any) -> str:
    kind = clock.clock_kind
    if subject is None:
        return clock.get_absolute_url()
    if kind.url is not None:
        return str(kind.url(subject))
    return str(
        subject.get_absolute_url() if hasattr(subject, "get_absolute_url") else clock.get_absolute_url()
    )


def _tone(due_at: datetime.datetime | None, now: datetime.datetime, within: datetime.timedelta) -> str:
    if due_at is None:
        return ""
    return "late" if due_at <= now else "soon" if due_at - now <= within else ""


def _without_deadline(user: User, now: datetime.datetime) -> list[Row]:
    """Complaints before their acceptance: those to be accepted by their owner, those that came back to who took them."""
    me = position(user).employee_id
    if me is None:
        return []
    waiting = Case.objects.filter(owner=me, state=State.SUBMITTED, closed_at=None)
    back = Case.objects.filter(taker=me, state=State.RECEIVED, closed_at=None)
    rows = (waiting | back).defer("search").order_by("received_at", "pk")[:SHOWN]
    return [
        Row(
            str(case),
            _("To be accepted") if case.state == State.SUBMITTED else _("To be completed and submitted"),
            case.get_absolute_url(),
            "cases",
            None,
            _("waits for %(span)s") % {"span": span((now - case.received_at).total_seconds())},
            state=case_state(case),
        )
        for case in rows
    ]


COLOURS = {
    State.RECEIVED: "grey",
    State.SUBMITTED: "yellow",
    State.ACCEPTED: "blue",
    State.INVESTIGATED: "blue",
    State.REPORTED: "yellow",
    State.DECIDED: "green",
    State.NOT_UPHELD: "grey",
    State.CONVEYED: "blue",
    State.EXECUTING: "green",
    State.CLOSED: "grey",
}


def case_state(case: Case) -> tuple[str, str]:
    """The badge of a complaint's state."""
    return case.get_state_display(), COLOURS.get(State(case.state), "grey")
