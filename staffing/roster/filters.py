"""Filters of rosters, of the shifts in them and of their changes, for the page and the API alike."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from callcenter.api.filters import RowFilter
from callcenter.people.models import Department, Site, Team
from staffing.roster.models import Assignment, HeadsNeeded, Induction, Origin, Roster, RosterChange


def _sites(request: Any) -> QuerySet[Site]:
    return Site.objects.visible_to(request.user) if request else Site.objects.none()


def _departments(request: Any) -> QuerySet[Department]:
    return Department.objects.filter(site__in=_sites(request))


def _teams(request: Any) -> QuerySet[Team]:
    return Team.objects.filter(department__site__in=_sites(request))


class RosterFilter(django_filters.FilterSet):
    """By site, department, month, and whether it is published."""

    site = RowFilter(queryset=_sites, label=_("Site"))
    department = RowFilter(queryset=_departments, label=_("Department"))
    month = django_filters.DateFromToRangeFilter(label=_("Month"))
    is_published = django_filters.BooleanFilter(
        field_name="published_at", lookup_expr="isnull", exclude=True, label=_("Published")
    )

    class Meta:
        model = Roster
        fields: list[str] = []


class AssignmentFilter(django_filters.FilterSet):
    """By days, person, team, code, origin, and whether it is published or was taken back."""

    site = RowFilter(queryset=_sites, label=_("Site"))
    roster = django_filters.NumberFilter(field_name="roster_id", label=_("Roster"))
    employee = django_filters.CharFilter(
        field_name="employee__number", lookup_expr="iexact", label=_("Employee number")
    )
    team = RowFilter(queryset=_teams, label=_("Team"))
    on = django_filters.DateFromToRangeFilter(label=_("Day"))
    code = django_filters.CharFilter(lookup_expr="iexact", label=_("Shift"))
    origin = django_filters.ChoiceFilter(choices=Origin.choices, label=_("From"))
    is_published = django_filters.BooleanFilter(label=_("Published"))
    is_night = django_filters.BooleanFilter(label=_("Night shift"))
    is_cancelled = django_filters.BooleanFilter(
        field_name="cancelled_at", lookup_expr="isnull", exclude=True, label=_("Taken back")
    )

    class Meta:
        model = Assignment
        fields: list[str] = []


class HeadsFilter(django_filters.FilterSet):
    """By department, team, weekday, and the day on which they hold."""

    site = RowFilter(field_name="department__site", queryset=_sites, label=_("Site"))
    department = RowFilter(queryset=_departments, label=_("Department"))
    team = RowFilter(queryset=_teams, label=_("Team"))
    weekday = django_filters.NumberFilter(label=_("Weekday"))
    on = django_filters.DateFilter(field_name="period", lookup_expr="contains", label=_("Holds on"))

    class Meta:
        model = HeadsNeeded
        fields: list[str] = []


class InductionFilter(django_filters.FilterSet):
    """By person, site and day."""

    site = RowFilter(field_name="employee__site", queryset=_sites, label=_("Site"))
    employee = django_filters.CharFilter(
        field_name="employee__number", lookup_expr="iexact", label=_("Employee number")
    )
    passed_on = django_filters.DateFromToRangeFilter(label=_("Passed on"))

    class Meta:
        model = Induction
        fields: list[str] = []


class ChangeFilter(django_filters.FilterSet):
    """By words, days and origin."""

    q = django_filters.CharFilter(method="search", label=_("Number, name or reason"))
    on = django_filters.DateFromToRangeFilter(label=_("Day"))
    origin = django_filters.ChoiceFilter(choices=Origin.choices, label=_("From"))

    class Meta:
        model = RosterChange
        fields: list[str] = []

    def search(self, rows: QuerySet[Any], name: str, text: str) -> QuerySet[Any]:
        words = text.strip()
        return rows.filter(
            Q(employee__number__istartswith=words)
            | Q(employee__name__icontains=words)
            | Q(employee__name_zh__icontains=words)
            | Q(reason__icontains=words)
        )
