"""The lists of orders, tickets and coordination, for the pages and the API."""

from typing import Any

import django_filters
from django.db.models import F, Q, QuerySet
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter import fulltext
from callcenter.people.models import Employee, Site
from callcenter.web.listing import BulkAction, Column, Listing
from complaints.workorders.models import (
    SUBJECT,
    Category,
    CoordinationRequest,
    CoordinationState,
    TransferTicket,
    WorkOrder,
)
from complaints.workorders.states import (
    AT_DEPARTMENT,
    OPEN,
    OrderChannel,
    OrderKind,
    State,
    TicketState,
    Urgency,
)

COLOURS = {
    State.NEW: "yellow",
    State.ANSWERED: "azure",
    State.FEEDBACK: "yellow",
    State.RETURNED: "orange",
    State.INFORMED: "azure",
    State.SATISFIED: "green",
    State.UNSATISFIED: "red",
    State.REPROCESSING: "orange",
    State.WAITING: "grey",
    State.CLOSED: "green",
    State.SETTLED: "grey",
    State.CANCELLED: "grey",
    State.UPGRADED: "red",
}
TICKET_COLOURS = {
    TicketState.SENT: "yellow",
    TicketState.WAITING: "grey",
    TicketState.DONE: "green",
    TicketState.RETURNED: "orange",
    TicketState.DROPPED: "grey",
}
URGENCY_COLOURS = {Urgency.URGENT: "orange", Urgency.CRITICAL: "red"}
COORDINATION_COLOURS = {
    CoordinationState.ASKED: "yellow",
    CoordinationState.RUNNING: "blue",
    CoordinationState.CLOSED: "green",
    CoordinationState.CANCELLED: "grey",
}


def state(order: WorkOrder) -> tuple[str, str]:
    """The state as a badge."""
    return order.get_state_display(), COLOURS.get(State(order.state), "blue")


def urgency(order: WorkOrder) -> tuple[str, str]:
    """The urgency as a badge."""
    return order.get_urgency_display(), URGENCY_COLOURS.get(Urgency(order.urgency), "grey")


def ticket_state(ticket: TransferTicket) -> tuple[str, str]:
    """The state of a ticket as a badge."""
    return ticket.get_state_display(), TICKET_COLOURS.get(TicketState(ticket.state), "blue")


def coordination_state(request: CoordinationRequest) -> tuple[str, str]:
    """The state of a coordination as a badge."""
    return request.get_state_display(), COORDINATION_COLOURS[CoordinationState(request.state)]


WITH_ORDERS = ("site", "category", "customer", "owner", "keeper", "team")


def _number(text: str, prefix: str) -> int | None:
    digits = text.strip().upper().removeprefix(prefix).split("-")[0].lstrip("0")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 18 else None


class OrderFilter(django_filters.FilterSet):
    """By words, state, kind, urgency, category, who took it, department, day; open and overdue."""

    q = django_filters.CharFilter(method="search", label=_("Number, words, customer or phone"))
    state = django_filters.MultipleChoiceFilter(choices=State.choices, distinct=False, label=_("State"))
    is_open = django_filters.BooleanFilter(method="opened", label=pgettext_lazy("work order", "Open"))
    is_overdue = django_filters.BooleanFilter(method="overdue", label=_("Overdue"))
    kind = django_filters.MultipleChoiceFilter(choices=OrderKind.choices, distinct=False, label=_("Kind"))
    urgency = django_filters.MultipleChoiceFilter(choices=Urgency.choices, distinct=False, label=_("Urgency"))
    channel = django_filters.MultipleChoiceFilter(
        choices=OrderChannel.choices, distinct=False, label=_("Channel")
    )
    category = django_filters.CharFilter(method="in_category", label=_("Category code"))
    owner = django_filters.CharFilter(method="taken_by", label=_("Employee number of who took it"))
    department = django_filters.CharFilter(method="at_department", label=_("Department code"))
    received = django_filters.DateFromToRangeFilter(field_name="received_at", label=_("Order received"))
    ended = django_filters.DateFromToRangeFilter(field_name="ended_at", label=_("Order ended"))
    site = django_filters.CharFilter(method="at_site", label=_("Code of the site"))

    class Meta:
        model = WorkOrder
        fields: list[str] = []

    def search(self, rows: QuerySet[WorkOrder], name: str, value: str) -> QuerySet[WorkOrder]:
        number = _number(value, "WO-")
        return rows.matching(value, also=[] if number is None else [number])  # type: ignore[attr-defined]

    def filter_queryset(self, queryset: QuerySet[WorkOrder]) -> QuerySet[WorkOrder]:
        """The words last: they are looked up among what the other filters leave (docs/fulltext.md)."""
        text = self.form.cleaned_data.pop("q", "")
        rows = super().filter_queryset(queryset)
        self.form.cleaned_data["q"] = text
        return self.search(rows, "q", text) if text else rows

    def in_category(self, rows: QuerySet[WorkOrder], name: str, value: str) -> QuerySet[WorkOrder]:
        return rows.filter(
            category__in=list(Category.objects.filter(code=value).values_list("pk", flat=True))
        )

    def at_site(self, rows: QuerySet[WorkOrder], name: str, value: str) -> QuerySet[WorkOrder]:
        return rows.filter(site__in=list(Site.objects.filter(code=value).values_list("pk", flat=True)))

    def taken_by(self, rows: QuerySet[WorkOrder], name: str, value: str) -> QuerySet[WorkOrder]:
        found = Employee.objects.filter(number__iexact=value)
        return rows.filter(owner__in=list(found.values_list("pk", flat=True)))

    def opened(self, rows: QuerySet[WorkOrder], name: str, value: bool) -> QuerySet[WorkOrder]:
        return rows.filter(state__in=OPEN) if value else rows.exclude(state__in=OPEN)

    def overdue(self, rows: QuerySet[WorkOrder], name: str, value: bool) -> QuerySet[WorkOrder]:
        late = Q(state__in=OPEN, due_at__lt=timezone.now())
        return rows.filter(late) if value else rows.exclude(late)

    def at_department(self, rows: QuerySet[WorkOrder], name: str, value: str) -> QuerySet[WorkOrder]:
        sent = TransferTicket.objects.filter(department__code=value, ended_at=None).values("order")
        return rows.filter(state__in=AT_DEPARTMENT, pk__in=sent)


