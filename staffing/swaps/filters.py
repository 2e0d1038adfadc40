"""Filters of the lists of swaps, for the page and the API alike."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from staffing.swaps.models import Swap, SwapState


class SwapFilter(django_filters.FilterSet):
    """By words, state, person, team, days."""

    q = django_filters.CharFilter(method="search", label=_("Number, name or words"))
    state = django_filters.MultipleChoiceFilter(choices=SwapState.choices, label=_("State"))
    employee = django_filters.CharFilter(method="of_employee", label=_("Employee number"))
    team = django_filters.CharFilter(method="of_team", label=_("Team code"))
    day = django_filters.DateFromToRangeFilter(field_name="first_on", label=_("First day"))
    month = django_filters.DateFilter(field_name="month", label=_("Month (its first day)"))

    class Meta:
        model = Swap
        fields: list[str] = []

    def search(self, rows: QuerySet[Swap], name: str, value: str) -> QuerySet[Swap]:
        number = value.strip().upper().removeprefix("SW-").lstrip("0")
        found = Q(reason__icontains=value)
        for side in ("requester", "counterpart"):
            found |= Q(**{f"{side}__name__icontains": value}) | Q(**{f"{side}__name_zh__icontains": value})
            found |= Q(**{f"{side}__number__istartswith": value})
        if number.isascii() and number.isdigit() and len(number) < 18:
            found |= Q(pk=int(number))
        return rows.filter(found)

    def of_employee(self, rows: QuerySet[Swap], name: str, value: str) -> QuerySet[Swap]:
        return rows.filter(Q(requester__number__iexact=value) | Q(counterpart__number__iexact=value))

    def of_team(self, rows: QuerySet[Swap], name: str, value: str) -> QuerySet[Swap]:
        return rows.filter(Q(requester_team__code=value) | Q(counterpart_team__code=value))
