"""Reads across people: a user's position, the posts held on a day and who leads whom."""

import datetime

from django.db.models import BigIntegerField, CharField, Q, Value
from django.db.models.functions import Cast

from callcenter.access.permissions import Position
from callcenter.access.posts import PostCode
from callcenter.accounts.models import User
from callcenter.people.models import Delegation, Employee, PostHolding, TeamMembership


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
    """The position that an employee has on a day; without posts before the first and after the last day.

    One question for the posts held, the teams and the absent colleagues: every page asks it.
    """
    text, number = Cast(Value(None), CharField()), Cast(Value(None), BigIntegerField())
    led = Employee.objects.filter(
        reportinglines__superior=employee, reportinglines__period__contains=on
    ).values("pk")
    posts = PostHolding.objects.filter(employee=employee, period__contains=on)
    teams = TeamMembership.objects.filter(Q(employee=employee) | Q(employee__in=led), period__contains=on)
    absent = Delegation.objects.filter(deputy=employee, period__contains=on)
    held = list(
        posts.order_by()
        .values_list("post__code", "department_id", number, number)
        .union(
            teams.order_by().values_list(text, "team__department_id", "team_id", number),
            absent.order_by().values_list(text, number, number, "employee_id"),
            all=True,
        )
    )
    return Position(
        employee_id=employee.pk,
        posts=frozenset(PostCode(post) for post, *_ in held if post),
        team_ids=frozenset(team for _, _, team, _ in held if team),
        department_ids=frozenset(department for _, department, *_ in held if department),
        site_ids=frozenset({employee.site_id}),
        stands_in_for=frozenset(absentee for *_, absentee in held if absentee),
        today=on,
    )
