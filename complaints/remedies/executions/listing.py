"""The list of executions and of receivables."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.web.listing import Column, Listing
from complaints.remedies.duties.models import SUBJECT, Duty
from complaints.remedies.executions.models import STEPS, Execution, ExecutionState
from complaints.remedies.executions.rules import NextStep
from complaints.remedies.receivables.models import Receivable, ReceivableState

COLOURS = {ExecutionState.OPEN: "blue", ExecutionState.DONE: "green", ExecutionState.CANCELLED: "grey"}
R_COLOURS = {
    ReceivableState.OPEN: "blue",
    ReceivableState.COLLECTED: "green",
    ReceivableState.DROPPED: "grey",
}


def state(execution: Execution) -> tuple[str, str]:
    """The state as a badge; what is late is red."""
    if is_late(execution):
        return str(_("Overdue")), "red"
    return execution.get_state_display(), COLOURS[ExecutionState(execution.state)]


def is_late(row: Execution | Receivable) -> bool:
    """Open past its deadline."""
    return row.is_open and row.due_at is not None and row.due_at < timezone.now()


def turn(execution: Execution) -> str:
    """Whose turn it is."""
    if not execution.is_open:
        return ""
    if execution.next_step == NextStep.SIGN:
        return str(_("Deputy GM sales"))
    return execution.get_duty_display() if execution.duty else str(execution.case.owner)


def receivable_state(receivable: Receivable) -> tuple[str, str]:
    """The state as a badge; what is late is red."""
    if is_late(receivable):
        return str(_("Overdue")), "red"
    return receivable.get_state_display(), R_COLOURS[ReceivableState(receivable.state)]


class ExecutionFilter(django_filters.FilterSet):
    """By complaint, state, whose turn, next step, overdue."""

    q = django_filters.CharFilter(method="search", label=_("Complaint"))
    state = django_filters.MultipleChoiceFilter(choices=ExecutionState.choices, label=_("State"))
    duty = django_filters.MultipleChoiceFilter(choices=Duty.choices, label=_("Whose turn"))
    next_step = django_filters.MultipleChoiceFilter(choices=STEPS[:-1], label=_("Next step"))
    overdue = django_filters.BooleanFilter(method="late", label=_("Overdue"))

    class Meta:
        model = Execution
        fields: list[str] = []

    def search(self, rows: QuerySet[Execution], name: str, value: str) -> QuerySet[Execution]:
        words = value.strip()
        return rows.filter(Q(case__number__icontains=words) | Q(case__title__icontains=words))

    def late(self, rows: QuerySet[Execution], name: str, value: bool) -> QuerySet[Execution]:
        late = Q(state=ExecutionState.OPEN, due_at__lt=timezone.now())
        return rows.filter(late) if value else rows.exclude(late)


EXECUTIONS = Listing(
    key="remedies.executions",
    title=_("Remedies to carry out"),
    columns=(
        Column(
            "complaint",
            _("Complaint"),
            lambda e: e.case.reference,
            sort="case__number",
            link=lambda e: e.get_absolute_url(),
        ),
        Column("remedy", _("Remedy"), lambda e: e.remedy.get_kind_display(), sort="remedy__kind"),
        Column(
            "amount",
            pgettext_lazy("money", "Amount"),
            lambda e: e.remedy.amount or None,
            kind="number",
            sort="remedy__amount",
        ),
        Column("quantity", _("Quantity"), lambda e: e.remedy.quantity, kind="number"),
        Column(
            "next", _("Next step"), lambda e: e.get_next_step_display() if e.is_open else "", sort="next_step"
        ),
        Column("turn", _("Whose turn"), turn),
        Column("due_at", _("Due"), lambda e: e.due_at, kind="datetime", sort="due_at"),
        Column("state", _("State"), state, kind="badge", sort="state"),
        Column(
            "over_at",
            _("Carried out on"),
            lambda e: e.over_at,
            kind="datetime",
            sort="over_at",
            default=False,
        ),
        Column("title", _("In one line"), lambda e: e.case.title, wrap=True, default=False),
        Column("site", _("Site"), lambda e: e.site, sort="site__code", default=False),
    ),
    ordering=("-over_at", "due_at", "pk"),  # PostgreSQL puts what is not over first
    filterset=ExecutionFilter,
    export_subject=SUBJECT,
    peek=True,
    empty_title=_("Nothing to carry out"),
    empty_text=_(
        "Every remedy that is approved shows here until it is carried out, also after the complaint is closed."
    ),
)


class ReceivableFilter(django_filters.FilterSet):
    """By complaint, state, salesperson."""

    q = django_filters.CharFilter(field_name="case__number", lookup_expr="icontains", label=_("Complaint"))
    state = django_filters.MultipleChoiceFilter(choices=ReceivableState.choices, label=_("State"))
    salesperson = django_filters.CharFilter(
        field_name="salesperson__number", lookup_expr="iexact", label=_("Employee number")
    )

    class Meta:
        model = Receivable
        fields: list[str] = []


RECEIVABLES = Listing(
    key="remedies.receivables",
    title=_("Receivables to follow up"),
    columns=(
        Column(
            "complaint",
            _("Complaint"),
            lambda r: r.case.reference,
            sort="case__number",
            link=lambda r: r.get_absolute_url(),
        ),
        Column("order", _("Order number"), lambda r: r.case.order_no),
        Column("salesperson", _("Salesperson"), lambda r: r.salesperson, sort="salesperson__name"),
        Column("due_at", _("Due"), lambda r: r.due_at, kind="datetime", sort="due_at"),
        Column("state", _("State"), receivable_state, kind="badge", sort="state"),
        Column(
            "memo", pgettext_lazy("receivable", "Memo"), lambda r: r.memo_at, kind="datetime", default=False
        ),
        Column("over_at", _("Settled"), lambda r: r.over_at, kind="datetime", sort="over_at", default=False),
        Column("site", _("Site"), lambda r: r.site, sort="site__code", default=False),
    ),
    ordering=("-over_at", "due_at", "pk"),  # PostgreSQL puts what is not over first
    filterset=ReceivableFilter,
    export_subject=SUBJECT,
    peek=True,
    empty_title=_("No receivables to follow up"),
    empty_text=_("When a complaint is not upheld, its invoice is collected on the normal term."),
)
