"""Filters of shift types and rotations, for the page and the API alike."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from callcenter.api.filters import RowFilter
from callcenter.people.models import Site


def _sites(request: Any) -> QuerySet[Site]:
    return Site.objects.visible_to(request.user) if request else Site.objects.none()


class ShiftFilter(django_filters.FilterSet):
    """By words, site, and whether it is in use."""

    q = django_filters.CharFilter(method="search", label=_("Code or name"))
    site = RowFilter(queryset=_sites, label=_("Site"))
    is_active = django_filters.BooleanFilter(label=_("In use"))

    def search(self, rows: QuerySet[Any], name: str, text: str) -> QuerySet[Any]:
        words = text.strip()
        return rows.filter(
            Q(code__istartswith=words) | Q(name__icontains=words) | Q(name_zh__icontains=words)
        )
