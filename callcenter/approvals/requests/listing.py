"""The lists of requests: to decide, one's own, everything in sight."""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.approvals.requests.filters import InboxFilter, RequestFilter
from callcenter.approvals.requests.models import Request, State
from callcenter.approvals.requests.selectors import facts_line, open_step
from callcenter.web.listing import BulkAction, Column, Listing

COLOURS = {
    State.OPEN: "yellow",
    State.RETURNED: "blue",
    State.APPROVED: "green",
    State.REJECTED: "red",
    State.WITHDRAWN: "grey",
}


def state(request: Request) -> tuple[str, str]:
    """The state as a badge."""
    return request.get_state_display(), COLOURS[State(request.state)]


def _waits_for(request: Any) -> Any:
    step = open_step(request)
    return step.approver if step else None


COLUMNS = (
    Column(
        "number",
        pgettext_lazy("request", "Number"),
        lambda r: r.number,
        sort="pk",
        link=lambda r: r.get_absolute_url(),
    ),
    Column("kind", _("Type"), lambda r: r.kind_of.title, sort="kind"),
    Column(
        "label",
        pgettext_lazy("request", "What"),
        lambda r: r.label,
        link=lambda r: r.get_absolute_url(),
        wrap=True,
    ),
    Column("applicant", _("Applicant"), lambda r: r.applicant, sort="applicant__name"),
    Column("facts", _("In short"), facts_line, wrap=True, default=False),
    Column("state", _("State"), state, kind="badge", sort="state"),
    Column("waits_for", _("Waits for"), _waits_for),
    Column("asked_at", _("Asked"), lambda r: r.asked_at, kind="datetime", sort="asked_at"),
    Column("due_at", _("Due"), lambda r: r.due_at, kind="datetime", sort="due_at"),
    Column(
        "closed_at", _("Decided"), lambda r: r.closed_at, kind="datetime", sort="closed_at", default=False
    ),
    Column("site", _("Site"), lambda r: r.site, sort="site__code", default=False),
    Column(
        "skipped_level",
        _("Direct superior passed over"),
        lambda r: r.skipped_level,
        kind="bool",
        default=False,
    ),
)

ALL = Listing(
    key="approvals.requests",
    title=_("All requests"),
    columns=COLUMNS,
    ordering=("-asked_at", "-pk"),
    filterset=RequestFilter,
    export_subject="approvals.request",
    peek=True,
    empty_title=_("No requests yet"),
    empty_text=_("What people ask for or report shows here, with everybody who decided."),
)
MINE = replace(
    ALL,
    key="approvals.mine",
    title=_("My requests"),
    columns=tuple(column for column in COLUMNS if column.key != "applicant"),
    export_subject="",
    empty_title=_("You have asked for nothing"),
    empty_text=_("What you ask for or report shows here, with who has to decide and until when."),
)


def inbox(*, approve_url: str) -> Listing:
    """What waits for oneself: facts in view; who chose several approves them at once where their kind allows it."""
    shown = {"number", "kind", "label", "applicant", "facts", "asked_at", "due_at"}
    columns = tuple(replace(column, default=True) for column in COLUMNS if column.key in shown)
    return replace(
        ALL,
        key="approvals.inbox",
        title=_("To decide"),
        columns=columns,
        ordering=("due_at", "pk"),
        filterset=InboxFilter,
        export_subject="",
        bulk=(
            BulkAction(
                pgettext_lazy("decision", "Approve"),
                approve_url,
                "check",
                _("Approve everything that is chosen?"),
            ),
        ),
        empty_title=_("Nothing waits for your decision"),
        empty_text=_("Requests of the people who report to you show here, the next deadline first."),
    )
