"""The list of conduct records, for the page and the API."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.web.listing import Column, Listing
from quality.conduct.access import SUBJECT
from quality.conduct.catalogue.models import Block
from quality.conduct.records.models import ConductRecord, Measure, RecordState

COLOURS = {
    RecordState.RECORDED: "yellow",
    RecordState.APPROVAL: "yellow",
    RecordState.DECIDED: "blue",
    RecordState.CONTESTED: "orange",
    RecordState.FINAL: "red",
    RecordState.DISMISSED: "green",
    RecordState.CANCELLED: "grey",
}


def state(record: ConductRecord) -> tuple[str, str]:
    """The state as a badge."""
    return record.get_state_display(), COLOURS[RecordState(record.state)]


class RecordFilter(django_filters.FilterSet):
    """By words, state, item, part, person, team, day, measure."""

    q = django_filters.CharFilter(method="search", label=_("Number, name or words"))
    state = django_filters.MultipleChoiceFilter(choices=RecordState.choices, label=_("State"))
    item = django_filters.CharFilter(field_name="item__code", lookup_expr="iexact", label=_("Item"))
    block = django_filters.MultipleChoiceFilter(
        field_name="item__block", choices=Block.choices, label=pgettext_lazy("conduct", "Part")
    )
    measure = django_filters.MultipleChoiceFilter(choices=Measure.choices, label=_("Measure"))
    employee = django_filters.CharFilter(
        field_name="employee__number", lookup_expr="iexact", label=_("Employee number")
    )
    team = django_filters.CharFilter(field_name="team__code", label=_("Team code"))
    on = django_filters.DateFromToRangeFilter(field_name="happened_at", label=_("Day"))

    class Meta:
        model = ConductRecord
        fields: list[str] = []

    def search(self, rows: QuerySet[ConductRecord], name: str, value: str) -> QuerySet[ConductRecord]:
        number = value.strip().upper().removeprefix("CR-").lstrip("0")
        found = Q(words__icontains=value) | Q(item__code__iexact=value)
        found |= Q(employee__number__istartswith=value)
        found |= Q(employee__name__icontains=value) | Q(employee__name_zh__icontains=value)
        if number.isascii() and number.isdigit() and len(number) < 18:
            found |= Q(pk=int(number))
        return rows.filter(found)


ALL = Listing(
    key="conduct.records",
    title=_("Conduct records"),
    columns=(
        Column("number", pgettext_lazy("conduct", "Number"), lambda r: r.number, sort="pk", link=lambda r: r.get_absolute_url()),
        Column("employee", _("Employee"), lambda r: r.employee, sort="employee__name"),
        Column("item", _("Item"), lambda r: r.version, sort="item__code", wrap=True),
        Column("points", pgettext_lazy("conduct", "Points"), lambda r: r.points, kind="number", sort="points"),
        Column("state", _("State"), state, kind="badge", sort="state"),
        Column("happened_at", _("When"), lambda r: r.happened_at, kind="datetime", sort="happened_at"),
        Column("measure", _("Measure"), lambda r: r.get_measure_display(), sort="measure"),
        Column("repeat", pgettext_lazy("conduct", "Time"), lambda r: r.repeat, kind="number", sort="repeat", default=False),
        Column("team", _("Team"), lambda r: r.team, sort="team__code"),
        Column("place", _("Place"), lambda r: r.place, default=False),
        Column("words", _("What was seen"), lambda r: r.words, wrap=True, default=False),
        Column("recorded_by", _("Recorded by"), lambda r: r.recorded_by.get_full_name() if r.recorded_by else "", default=False),
        Column("recorded_at", _("Recorded"), lambda r: r.recorded_at, kind="datetime", sort="recorded_at", default=False),
        Column("decided_at", pgettext_lazy("conduct", "Decided"), lambda r: r.decided_at, kind="datetime", sort="decided_at", default=False),
    ),
    ordering=("-happened_at", "-pk"),
    filterset=RecordFilter,
    export_subject=SUBJECT,
    peek=True,
    empty_title=_("No conduct records"),
    empty_text=_("What leaders and QA record on the floor shows here, from the statement to the final word."),
)  # fmt: skip