def with_people(rows: QuerySet[WorkOrder]) -> QuerySet[WorkOrder]:
    """With what every line names; the words they are found by stay in the database."""
    return rows.select_related(*WITH_ORDERS).defer("search", "customer__found_by")


def _customer(order: WorkOrder) -> str:
    return order.customer.name if order.customer else order.contact_name


ORDERS = Listing(
    key="workorders.orders",
    title=_("Work orders"),
    columns=(
        Column(
            "number",
            pgettext_lazy("work order", "Number"),
            lambda o: o.number,
            sort="pk",
            link=lambda o: o.get_absolute_url(),
        ),
        Column("content", _("What the customer asks"), lambda o: o.summary, wrap=True),
        Column("state", _("State"), state, kind="badge", sort="state"),
        Column("urgency", _("Urgency"), urgency, kind="badge"),
        Column("category", _("Category"), lambda o: o.category, sort="category__code"),
        Column("customer", _("Customer"), _customer),
        Column("owner", _("Taken by"), lambda o: o.owner, sort="owner__name"),
        Column("due_at", _("To be done by"), lambda o: o.due_at, kind="datetime", sort="due_at"),
        Column(
            "promised",
            _("Promised reply"),
            lambda o: o.promised_reply_at,
            kind="datetime",
            sort="promised_reply_at",
        ),
        Column(
            "received_at", _("Order received"), lambda o: o.received_at, kind="datetime", sort="received_at"
        ),
        Column("kind", _("Kind"), lambda o: o.get_kind_display(), default=False),
        Column("channel", _("Channel"), lambda o: o.get_channel_display(), default=False),
        Column("keeper", _("In their place"), lambda o: o.keeper, default=False),
        Column("team", _("Team"), lambda o: o.team, sort="team__code", default=False),
        Column(
            "loops", _("Times not satisfied"), lambda o: o.loops, kind="number", sort="loops", default=False
        ),
        Column("returns", _("Returns"), lambda o: o.returns, kind="number", sort="returns", default=False),
        Column(
            "informed_at", _("Customer informed"), lambda o: o.informed_at, kind="datetime", default=False
        ),
        Column("ended_at", _("Ended"), lambda o: o.ended_at, kind="datetime", sort="ended_at", default=False),
    ),
    ordering=("-received_at", "-pk"),
    filterset=OrderFilter,
    wide=with_people,
    export_subject=SUBJECT,
    peek=True,
    empty_title=_("No work orders yet"),
    empty_text=_("What customers ask shows here, from the first word to the archive."),
)


class TicketFilter(django_filters.FilterSet):
    """By words, state, department, handler; open and overdue."""

    q = django_filters.CharFilter(method="search", label=_("Number or words"))
    state = django_filters.MultipleChoiceFilter(choices=TicketState.choices, distinct=False, label=_("State"))
    is_open = django_filters.BooleanFilter(
        field_name="ended_at", lookup_expr="isnull", label=pgettext_lazy("work order", "Open")
    )
    is_overdue = django_filters.BooleanFilter(method="overdue", label=_("Overdue"))
    department = django_filters.CharFilter(field_name="department__code", label=_("Department code"))
    handler = django_filters.CharFilter(
        field_name="handler__number", lookup_expr="iexact", label=_("Employee number of the handler")
    )
    required = django_filters.DateFromToRangeFilter(field_name="required_by", label=_("Required completion"))
    ended = django_filters.DateFromToRangeFilter(field_name="ended_at", label=_("Ticket ended"))
    on_time = django_filters.BooleanFilter(method="done_in_time", label=_("Done on time"))
    site = django_filters.CharFilter(field_name="order__site__code", label=_("Code of the site"))

    class Meta:
        model = TransferTicket
        fields: list[str] = []

    def search(self, rows: QuerySet[TransferTicket], name: str, value: str) -> QuerySet[TransferTicket]:
        number = _number(value, "WO-")
        of_order = TransferTicket.objects.filter(order=number) if number is not None else None
        also = of_order.values_list("pk", flat=True) if of_order is not None else ()
        return fulltext.matching(rows, value, order=("-sent_at", "-pk"), also=also)

    def overdue(self, rows: QuerySet[TransferTicket], name: str, value: bool) -> QuerySet[TransferTicket]:
        late = Q(ended_at=None, required_by__lt=timezone.now())
        return rows.filter(late) if value else rows.exclude(late)

    def done_in_time(
        self, rows: QuerySet[TransferTicket], name: str, value: bool
    ) -> QuerySet[TransferTicket]:
        """As the figures count: done by the required completion, or due and not."""
        in_time = Q(state=TicketState.DONE, done_at__lte=F("required_by"))
        late = Q(state=TicketState.DONE, done_at__gt=F("required_by"))
        late |= Q(ended_at=None, required_by__lt=timezone.now())
        return rows.filter(in_time if value else late)


