"""The organisation as a tree, with heads and counts."""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from callcenter.access.posts import PostCode
from callcenter.people.employees.models import Employee, PostHolding, TeamMembership
from callcenter.people.organisation.models import Department, Site, Team

LEADING = (PostCode.GROUP_LEADER, PostCode.SHIFT_LEADER, PostCode.PROJECT_MANAGER)
HEADS = (PostCode.DIRECTOR, PostCode.DEPUTY_DIRECTOR, PostCode.CENTER_MANAGER)


@dataclass
class TeamLine:
    team: Team
    members: int
    heads: list[Employee]


@dataclass
class DepartmentLine:
    department: Department
    heads: list[Employee]
    teams: list[TeamLine] = field(default_factory=list)

    @property
    def members(self) -> int:
        return sum(line.members for line in self.teams)


@dataclass
class SiteLine:
    site: Site
    today: datetime.date
    now: datetime.datetime
    headcount: int
    departments: list[DepartmentLine] = field(default_factory=list)


def organisation(sites: QuerySet[Site]) -> list[SiteLine]:
    """Sites → departments → teams with today's heads and members: a fixed number of queries per site."""
    return [_site_line(site) for site in sites]


def _site_line(site: Site) -> SiteLine:
    today = site.today()
    teams = Team.objects.filter(department__site=site).annotate(
        members=Count("memberships", filter=Q(memberships__period__contains=today))
    )
    led, headed = _leaders(site, today), _department_heads(site, today)
    by_department: dict[int, list[TeamLine]] = defaultdict(list)
    for team in teams.order_by("-is_active", "code"):
        by_department[team.department_id].append(TeamLine(team, team.members, led[team.pk]))
    return SiteLine(
        site=site,
        today=today,
        now=timezone.localtime(timezone=site.zone),
        headcount=Employee.objects.filter(site=site).employed(today).count(),
        departments=[
            DepartmentLine(department, headed[department.pk], by_department[department.pk])
            for department in site.departments.order_by("code")
        ],
    )


def _leaders(site: Site, today: datetime.date) -> dict[int, list[Employee]]:
    """A team's heads: its members whose main post leads a team."""
    rows = TeamMembership.objects.filter(
        team__department__site=site,
        period__contains=today,
        employee__in=_holders(LEADING, today),
    ).select_related("employee")
    found: dict[int, list[Employee]] = defaultdict(list)
    for row in rows.order_by("employee__number"):
        found[row.team_id].append(row.employee)
    return found


def _department_heads(site: Site, today: datetime.date) -> dict[int, list[Employee]]:
    """A department's heads: those who hold a post for it, and the directors among its members."""
    found: dict[int, list[Employee]] = defaultdict(list)
    holdings = PostHolding.objects.filter(department__site=site, period__contains=today)
    for holding in holdings.select_related("employee").order_by("employee__number"):
        assert holding.department_id is not None
        found[holding.department_id].append(holding.employee)
    members = TeamMembership.objects.filter(
        team__department__site=site, period__contains=today, employee__in=_holders(HEADS, today)
    ).select_related("employee", "team")
    for member in members:
        if member.employee not in found[member.team.department_id]:
            found[member.team.department_id].append(member.employee)
    return found


def _holders(posts: tuple[PostCode, ...], today: datetime.date) -> Any:
    holdings = PostHolding.objects.filter(post__code__in=posts, is_primary=True, period__contains=today)
    return holdings.values("employee")
