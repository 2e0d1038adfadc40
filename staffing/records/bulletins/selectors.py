"""Reads of bulletins: who is addressed, who has not read what, what concerned a shift."""

import datetime
from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet

from callcenter.people.models import Employee, PostHolding, Site, Team
from staffing.records.bulletins.models import Bulletin, Receipt
from staffing.records.bulletins.rules import Audience, Reader


def of_shift(team: Team, start: datetime.datetime, end: datetime.datetime) -> list[Bulletin]:
    """The bulletins that concern a team and came or changed within [start, end), the newest first."""
    rows = Bulletin.objects.filter(
        Q(departments=None, teams=None) | Q(departments=team.department_id) | Q(teams=team),
        site=team.department.site_id,
        withdrawn_at=None,
    )
    rows = rows.filter(
        Q(valid_from__gte=start, valid_from__lt=end) | Q(changed_at__gte=start, changed_at__lt=end)
    )
    return list(rows.distinct().order_by("-changed_at", "-pk"))


def audience_of(bulletin: Bulletin) -> Audience:
    """Whom it is for; uses what was prefetched."""
    return Audience(
        frozenset(one.pk for one in bulletin.departments.all()),
        frozenset(one.pk for one in bulletin.teams.all()),
        frozenset(bulletin.posts),
    )


def addressed(bulletin: Bulletin, on: datetime.date) -> QuerySet[Employee]:
    """Who the bulletin is for on that day, by number."""
    people: Any = Employee.objects.filter(site=bulletin.site_id).employed(on).with_place(on)
    audience = audience_of(bulletin)
    if audience.department_ids or audience.team_ids:
        people = people.filter(
            Q(department_id__in=audience.department_ids) | Q(team_id__in=audience.team_ids)
        )
    if audience.posts:
        held = PostHolding.objects.filter(period__contains=on, post__code__in=audience.posts)
        people = people.filter(pk__in=held.values("employee"))
    return people.order_by("number")


def readers(employee_ids: Collection[int], on: datetime.date) -> list[Reader]:
    """Where these people stand on the day. Two queries."""
    posts: defaultdict[int, set[str]] = defaultdict(set)
    held = PostHolding.objects.filter(employee__in=employee_ids, period__contains=on)
    for employee_id, code in held.values_list("employee", "post__code"):
        posts[employee_id].add(code)
    placed: Any = Employee.objects.filter(pk__in=employee_ids).with_place(on)
    return [
        Reader(pk, team, department, frozenset(posts[pk]))
        for pk, team, department in placed.values_list("pk", "team_id", "department_id")
    ]


def unread(
    employee_ids: Collection[int], site: Site, at: datetime.datetime, *, only_must: bool = True
) -> dict[int, list[Bulletin]]:
    """For each of these people the bulletins in force that they have not confirmed; who has read all is left out.

    Constant queries. `only_must`: those that must be read before the shift (S2E-19).
    """
    rows = Bulletin.objects.in_force(at).filter(site=site)
    if only_must:
        rows = rows.filter(must_read=True)
    bulletins = list(rows.prefetch_related("departments", "teams").order_by("-changed_at", "-pk"))
    if not bulletins or not employee_ids:
        return {}
    read_from = {one.pk: one.read_from for one in bulletins}
    receipts = Receipt.objects.filter(bulletin__in=read_from, employee__in=employee_ids)
    confirmed = {
        (employee, bulletin)
        for employee, bulletin, number in receipts.values_list("employee", "bulletin", "number")
        if number >= read_from[bulletin]
    }
    audiences = [(one, audience_of(one)) for one in bulletins]
    found: dict[int, list[Bulletin]] = {}
    for reader in readers(employee_ids, at.astimezone(site.zone).date()):
        open_ones = [
            one
            for one, audience in audiences
            if audience.includes(reader) and (reader.employee_id, one.pk) not in confirmed
        ]
        if open_ones:
            found[reader.employee_id] = open_ones
    return found


def reading(bulletin: Bulletin) -> dict[str, Any]:
    """How far the present version is read: `read` and `missing` people of the audience of today."""
    people = list(addressed(bulletin, bulletin.site.today()))
    confirmed = dict(
        Receipt.objects.filter(bulletin=bulletin, number__gte=bulletin.read_from)
        .order_by("-read_at")
        .values_list("employee", "read_at")
    )
    return {
        "total": len(people),
        "read": [(one, confirmed[one.pk]) for one in people if one.pk in confirmed],
        "missing": [one for one in people if one.pk not in confirmed],
    }
