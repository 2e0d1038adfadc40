"""Filters of the list of incidents, for the page and the API alike."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from staffing.records.incidents.models import SEVERITIES, Incident, IncidentKind

STATES = (("going", _("Going on")), ("ended", _("Over, not closed")), ("closed", _("Closed")))


class IncidentFilter(django_filters.FilterSet):
    """By words, state, type, severity, day, team."""

    q = django_filters.CharFilter(method="search", label=_("Number or words"))
    state = django_filters.ChoiceFilter(method="in_state", choices=STATES, label=_("State"))
    kind = django_filters.MultipleChoiceFilter(choices=IncidentKind.choices, label=_("Type"))
    severity = django_filters.MultipleChoiceFilter(choices=SEVERITIES, label=_("Severity"))
    day = django_filters.DateFromToRangeFilter(field_name="starts_at", label=_("Day"))
    team = django_filters.CharFilter(field_name="team__code", label=_("Team code"))
    interruption = django_filters.BooleanFilter(field_name="is_interruption", label=_("Service interrupted"))

    class Meta:
        model = Incident
        fields: list[str] = []

    def search(self, rows: QuerySet[Incident], name: str, value: str) -> QuerySet[Incident]:
        number = value.strip().upper().removeprefix("IN-").lstrip("0")
        lines = Incident.objects.filter(entries__text__icontains=value).values("pk")
        found = Q(title__icontains=value) | Q(root_cause__icontains=value) | Q(pk__in=lines)
        if number.isascii() and number.isdigit() and len(number) < 18:
            found |= Q(pk=int(number))
        return rows.filter(found)

    def in_state(self, rows: QuerySet[Incident], name: str, value: str) -> QuerySet[Incident]:
        if value == "closed":
            return rows.filter(closed_at__isnull=False)
        return rows.filter(closed_at=None, ends_at__isnull=value == "going")
