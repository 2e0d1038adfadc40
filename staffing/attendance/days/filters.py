"""Filters of attendance days and punches, for pages and the API alike."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from callcenter.api.filters import RowFilter
from callcenter.people.employees.filters import matching
from callcenter.people.models import Employee, Site, Team
from staffing.attendance import rules
from staffing.attendance.codes import EXCEPTIONS, choices
from staffing.attendance.days.models import AttendanceDay, State
from staffing.attendance.days.selectors import teams_of
from staffing.attendance.punches.models import Direction, Punch, Source


def _sites(request: Any) -> QuerySet[Site]:
    return Site.objects.visible_to(request.user) if request else Site.objects.none()


def teams_in_sight(request: Any) -> QuerySet[Team]:
    if not request:
        return Team.objects.none()
    site = getattr(request, "site", None)
    if site:
        return teams_of(request.user, site)
    return Team.objects.filter(department__site__in=_sites(request)).select_related("department")


class AttendanceDayFilter(django_filters.FilterSet):
    """By words, days, team, code and state."""

    q = django_filters.CharFilter(method="search", label=_("Number or name"))
    on = django_filters.DateFilter(label=_("Day"))
    since = django_filters.DateFilter(field_name="on", lookup_expr="gte", label=_("From"))
    until = django_filters.DateFilter(field_name="on", lookup_expr="lte", label=_("To"))
    employee = django_filters.CharFilter(
        field_name="employee__number", lookup_expr="iexact", label=_("Employee number")
    )
    site = RowFilter(queryset=_sites, label=_("Site"))
    team = RowFilter(queryset=teams_in_sight, label=_("Team"))
    code = django_filters.ChoiceFilter(choices=choices, method="of_code", label=_("Code"))
    state = django_filters.ChoiceFilter(choices=State.choices, label=_("State"))
    exceptions = django_filters.BooleanFilter(method="of_exceptions", label=_("Exceptions only"))
    late = django_filters.BooleanFilter(method="of_late", label=_("Came late, breaches too"))
    there = django_filters.BooleanFilter(method="of_there", label=_("Came"))

    class Meta:
        model = AttendanceDay
        fields: list[str] = []

    def search(self, rows: QuerySet[AttendanceDay], name: str, text: str) -> QuerySet[AttendanceDay]:
        return rows.filter(employee__in=Employee.objects.filter(matching(text)).values("pk"))

    def of_code(self, rows: QuerySet[AttendanceDay], name: str, value: str) -> QuerySet[AttendanceDay]:
        return rows.filter(codes__contains=[value])

    def of_exceptions(self, rows: QuerySet[AttendanceDay], name: str, value: bool) -> QuerySet[AttendanceDay]:
        condition = Q(codes__overlap=list(EXCEPTIONS))
        return rows.filter(condition if value else ~condition)

    def of_late(self, rows: QuerySet[AttendanceDay], name: str, value: bool) -> QuerySet[AttendanceDay]:
        condition = Q(codes__overlap=[rules.LATE, rules.LATE_BREACH])
        return rows.filter(condition if value else ~condition)

    def of_there(self, rows: QuerySet[AttendanceDay], name: str, value: bool) -> QuerySet[AttendanceDay]:
        return rows.filter(first_in__isnull=not value, starts_at__isnull=False)


class PunchFilter(django_filters.FilterSet):
    """By person, time and where it comes from."""

    employee = django_filters.CharFilter(
        field_name="employee__number", lookup_expr="iexact", label=_("Employee number")
    )
    since = django_filters.IsoDateTimeFilter(field_name="occurred_at", lookup_expr="gte", label=_("From"))
    until = django_filters.IsoDateTimeFilter(field_name="occurred_at", lookup_expr="lt", label=_("To"))
    direction = django_filters.ChoiceFilter(choices=Direction.choices, label=_("Direction"))
    source = django_filters.ChoiceFilter(choices=Source.choices, label=_("Source"))

    class Meta:
        model = Punch
        fields: list[str] = []