def _problem(ticket: TransferTicket) -> str:
    words = " ".join(ticket.problem.split())
    return words if len(words) <= 80 else f"{words[:79]}…"


TICKETS = Listing(
    key="workorders.tickets",
    title=_("Transfer tickets"),
    columns=(
        Column(
            "number",
            pgettext_lazy("work order", "Number"),
            lambda t: t.number,
            sort="order",
            link=lambda t: t.get_absolute_url(),
        ),
        Column("problem", _("The problem"), _problem, wrap=True),
        Column("state", _("State"), ticket_state, kind="badge", sort="state"),
        Column("urgency", _("Urgency"), lambda t: urgency(t.order), kind="badge"),
        Column("department", _("Department"), lambda t: t.department, sort="department__code"),
        Column("handler", _("Handler"), lambda t: t.handler, sort="handler__name"),
        Column(
            "required_by",
            _("Required completion"),
            lambda t: t.required_by,
            kind="datetime",
            sort="required_by",
        ),
        Column("first_on", _("First on"), lambda t: t.first_on, kind="date", sort="first_on"),
        Column("sent_at", _("Sent"), lambda t: t.sent_at, kind="datetime", sort="sent_at"),
        Column("received_at", _("Received"), lambda t: t.received_at, kind="datetime", default=False),
        Column(
            "contacted",
            _("Contact with the agent"),
            lambda t: t.first_contacted_at,
            kind="datetime",
            default=False,
        ),
        Column("done_at", _("Done"), lambda t: t.done_at, kind="datetime", sort="done_at", default=False),
        Column("reason", _("Why it is transferred"), lambda t: t.reason, wrap=True, default=False),
    ),
    ordering=(
        "-ended_at",
        "first_on",
        "required_by",
        "pk",
    ),  # open ones first, of them what must come first today
    filterset=TicketFilter,
    export_subject=SUBJECT,
    bulk=(
        BulkAction(_("Receive, to be handled by me"), reverse_lazy("workorders:receive-many"), "user-check"),
        BulkAction(_("Receive for somebody"), reverse_lazy("workorders:assign-many"), "user-share"),
    ),
    empty_title=_("No transfer tickets yet"),
    empty_text=_("What agents hand to departments shows here."),
)
WITH_TICKETS = ("order", "order__site", "department", "handler")


class CoordinationFilter(django_filters.FilterSet):
    """By words and state."""

    q = django_filters.CharFilter(method="search", label=_("Number or words"))
    state = django_filters.MultipleChoiceFilter(choices=CoordinationState.choices, label=_("State"))

    class Meta:
        model = CoordinationRequest
        fields: list[str] = []

    def search(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        number = _number(value, "CO-")
        also = [] if number is None else [number]
        return fulltext.matching(rows, value, order=("-asked_at", "-pk"), also=also)


COORDINATION = Listing(
    key="workorders.coordination",
    title=_("Coordination requests"),
    columns=(
        Column(
            "number",
            pgettext_lazy("work order", "Number"),
            lambda c: c.number,
            sort="pk",
            link=lambda c: c.get_absolute_url(),
        ),
        Column("purpose", _("Purpose"), lambda c: c.purpose, wrap=True),
        Column("state", _("State"), coordination_state, kind="badge", sort="state"),
        Column("behind", _("Behind the plan"), lambda c: c.is_behind and c.is_open, kind="bool"),
        Column("coordinator", _("Coordinator"), lambda c: c.coordinator),
        Column(
            "required_by",
            _("Required completion"),
            lambda c: c.required_by,
            kind="datetime",
            sort="required_by",
        ),
        Column("asked_by", _("Asked for by"), lambda c: c.asked_by),
        Column("asked_at", _("Asked"), lambda c: c.asked_at, kind="datetime", sort="asked_at"),
    ),
    ordering=("-asked_at", "-pk"),
    filterset=CoordinationFilter,
    export_subject=SUBJECT,
    empty_title=_("No coordination requests yet"),
    empty_text=_("What several departments have to settle together shows here."),
)
