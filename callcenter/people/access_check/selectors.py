"""One person's permissions with the reason for each."""

from dataclasses import dataclass

from callcenter.access.grants import Scope
from callcenter.access.matrix import MATRIX
from callcenter.access.planned import PLANNED
from callcenter.access.posts import PostCode
from callcenter.access.subjects import Subject, subject_of
from callcenter.access.words import Grant, grants, why
from callcenter.people.models import Department, Employee, PostHolding, Site, Team
from callcenter.people.selectors import place_of


@dataclass(frozen=True)
class Reason:
    """A grant, the assignment it comes from, and the rows it reaches in words."""

    grant: Grant
    holding: PostHolding
    reaches: str
    why: object


@dataclass(frozen=True)
class Permission:
    key: str
    subject: Subject
    is_planned: bool
    reasons: list[Reason]


@dataclass(frozen=True)
class Check:
    """What somebody may do on a day: the posts they hold, then each subject with its reasons."""

    holdings: list[PostHolding]
    permissions: list[Permission]


def check(employee: Employee) -> Check:
    """Every permission that an employee has today, at their site."""
    today = employee.site.today()
    place = place_of(employee, today)
    holdings = list(
        PostHolding.objects.filter(employee=employee, period__contains=today).select_related(
            "post", "department"
        )
    )
    reach = {
        Scope.OWN: str(employee),
        Scope.TEAM: _names(Team.objects.filter(pk__in=place.team_ids)),
        Scope.DEPARTMENT: _names(Department.objects.filter(pk__in=place.department_ids)),
        Scope.SITE: _names(Site.objects.filter(pk__in=place.site_ids)),
        Scope.ALL: _names(Site.objects.all()),
    }
    permissions = []
    for key in MATRIX:
        reasons = [
            Reason(grant, holding, reach[grant.scope], why(key, PostCode(holding.post.code)))
            for holding in holdings
            for grant in grants(key, PostCode(holding.post.code))
        ]
        if reasons:
            permissions.append(Permission(key, subject_of(key), key in PLANNED, reasons))
    return Check(holdings, permissions)


def _names(rows: object) -> str:
    return ", ".join(str(row) for row in rows) or "—"  # type: ignore[attr-defined]
