"""Reads across people: a user's position, the posts held on a day and who leads whom."""

import datetime

from django.db.models import Q

from callcenter.access.permissions import Position
from callcenter.access.posts import PostCode
from callcenter.accounts.models import User
from callcenter.people.models import Employee, PostHolding, TeamMembership


def position_of(user: User) -> Position:
    """The user's posts today and the teams, departments and sites they reach. Today is the day at their site.

    Teams: the own one and those of direct subordinates. Departments: the own team's and those named on a post.
    """
    employee = Employee.objects.filter(user=user).select_related("site").first()
    if employee is None:
        return Position()
    employee.user = user  # so that `user.employee` asks nothing again in this request
    return place_of(employee, employee.site.today())


def place_of(employee: Employee, on: datetime.date) -> Position:
    """The position that an employee has on a day; without posts before the first and after the last day."""
    holdings = list(PostHolding.objects.filter(employee=employee, period__contains=on).select_related("post"))
    places = set(
        TeamMembership.objects.filter(
            Q(employee=employee)
            | Q(
                employee__in=Employee.objects.filter(
                    reportinglines__superior=employee, reportinglines__period__contains=on
                ).values("pk")
            ),
            period__contains=on,
        ).values_list("team_id", "team__department_id")
    )
    return Position(
        employee_id=employee.pk,
        posts=frozenset(PostCode(holding.post.code) for holding in holdings),
        team_ids=frozenset(team for team, _ in places),
        department_ids=frozenset(department for _, department in places)
        | frozenset(holding.department_id for holding in holdings if holding.department_id),
        site_ids=frozenset({employee.site_id}),
        today=on,
    )
