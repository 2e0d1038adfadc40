"""Filters of the lists of requests, for the pages and the API alike."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from callcenter.approvals import kinds
from callcenter.approvals.requests.models import Request, State


class RequestFilter(django_filters.FilterSet):
    """By words, type, state, applicant, day."""

    q = django_filters.CharFilter(method="search", label=_("Number, name or words"))
    kind = django_filters.ChoiceFilter(choices=kinds.titles, label=_("Type"))
    state = django_filters.ChoiceFilter(choices=State.choices, label=_("State"))
    applicant = django_filters.CharFilter(
        field_name="applicant__number", lookup_expr="iexact", label=_("Employee number of the applicant")
    )
    skipped_level = django_filters.BooleanFilter(label=_("Direct superior passed over"))
    asked = django_filters.DateFromToRangeFilter(field_name="asked_at", label=_("Asked"))

    class Meta:
        model = Request
        fields: list[str] = []

    def search(self, rows: QuerySet[Request], name: str, value: str) -> QuerySet[Request]:
        number = value.strip().upper().removeprefix("RQ-").lstrip("0")
        found = Q(label__icontains=value) | Q(applicant__name__icontains=value)
        found |= Q(applicant__name_zh__icontains=value) | Q(applicant__number__istartswith=value)
        if number.isdigit():
            found |= Q(pk=int(number))
        return rows.filter(found)


class InboxFilter(RequestFilter):
    """What waits is open anyway."""

    state = None

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.filters.pop("state", None)
