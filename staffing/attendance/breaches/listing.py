"""The list of breaches, for the page and the API."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.api.filters import RowFilter
from callcenter.people.employees.filters import matching
from callcenter.people.models import Employee
from callcenter.web.listing import BulkAction, Column, Listing
from staffing.attendance.access import SUBJECT
from staffing.attendance.breaches.models import Breach, BreachKind, BreachState
from staffing.attendance.days.filters import teams_in_sight
from staffing.attendance.days.wording import figure


class BreachFilter(django_filters.FilterSet):
    """By words, state, kind, team and days."""

    q = django_filters.CharFilter(method="search", label=_("Number or name"))
    state = django_filters.ChoiceFilter(choices=BreachState.choices, label=_("State"))
    kind = django_filters.ChoiceFilter(choices=BreachKind.choices, label=_("Kind"))
    employee = django_filters.CharFilter(
        field_name="employee__number", lookup_expr="iexact", label=_("Employee number")
    )
    team = RowFilter(queryset=teams_in_sight, label=_("Team"))
    since = django_filters.DateFilter(field_name="on", lookup_expr="gte", label=_("From"))
    until = django_filters.DateFilter(field_name="on", lookup_expr="lte", label=_("To"))
    answered = django_filters.BooleanFilter(method="of_answered", label=_("With a statement"))

    class Meta:
        model = Breach
        fields: list[str] = []

    def search(self, rows: QuerySet[Breach], name: str, text: str) -> QuerySet[Breach]:
        return rows.filter(employee__in=Employee.objects.filter(matching(text)).values("pk"))

    def of_answered(self, rows: QuerySet[Breach], name: str, value: bool) -> QuerySet[Breach]:
        return rows.exclude(stated_at=None) if value else rows.filter(stated_at=None)


def listing(*, is_decider: bool) -> Listing:
    """All breaches in sight; who may decide confirms several at once, those without a statement."""
    confirm = BulkAction(
        _("Confirm"),
        reverse_lazy("attendance:confirm-breaches"),
        "check",
        _("Confirm everything that is chosen?"),
    )
    return Listing(
        key="attendance.breaches",
        title=_("Breaches of attendance"),
        columns=(
            Column("on", _("Day"), lambda row: row.on, kind="date", sort="on", link=_address),
            Column(
                "number",
                pgettext_lazy("employee", "Number"),
                lambda row: row.employee.number,
                sort="employee__number",
            ),
            Column("name", _("Name"), lambda row: str(row.employee), sort="employee__name", link=_address),
            Column("team", _("Team"), lambda row: row.team, sort="team__code"),
            Column("kind", _("Kind"), lambda row: row.get_kind_display(), sort="kind"),
            Column("figure", _("Details"), lambda row: figure(row.finding)),
            Column("state", _("State"), lambda row: row.badge, kind="badge", sort="state"),
            Column("answered", _("Statement"), lambda row: bool(row.statement), kind="bool"),
            Column(
                "statement", _("Words of the statement"), lambda row: row.statement, wrap=True, default=False
            ),
            Column(
                "due",
                _("Decision by"),
                lambda row: row.due_at if row.is_open else None,
                kind="datetime",
                sort="due_at",
            ),
            Column("decided_by", _("Decided by"), _decider),
            Column(
                "decided_at",
                _("Decided at"),
                lambda row: row.decided_at,
                kind="datetime",
                sort="decided_at",
                default=False,
            ),
            Column("reason", _("Comment"), lambda row: row.reason, wrap=True, default=False),
        ),
        ordering=("-on", "employee__number", "pk"),
        filterset=BreachFilter,
        export_subject=SUBJECT,
        peek=True,
        bulk=(confirm,) if is_decider else (),
        empty_title=_("No breaches"),
        empty_text=_(
            "Who comes so late or is off post for so long that the rulebook calls it a breach, and who is absent, shows here for the leader’s decision."
        ),
    )


def _address(row: Any) -> str:
    found: str = row.get_absolute_url()
    return found


def _decider(row: Any) -> str:
    return str(getattr(row.decided_by, "employee", None) or row.decided_by or "")
