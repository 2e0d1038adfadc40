"""The ledger of points as a list, for the page and the API."""

from typing import Any

import django_filters
from django.db.models import QuerySet, Sum
from django.http import HttpRequest
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.web.listing import Column, Listing
from quality.conduct.access import SUBJECT
from quality.conduct.catalogue.models import Block
from quality.conduct.ledger.models import EntryKind, PointsEntry


class PointsFilter(django_filters.FilterSet):
    """By person, team, statistics month, item, kind."""

    q = django_filters.CharFilter(field_name="employee__name", lookup_expr="icontains", label=_("Name"))
    employee = django_filters.CharFilter(
        field_name="employee__number", lookup_expr="iexact", label=_("Employee number")
    )
    team = django_filters.CharFilter(field_name="team__code", label=_("Team code"))
    month = django_filters.DateFilter(label=_("First day of the statistics month"))
    item = django_filters.CharFilter(field_name="item__code", lookup_expr="iexact", label=_("Item"))
    block = django_filters.MultipleChoiceFilter(
        field_name="item__block", choices=Block.choices, label=pgettext_lazy("conduct", "Part")
    )
    kind = django_filters.ChoiceFilter(choices=EntryKind.choices, label=_("Kind"))

    class Meta:
        model = PointsEntry
        fields: list[str] = []


def link(entry: PointsEntry) -> str | None:
    """The decision that the points rest on."""
    source: Any = entry.source
    found = source.get_absolute_url() if hasattr(source, "get_absolute_url") else None
    return found or None


COLOURS = {EntryKind.DEDUCTION: "red", EntryKind.REVERSAL: "grey", EntryKind.REWARD: "green"}


def kind(entry: PointsEntry) -> tuple[str, str]:
    """What the entry does, as a badge."""
    return entry.get_kind_display(), COLOURS[EntryKind(entry.kind)]


def sums(rows: QuerySet[PointsEntry], request: HttpRequest) -> list[tuple[str, str, str]]:
    """What the listed entries come to."""
    total = rows.order_by().aggregate(total=Sum("points"))["total"] or 0
    return [(_now("Points in all"), str(total), _now("Deductions less reversals and rewards."))]


ALL = Listing(
    key="conduct.points",
    title=pgettext_lazy("ledger", "Points"),
    columns=(
        Column("number", pgettext_lazy("points", "Number"), lambda e: e.number, sort="pk", link=link),
        Column("employee", _("Employee"), lambda e: e.employee, sort="employee__name"),
        Column("kind", _("Kind"), kind, kind="badge", sort="kind"),
        Column("points", pgettext_lazy("ledger", "Points"), lambda e: e.points, kind="number", sort="points"),
        Column("item", _("Item"), lambda e: e.item, sort="item__code"),
        Column("on", _("Day"), lambda e: e.on, kind="date", sort="on"),
        Column("month", _("Statistics month"), lambda e: e.month, kind="date", sort="month"),
        Column("team", _("Team"), lambda e: e.team, sort="team__code"),
        Column("veto", _("Veto"), lambda e: e.is_veto, kind="bool", default=False),
        Column("reason", _("Reason"), lambda e: e.reason, wrap=True, default=False),
        Column("entered_by", _("Decided by"), lambda e: e.entered_by.get_full_name() if e.entered_by else "", default=False),
        Column("entered_at", pgettext_lazy("points", "Entered"), lambda e: e.entered_at, kind="datetime", sort="entered_at"),
    ),
    ordering=("-entered_at", "-pk"),
    filterset=PointsFilter,
    export_subject=SUBJECT,
    empty_title=_("No points"),
    empty_text=_("Every deduction, reward and reversal shows here, with the decision that it rests on."),
    sums=sums,
)  # fmt: skip
