"""The lists of leave: requests in sight, balances of people."""

from dataclasses import replace
from typing import Any

from django.db.models import DecimalField, OuterRef, QuerySet, Subquery, Sum
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.access.matrix import Action
from callcenter.people.models import Employee
from callcenter.web.addresses import address
from callcenter.web.listing import Column, Listing
from staffing.leave.facts import length
from staffing.leave.filters import LeaveFilter, PeopleFilter
from staffing.leave.models import LeaveKind, LeaveRequest, LedgerEntry, people_of
from staffing.leave.sentences import tidy
from staffing.leave.states import COLOURS, State


def state(leave: LeaveRequest) -> tuple[str, str]:
    """The state as a badge."""
    return leave.get_state_display(), COLOURS[State(leave.state)]


def loaded(rows: QuerySet[LeaveRequest]) -> QuerySet[LeaveRequest]:
    """With what a line shows; no query for each row."""
    return rows.select_related("employee", "kind", "site", "team")


COLUMNS = (
    Column(
        "number",
        pgettext_lazy("request", "Number"),
        lambda r: r.number,
        sort="pk",
        link=lambda r: r.get_absolute_url(),
    ),
    Column(
        "employee",
        _("Employee"),
        lambda r: r.employee,
        sort="employee__name",
        link=lambda r: r.get_absolute_url(),
    ),
    Column("team", _("Team"), lambda r: r.team, sort="team__code"),
    Column("kind", _("Type"), lambda r: r.kind, sort="kind__place"),
    Column("when", pgettext_lazy("leave", "Days"), lambda r: r.when, sort="first_on"),
    Column("first_on", _("First day"), lambda r: r.first_on, kind="date", sort="first_on", default=False),
    Column("last_on", _("Last day"), lambda r: r.last_on, kind="date", sort="last_on", default=False),
    Column("length", _("Length"), length),
    Column("days", _("Working days"), lambda r: tidy(r.days), kind="number", default=False),
    Column("state", _("State"), state, kind="badge", sort="state"),
    Column("path", _("Rule"), lambda r: r.get_path_display(), default=False),
    Column(
        "certificate_due_on",
        _("Certificate due"),
        lambda r: r.certificate_due_on,
        kind="date",
        sort="certificate_due_on",
        default=False,
    ),
    Column("asked_at", _("Asked"), lambda r: r.asked_at, kind="datetime", sort="asked_at"),
    Column("starts_at", _("From"), lambda r: r.starts_at, kind="datetime", sort="starts_at", default=False),
    Column("ends_at", _("Until"), lambda r: r.ends_at, kind="datetime", sort="ends_at", default=False),
    Column("number_of", _("Employee number"), lambda r: r.employee.number, default=False),
    Column("site", _("Site"), lambda r: r.site, sort="site__code", default=False),
)
REQUESTS = Listing(
    key="leave.requests",
    title=_("Leave"),
    columns=COLUMNS,
    ordering=("-first_on", "-pk"),
    filterset=LeaveFilter,
    export_subject="staffing.leave",
    peek=True,
    empty_title=_("No leave yet"),
    empty_text=_("Leave that your people ask for shows here, with the rule that it follows and who decides."),
)
MINE = replace(
    REQUESTS,
    key="leave.mine",
    title=_("My leave"),
    columns=tuple(c for c in COLUMNS if c.key not in ("employee", "team", "number_of")),
    export_subject="",
)


def with_balances(rows: QuerySet[Employee], kinds: list[LeaveKind]) -> QuerySet[Employee]:
    """Annotate what is left of each kind as `left_<id>`; None without an entry."""
    money = DecimalField(max_digits=9, decimal_places=2)
    sums: dict[str, Any] = {}
    for kind in kinds:
        entries = LedgerEntry.objects.filter(employee=OuterRef("pk"), kind=kind).order_by()
        total = entries.values("employee").annotate(total=Sum("amount")).values("total")
        sums[f"left_{kind.pk}"] = Subquery(total, output_field=money)
    return rows.annotate(**sums)


def balances_listing(kinds: list[LeaveKind]) -> Listing:
    """People with a column for each kind that has a balance."""

    def of(kind: LeaveKind) -> Column:
        def left(person: Any) -> Any:
            found = getattr(person, f"left_{kind.pk}")
            return None if found is None else tidy(found)

        unit = _("hours") if kind.unit == "hour" else _("days")
        return Column(f"left_{kind.pk}", f"{kind} ({unit})", left, kind="number", sort=f"left_{kind.pk}")

    return Listing(
        key="leave.balances",
        title=_("Balances of leave"),
        columns=(
            Column("number", _("Employee number"), lambda e: e.number, sort="number", link=_ledger),
            Column("name", _("Employee"), str, sort="name", link=_ledger),
            Column("hired_on", _("Hired on"), lambda e: e.hired_on, kind="date", sort="hired_on"),
            *(of(kind) for kind in kinds),
        ),
        ordering=("number",),
        filterset=PeopleFilter,
        export_subject="staffing.leave",
        export_rows=exportable_people,
        empty_title=_("Nobody here"),
        empty_text=_("The balances of your people show here."),
    )


def _ledger(person: Employee) -> str:
    return address("leave:ledger", person.number)


def exportable_people(rows: Any, user: Any) -> QuerySet[Any]:
    """Of the people shown those whose leave the user may take away."""
    return rows.filter(pk__in=people_of(user, Action.EXPORT).values("pk"))
