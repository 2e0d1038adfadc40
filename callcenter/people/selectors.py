"""Reads across people: a user's position, a team's members on a day."""

import datetime

from callcenter.access.permissions import Position
from callcenter.access.posts import PostCode
from callcenter.accounts.models import User
from callcenter.people.models import Employee, PostHolding, TeamMembership


def position_of(user: User) -> Position:
    """The user's posts today and the teams, departments and sites they reach.

    Teams: the own one and those of direct subordinates. Departments: the own team's and those named on a post.
    """
    employee = Employee.objects.filter(user=user).first()
    today = datetime.date.today()
    if employee is None:
        return Position()
    holdings = list(
        PostHolding.objects.filter(employee=employee, period__contains=today).select_related("post")
    )
    own = TeamMembership.objects.filter(employee=employee, period__contains=today).values_list(
        "team_id", "team__department_id"
    )
    led = TeamMembership.objects.filter(
        employee__reportinglines__superior=employee,
        employee__reportinglines__period__contains=today,
        period__contains=today,
    ).values_list("team_id", "team__department_id")
    places = set(own) | set(led)
    return Position(
        employee_id=employee.pk,
        posts=frozenset(PostCode(holding.post.code) for holding in holdings),
        team_ids=frozenset(team for team, _ in places),
        department_ids=frozenset(department for _, department in places)
        | frozenset(holding.department_id for holding in holdings if holding.department_id),
        site_ids=frozenset({employee.site_id}),
    )
