"""Filters of the employees list, for the page and the API alike."""

import datetime
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from callcenter.access.permissions import position
from callcenter.api.filters import RowFilter, is_program
from callcenter.people.employees.models import Employee, JobType
from callcenter.people.organisation.models import Department, Post, Site, Team

STATUS = [
    ("employed", _("Employed")),
    ("starting", _("Starting")),
    ("leaving", _("Leaving")),
    ("left", _("Left")),
]


def _sites(request: Any) -> QuerySet[Site]:
    return Site.objects.visible_to(request.user) if request else Site.objects.none()


def _asked_sites(request: Any) -> QuerySet[Site]:
    """Those that codes of departments and teams are looked for in: a program may name one, by code or id."""
    sites = _sites(request)
    asked = request.query_params.get("site") if is_program(request) else None
    if not asked:
        return sites
    return sites.filter(Q(code=asked) | Q(pk=asked)) if asked.isdecimal() else sites.filter(code=asked)


def _departments(request: Any) -> QuerySet[Department]:
    return Department.objects.filter(site__in=_asked_sites(request)).select_related("site")


def _teams(request: Any) -> QuerySet[Team]:
    return Team.objects.filter(department__site__in=_asked_sites(request)).select_related("department")


class EmployeeFilter(django_filters.FilterSet):
    """By words, place, post, job and status. Place and post are today's."""

    q = django_filters.CharFilter(method="search", label=_("Number or name"))
    status = django_filters.ChoiceFilter(choices=STATUS, method="of_status", label=_("Status"))
    site = RowFilter(queryset=_sites, label=_("Site"))
    department = RowFilter(queryset=_departments, method="of_department", label=_("Department"))
    team = RowFilter(queryset=_teams, method="of_team", label=_("Team"))
    post = RowFilter(queryset=lambda request: Post.objects.all(), method="of_post", label=_("Post"))
    job_type = django_filters.ChoiceFilter(choices=JobType.choices, label=_("Job type"))
    skill_level = django_filters.ChoiceFilter(
        choices=[(level, str(level)) for level in range(1, 6)], label=_("Skill level")
    )
    superior = django_filters.CharFilter(method="of_superior", label=_("Superior’s number"))

    class Meta:
        model = Employee
        fields: list[str] = []

    @property
    def today(self) -> datetime.date:
        """The day the filters ask about: that of the viewer's site."""
        return position(getattr(self.request, "user", None)).today or timezone.localdate()

    def search(self, rows: QuerySet[Employee], name: str, text: str) -> QuerySet[Employee]:
        return rows.filter(matching(text))

    def of_status(self, rows: QuerySet[Employee], name: str, value: str) -> QuerySet[Employee]:
        today = self.today
        here = Q(hired_on__lte=today) & (Q(left_on=None) | Q(left_on__gt=today))
        conditions = {
            "employed": here,
            "starting": Q(hired_on__gt=today),
            "leaving": here & Q(left_on__gt=today),
            "left": Q(left_on__lte=today),
        }
        return rows.filter(conditions[value])

    def of_department(self, rows: QuerySet[Employee], name: str, value: Department) -> QuerySet[Employee]:
        return rows.filter(department_id=value.pk)  # type: ignore[misc]  # annotated by with_place

    def of_team(self, rows: QuerySet[Employee], name: str, value: Team) -> QuerySet[Employee]:
        return rows.filter(team_id=value.pk)  # type: ignore[misc]  # annotated by with_place

    def of_post(self, rows: QuerySet[Employee], name: str, value: Post) -> QuerySet[Employee]:
        return rows.filter(post_id=value.pk)  # type: ignore[misc]  # annotated by with_place

    def of_superior(self, rows: QuerySet[Employee], name: str, value: str) -> QuerySet[Employee]:
        return rows.filter(superior_id=Employee.objects.filter(number__iexact=value).values("pk")[:1])  # type: ignore[misc]  # annotated by with_place


def matching(text: str) -> Q:
    """Employees whose number begins with the words or whose name, in either script, holds each of them."""
    condition = Q()
    for word in text.split():
        condition &= Q(number__istartswith=word) | Q(name__icontains=word) | Q(name_zh__icontains=word)
    return condition
