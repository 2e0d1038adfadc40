"""Reads across people: a user's position, the posts held on a day and who leads whom."""

import datetime

from django.db import connection

from callcenter.access.permissions import Actor, Position, position, require
from callcenter.access.posts import PostCode
from callcenter.accounts.models import User
from callcenter.people.models import Employee


def position_of(user: User) -> Position:
    """The user's posts today and the teams, departments and sites they reach. Today is the day at their site.

    Teams: the own one and those of direct subordinates. Departments: the own team's and those named on a post.
    """
    employee = Employee.objects.filter(user=user).select_related("site").first()
    if employee is None:
        return Position()
    employee.user = user  # so that `user.employee` asks nothing again in this request
    return place_of(employee, employee.site.today())


# Written out: every page and every call of the API asks it, and putting it together anew took longer than its answer.
PLACE = """
    SELECT post.code, holding.department_id, NULL::bigint, NULL::bigint
      FROM people_postholding holding JOIN people_post post ON post.id = holding.post_id
     WHERE holding.employee_id = %(me)s AND holding.period @> %(on)s
 UNION ALL
    SELECT NULL, team.department_id, membership.team_id, NULL
      FROM people_teammembership membership JOIN people_team team ON team.id = membership.team_id
     WHERE membership.period @> %(on)s
       AND (membership.employee_id = %(me)s OR membership.employee_id IN (
            SELECT line.employee_id FROM people_reportingline line
             WHERE line.superior_id = %(me)s AND line.period @> %(on)s))
 UNION ALL
    SELECT NULL, NULL, NULL, delegation.employee_id
      FROM people_delegation delegation
     WHERE delegation.deputy_id = %(me)s AND delegation.period @> %(on)s
"""


def place_of(employee: Employee, on: datetime.date) -> Position:
    """The position that an employee has on a day; without posts before the first and after the last day.

    One question for the posts held, the teams and the absent colleagues.
    """
    with connection.cursor() as cursor:
        cursor.execute(PLACE, {"me": employee.pk, "on": on})
        held = cursor.fetchall()
    return Position(
        employee_id=employee.pk,
        posts=frozenset(PostCode(post) for post, *_ in held if post),
        team_ids=frozenset(team for _, _, team, _ in held if team),
        department_ids=frozenset(department for _, department, *_ in held if department),
        site_ids=frozenset({employee.site_id}),
        stands_in_for=frozenset(absentee for *_, absentee in held if absentee),
        today=on,
    )


def employee_of(user: Actor) -> Employee:
    """Who is looking, as an employee; others have nothing of their own to see (403)."""
    require(position(user).employee_id is not None)
    assert isinstance(user, User)
    return user.employee  # read with its site for the position
