"""Reporting lines as the rules take them: from the database as of a day."""

import datetime
from collections.abc import Iterable

from django.db import connection

from callcenter.approvals.rules import Person
from callcenter.people.models import Employee, PostHolding

HIGHEST = 20  # no line is longer; the services let no ring arise, this only keeps a broken one from turning for ever
ABOVE = """
    WITH RECURSIVE above (superior_id, height) AS (
        SELECT superior_id, 1 FROM people_reportingline WHERE employee_id = %(employee)s AND period @> %(on)s::date
        UNION ALL
        SELECT line.superior_id, above.height + 1 FROM people_reportingline line
        JOIN above ON line.employee_id = above.superior_id
        WHERE line.period @> %(on)s::date AND above.height < %(highest)s
    )
    SELECT superior_id FROM above ORDER BY height
"""


def line_above(employee_id: int, on: datetime.date) -> list[Person]:
    """The superiors of somebody on the day, from the direct one upwards: three queries, however long the line."""
    with connection.cursor() as cursor:
        cursor.execute(ABOVE, {"employee": employee_id, "on": on, "highest": HIGHEST})
        found = list(dict.fromkeys(row[0] for row in cursor.fetchall()))
    people = persons(found, on)
    return [people[pk] for pk in found]


def persons(employee_ids: Iterable[int], on: datetime.date) -> dict[int, Person]:
    """These employees with the posts they hold on the day."""
    ids = list(employee_ids)
    posts: dict[int, set[str]] = {}
    held = PostHolding.objects.filter(employee__in=ids, period__contains=on)
    for employee_id, code in held.values_list("employee_id", "post__code"):
        posts.setdefault(employee_id, set()).add(code)
    return {
        row.pk: Person(
            row.pk,
            str(row),
            frozenset(posts.get(row.pk, ())),
            row.user is not None and row.user.is_active,
        )
        for row in Employee.objects.filter(pk__in=ids).select_related("user")
    }
