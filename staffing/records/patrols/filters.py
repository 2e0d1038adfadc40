"""Filters of the list of patrols, for the page and the API alike."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from staffing.records.patrols.models import Patrol


class PatrolFilter(django_filters.FilterSet):
    """By words, day, team, point, person."""

    q = django_filters.CharFilter(method="search", label=_("Number, name or words"))
    day = django_filters.DateFromToRangeFilter(field_name="patrolled_at", label=_("Day"))
    team = django_filters.CharFilter(field_name="team__code", label=_("Team code"))
    item = django_filters.CharFilter(method="with_item", label=_("Point (code)"))
    employee = django_filters.CharFilter(method="with_person", label=_("Employee number"))
    hour = django_filters.NumberFilter(field_name="patrolled_at", lookup_expr="hour", label=_("Hour"))
    findings = django_filters.BooleanFilter(method="has_findings", label=_("With findings"))

    class Meta:
        model = Patrol
        fields: list[str] = []

    def search(self, rows: QuerySet[Patrol], name: str, value: str) -> QuerySet[Patrol]:
        number = value.strip().upper().removeprefix("PT-").lstrip("0")
        found = Q(note__icontains=value)
        found |= Q(patrolled_by__name__icontains=value) | Q(patrolled_by__name_zh__icontains=value)
        if number.isascii() and number.isdigit() and len(number) < 18:
            found |= Q(pk=int(number))
        return rows.filter(found)

    def with_item(self, rows: QuerySet[Patrol], name: str, value: str) -> QuerySet[Patrol]:
        return rows.filter(pk__in=Patrol.objects.filter(findings__item__code=value).values("pk"))

    def with_person(self, rows: QuerySet[Patrol], name: str, value: str) -> QuerySet[Patrol]:
        return rows.filter(
            pk__in=Patrol.objects.filter(findings__employee__number__iexact=value).values("pk")
        )

    def has_findings(self, rows: QuerySet[Patrol], name: str, value: bool) -> QuerySet[Patrol]:
        return rows.filter(findings__isnull=not value).distinct()
