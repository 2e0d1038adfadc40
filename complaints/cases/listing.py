"""The lists: every complaint in sight, one's own, steps of one's department."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy, pgettext_lazy

from callcenter.access.permissions import Actor
from callcenter.web.listing import Column, Listing, exportable
from complaints.cases import wording
from complaints.cases.dossier import SUBJECT, Case
from complaints.cases.filters import CaseFilter, StepFilter
from complaints.cases.steps.models import Step

SHOWN = ("site", "owner", "taker", "customer", "cause", "parent")


def rows_for(rows: QuerySet[Case]) -> QuerySet[Case]:
    """With what every line names; the words they are found by stay in the database."""
    return rows.select_related(*SHOWN).defer(
        "search", "content", "grounds", "marketing_opinion", "parent__search"
    )


def _customer(case: Case) -> str:
    return case.customer.name if case.customer else case.contact_name


COLUMNS = (
    Column("number", pgettext_lazy("complaint", "Number"), lambda c: c.reference, link=lambda c: c.get_absolute_url()),
    Column("title", pgettext_lazy("complaint", "Complaint"), lambda c: c.title, wrap=True),
    Column("state", gettext_lazy("State"), wording.state, kind="badge"),
    Column("due", gettext_lazy("Deadline"), lambda c: c.due_at and wording.due(c), kind="badge"),
    Column("overdue", pgettext_lazy("complaint", "Overdue"), wording.overdue, kind="badge"),
    Column("severity", gettext_lazy("Severity"), lambda c: wording.severity(c) if c.is_serious else "", kind="badge"),
    Column("owner", gettext_lazy("Owner"), lambda c: c.owner),
    Column("customer", gettext_lazy("Customer"), _customer),
    Column("cause", gettext_lazy("Cause"), lambda c: c.cause or ""),
    Column("received", gettext_lazy("Received"), lambda c: c.received_at, kind="datetime", sort="received_at"),
    Column("channel", gettext_lazy("Channel"), lambda c: c.get_channel_display(), default=False),
    Column("nature", pgettext_lazy("complaint", "What it is"), lambda c: c.get_nature_display(), default=False),
    Column("due_at", gettext_lazy("Due"), lambda c: c.due_at, kind="datetime", default=False),
    Column("accepted", gettext_lazy("Accepted"), lambda c: c.accepted_at, kind="datetime", default=False),
    Column("decided", pgettext_lazy("complaint", "Decided"), lambda c: c.decided_at, kind="datetime", default=False),
    Column("closed", gettext_lazy("Over"), lambda c: c.closed_at, kind="datetime", default=False),
    Column("outcome", gettext_lazy("Outcome"), lambda c: c.get_outcome_display(), default=False),
    Column("amount", gettext_lazy("Remedy total"), lambda c: c.amount, kind="number", default=False),
    Column("taker", gettext_lazy("Taken by"), lambda c: c.taker or "", default=False),
    Column("order", gettext_lazy("Order number"), lambda c: c.order_no, default=False),
    Column("parent", gettext_lazy("Earlier form"), lambda c: c.parent.reference if c.parent else "", default=False),
    Column("late_because", gettext_lazy("Why it is late"), lambda c: c.overdue_reason, wrap=True, default=False),
    Column("site", gettext_lazy("Site"), lambda c: c.site, default=False),
)  # fmt: skip

ALL = Listing(
    key="cases.cases",
    title=gettext_lazy("Complaints"),
    columns=COLUMNS,
    ordering=("-received_at", "-pk"),
    filterset=CaseFilter,
    keyset=True,
    wide=rows_for,
    export_subject=SUBJECT,
    peek=True,
    empty_title=gettext_lazy("No complaints"),
    empty_text=gettext_lazy("What customers complain about shows here from its receipt to its end."),
)
MINE = Listing(
    key="cases.mine",
    title=gettext_lazy("My complaints"),
    columns=tuple(column for column in COLUMNS if column.key != "site"),
    ordering=("-received_at", "-pk"),
    filterset=CaseFilter,
    keyset=True,
    wide=rows_for,
    peek=True,
    empty_title=gettext_lazy("No complaints of yours"),
    empty_text=gettext_lazy("What you took or answer for shows here."),
)


def steps_taken(rows: Any, user: Actor) -> QuerySet[Step]:
    """Steps of complaints that one may take away."""
    return rows.filter(case__in=exportable(Case.objects.all(), user).values("pk"))


STEPS = Listing(
    key="cases.steps",
    title=gettext_lazy("Steps of departments"),
    columns=(
        Column("case", gettext_lazy("Complaint"), lambda s: s.case.reference, link=lambda s: s.get_absolute_url()),
        Column("title", gettext_lazy("In one line"), lambda s: s.case.title, wrap=True),
        Column("step", gettext_lazy("Step"), wording.step_name, wrap=True),
        Column("state", gettext_lazy("State"), wording.step_state, kind="badge"),
        Column("due_at", gettext_lazy("Due"), lambda s: s.due_at, kind="datetime", sort="due_at"),
        Column("department", gettext_lazy("Department"), lambda s: s.department or ""),
        Column("assignee", gettext_lazy("Handler"), lambda s: s.assignee or ""),
        Column("started", gettext_lazy("Started"), lambda s: s.started_at, kind="datetime", default=False),
        Column("done", gettext_lazy("Done at"), lambda s: s.done_at, kind="datetime", default=False),
        Column("chased", gettext_lazy("Chased"), lambda s: s.chased, kind="number", default=False),
        Column("late_because", gettext_lazy("Why it is late"), lambda s: s.overdue_reason, wrap=True, default=False),
    ),
    ordering=("due_at", "pk"),
    filterset=StepFilter,
    keyset=True,
    export_subject=SUBJECT,
    export_rows=steps_taken,
    empty_title=gettext_lazy("No steps"),
    empty_text=gettext_lazy("What your department does for complaints shows here, the most urgent first."),
)  # fmt: skip
