"""The list of duty logs."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.web.listing import Column, Listing
from staffing.floor.access import RECORDS
from staffing.floor.dutylogs.models import DutyLog
from staffing.floor.dutylogs.sections import SECTIONS


class DutyLogFilter(django_filters.FilterSet):
    """By words, day, team, state."""

    q = django_filters.CharFilter(method="search", label=_("Number or words"))
    day = django_filters.DateFromToRangeFilter(field_name="on", label=_("Day"))
    team = django_filters.CharFilter(field_name="team__code", label=_("Team code"))
    open = django_filters.BooleanFilter(field_name="locked_at", lookup_expr="isnull", label=_("Not signed"))

    class Meta:
        model = DutyLog
        fields: list[str] = []

    def search(self, rows: QuerySet[DutyLog], name: str, value: str) -> QuerySet[DutyLog]:
        number = value.strip().upper().removeprefix("DL-").lstrip("0")
        found = Q(sections__icontains=value)
        if number.isascii() and number.isdigit() and len(number) < 18:
            found |= Q(pk=int(number))
        return rows.filter(found)


def state(row: DutyLog) -> tuple[str | Promise, str]:
    """The state as a badge."""
    if row.is_locked:
        return pgettext_lazy("duty log", "Signed"), "green"
    return pgettext_lazy("duty log", "Open"), "yellow"


ALL = Listing(
    key="floor.duty_logs",
    title=_("Duty logs"),
    columns=(
        Column("number", pgettext_lazy("duty log", "Number"), lambda d: d.number, sort="pk", link=lambda d: d.get_absolute_url()),
        Column("on", _("Day"), lambda d: d.on, kind="date", sort="on"),
        Column("team", _("Team"), lambda d: d.team, sort="team__code"),
        Column("code", _("Shift"), lambda d: d.code, sort="code"),
        Column("state", _("State"), state, kind="badge", sort="locked_at"),
        Column("locked_by", _("Signed by"), lambda d: d.locked_by or "", sort="locked_by__name"),
        Column("locked_at", _("Signed at"), lambda d: d.locked_at, kind="datetime", sort="locked_at"),
        Column("written", _("Sections written"), lambda d: sum(bool(text) for text in d.sections.values()), kind="number"),
        *(
            Column(key, title, lambda d, key=key: d.sections.get(key, ""), wrap=True, default=False)  # type: ignore[misc]
            for key, title in SECTIONS.items()
        ),
    ),
    ordering=("-starts_at", "-pk"),
    filterset=DutyLogFilter,
    export_subject=RECORDS,
    empty_title=_("No duty logs yet"),
    empty_text=_("The log of a shift is opened above; what the system knows is filled in."),
)  # fmt: skip
