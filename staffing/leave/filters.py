"""Filters of the lists of leave, for the pages and the API alike."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from callcenter.api.filters import RowFilter
from callcenter.people.models import Employee, Team
from staffing.leave.models import LeaveKind, LeaveRequest, people_of
from staffing.leave.states import State


def _teams(request: Any) -> QuerySet[Team]:
    if request is None:
        return Team.objects.none()
    people: Any = people_of(request.user)
    ids = people.exclude(team_id=None).values("team_id")
    return Team.objects.filter(pk__in=ids, is_active=True)


def _kinds(request: Any) -> QuerySet[LeaveKind]:
    return LeaveKind.objects.none() if request is None else LeaveKind.objects.visible_to(request.user)


class LeaveFilter(django_filters.FilterSet):
    """By words, state, kind, team, days."""

    q = django_filters.CharFilter(method="search", label=_("Number, name or words"))
    state = django_filters.MultipleChoiceFilter(choices=State.choices, label=_("State"))
    kind = RowFilter(queryset=_kinds, label=_("Type"))
    team = RowFilter(queryset=_teams, label=_("Team"))
    employee = django_filters.CharFilter(
        field_name="employee__number", lookup_expr="iexact", label=_("Employee number")
    )
    on = django_filters.DateFilter(method="on_day", label=_("On the day"))
    first_on = django_filters.DateFromToRangeFilter(label=_("First day"))
    is_late = django_filters.BooleanFilter(label=_("Late request"))

    class Meta:
        model = LeaveRequest
        fields: list[str] = []

    def search(self, rows: QuerySet[LeaveRequest], name: str, value: str) -> QuerySet[LeaveRequest]:
        number = value.strip().upper().removeprefix("LV-").lstrip("0")
        found = Q(employee__name__icontains=value) | Q(employee__name_zh__icontains=value)
        found |= Q(employee__number__istartswith=value) | Q(reason__icontains=value)
        if number.isdigit() and len(number) < 18:
            found |= Q(pk=int(number))
        return rows.filter(found)

    def on_day(self, rows: QuerySet[LeaveRequest], name: str, value: Any) -> QuerySet[LeaveRequest]:
        return rows.filter(first_on__lte=value, last_on__gte=value)


class PeopleFilter(django_filters.FilterSet):
    """People by words and team."""

    q = django_filters.CharFilter(method="search", label=_("Number or name"))
    team = RowFilter(queryset=_teams, field_name="team_id", label=_("Team"), method="in_team")

    class Meta:
        model = Employee
        fields: list[str] = []

    def search(self, rows: QuerySet[Employee], name: str, value: str) -> QuerySet[Employee]:
        found = Q(name__icontains=value) | Q(name_zh__icontains=value) | Q(number__istartswith=value)
        return rows.filter(found)

    def in_team(self, rows: QuerySet[Employee], name: str, value: Team) -> QuerySet[Employee]:
        people: Any = rows
        found: QuerySet[Employee] = people.filter(team_id=value.pk)
        return found
