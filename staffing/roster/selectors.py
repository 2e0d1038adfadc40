"""Reads across rosters: duties of people, who belongs to a department in a month."""

import datetime
import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet, TextField
from django.db.models.functions import Cast

from callcenter.people.models import Department, Employee, Team, TeamMembership
from staffing.roster.duties import Duty, segments_from_json
from staffing.roster.models import SWAPPED, Assignment
from staffing.shifts.rules import Segments


def duties(
    employee_ids: Collection[int], first: datetime.date, last: datetime.date, *, include_drafts: bool = False
) -> dict[int, list[Duty]]:
    """The duties of these people that belong to the days [first, last], in order, by employee; one query.

    Published ones; with `include_drafts` those of drafts as well. People without a duty have no entry.
    """
    rows = Assignment.objects.standing() if include_drafts else Assignment.objects.published()
    return duties_of(rows.filter(employee__in=employee_ids, on__gte=first, on__lte=last))


def duties_of(rows: QuerySet[Assignment]) -> dict[int, list[Duty]]:
    """The rows as duties, in order, by employee; one query. Each kind of segments is read once."""
    found: dict[int, list[Duty]] = {}
    segments: dict[str, Segments] = {}
    columns = rows.order_by("employee_id", "starts_at").values_list(
        "employee_id",
        "on",
        "starts_at",
        "ends_at",
        "minutes",
        "code",
        "is_night",
        "shift_type_id",
        "origin",
        Cast("segments", TextField()),
        "pk",
    )
    for employee, on, starts, ends, minutes, code, is_night, kind, origin, text, pk in columns.iterator(5000):
        parts = segments.get(text)
        if parts is None:
            parts = segments[text] = segments_from_json(json.loads(text))
        duty = Duty(on, starts, ends, minutes, code, is_night, kind is None, origin in SWAPPED, parts, pk)
        found.setdefault(employee, []).append(duty)
    return found


@dataclass(frozen=True)
class Member:
    """Somebody who is in a team of a department for some days [first, last] of a period."""

    employee: Employee
    team: Team
    first: datetime.date
    last: datetime.date


def members(department: Department, first: datetime.date, last: datetime.date) -> list[Member]:
    """Who is employed and in a team of the department within [first, last], with the days of each team; by number.

    One query, however many people: a row for each membership and each employment that it shares days with.
    """
    day = datetime.timedelta(days=1)
    period = (first, last + day)
    rows: Any = TeamMembership.objects.filter(
        team__department=department,
        period__overlap=period,
        employee__employments__period__overlap=period,
    ).annotate(employed=F("employee__employments__period"))
    rows = rows.select_related("employee__site", "team__department")
    found = []
    for row in rows.order_by("employee__number", "period", "employed"):
        begins = max(first, row.period.lower, row.employed.lower)
        ends = min([last, *(each - day for each in (row.period.upper, row.employed.upper) if each)])
        if begins <= ends:
            found.append(Member(row.employee, row.team, begins, ends))
    return found


def standing_on(employee_ids: Collection[int], days: Collection[datetime.date]) -> QuerySet[Assignment]:
    """The shifts (overtime left out) of these people on these days that were not taken back."""
    return Assignment.objects.standing().filter(
        Q(shift_type__isnull=False), employee__in=employee_ids, on__in=days
    )
