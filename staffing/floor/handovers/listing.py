"""The list of handovers."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.web.listing import Column, Listing
from staffing.floor.access import RECORDS
from staffing.floor.handovers.models import Handover


class HandoverFilter(django_filters.FilterSet):
    """By words, day, team, state."""

    q = django_filters.CharFilter(method="search", label=_("Number or words"))
    day = django_filters.DateFromToRangeFilter(field_name="on", label=_("Day"))
    team = django_filters.CharFilter(field_name="team__code", label=_("Team code"))
    open = django_filters.BooleanFilter(
        field_name="incoming_signed_at", lookup_expr="isnull", label=_("Not signed by both")
    )

    class Meta:
        model = Handover
        fields: list[str] = []

    def search(self, rows: QuerySet[Handover], name: str, value: str) -> QuerySet[Handover]:
        number = value.strip().upper().removeprefix("HO-").lstrip("0")
        found = Q(topics__icontains=value)
        if number.isascii() and number.isdigit() and len(number) < 18:
            found |= Q(pk=int(number))
        return rows.filter(found)


def state(row: Handover) -> tuple[str | Promise, str]:
    """The state as a badge."""
    if row.is_taken:
        return pgettext_lazy("handover", "Signed by both"), "green"
    if row.is_given:
        return pgettext_lazy("handover", "Waits for the incoming leader"), "yellow"
    return pgettext_lazy("handover", "Being written"), "grey"


ALL = Listing(
    key="floor.handovers",
    title=_("Handovers"),
    columns=(
        Column("number", pgettext_lazy("handover", "Number"), lambda h: h.number, sort="pk", link=lambda h: h.get_absolute_url()),
        Column("on", _("Day"), lambda h: h.on, kind="date", sort="on"),
        Column("team", _("Team"), lambda h: h.team, sort="team__code"),
        Column("code", _("Outgoing shift"), lambda h: h.code, sort="code"),
        Column("change_at", _("Change of shifts"), lambda h: h.change_at, kind="datetime", sort="change_at"),
        Column("outgoing", _("Outgoing leader"), lambda h: h.outgoing or "", sort="outgoing__name"),
        Column("incoming", _("Incoming leader"), lambda h: h.incoming or "", sort="incoming__name"),
        Column("state", _("State"), state, kind="badge"),
        Column("taken_at", _("Taken over at"), lambda h: h.incoming_signed_at, kind="datetime", sort="incoming_signed_at", default=False),
    ),
    ordering=("-change_at", "-pk"),
    filterset=HandoverFilter,
    export_subject=RECORDS,
    empty_title=_("No handovers yet"),
    empty_text=_("The handover of a shift is begun above; most of it is filled in already."),
)  # fmt: skip
