"""Who sees the floor, leads its breaks, writes its records and orders people to stop work."""

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import Actor, position, scope
from callcenter.people.models import Employee, Site, Team
from staffing.roster.models import Assignment

if TYPE_CHECKING:
    from staffing.floor.stops.models import StopWork

BREAKS = "staffing.break"
RECORDS = "staffing.floor_record"


def reaches_team(actor: Actor, action: Action, subject: str, team: Team) -> bool:
    """Whether the actor may do `action` on what belongs to the team; the system itself may. The team's department is loaded."""
    if actor is None:
        return True
    reach, where = scope(actor, action, subject), position(actor)
    if reach is Scope.ALL:
        return True
    if reach is Scope.SITE:
        return team.department.site_id in where.site_ids
    if reach is Scope.DEPARTMENT:
        return team.department_id in where.department_ids
    return reach is Scope.TEAM and team.pk in where.team_ids


def may_look(actor: Actor) -> bool:
    """Who sees the floor of others: from the group leader up."""
    return scope(actor, Action.VIEW, RECORDS) >= Scope.TEAM


def teams_in_sight(actor: Actor, site: Site) -> QuerySet[Team]:
    """The active teams of the site whose floor the actor sees."""
    rows = Team.objects.filter(department__site=site, is_active=True).select_related("department__site")
    reach, where = scope(actor, Action.VIEW, RECORDS), position(actor)
    if reach is Scope.ALL or (reach is Scope.SITE and site.pk in where.site_ids):
        return rows
    if reach is Scope.DEPARTMENT:
        return rows.filter(department__in=where.department_ids)
    return rows.filter(pk__in=where.team_ids if reach is Scope.TEAM else ())


def may_record(actor: Actor, team: Team) -> bool:
    """Who writes a team's handovers and duty logs: group leader of the team, shift leader of the site."""
    return reaches_team(actor, Action.CREATE, RECORDS, team)


def may_oversee(actor: Actor, team: Team) -> bool:
    """The director of the site."""
    return reaches_team(actor, Action.EDIT, RECORDS, team)


def may_lead_breaks(actor: Actor, team: Team) -> bool:
    """Who assigns the breaks of a team: its shift leader."""
    return reaches_team(actor, Action.EDIT, BREAKS, team)


def is_own(actor: Actor, employee: Employee) -> bool:
    """Whether it is about the actor."""
    return actor is not None and position(actor).employee_id == employee.pk


def may_take_breaks(actor: Actor, assignment: Assignment) -> bool:
    """Agents ask for and take their own."""
    return actor is None or (
        is_own(actor, assignment.employee) and scope(actor, Action.CREATE, BREAKS) >= Scope.OWN
    )


def may_stop_work(actor: Actor, assignment: Assignment) -> bool:
    """The shift leader and the director of the site (S2F-11), nobody themselves."""
    team = assignment.team
    if team is None or is_own(actor, assignment.employee):
        return False
    leads = reaches_team(actor, Action.CREATE, RECORDS, team) and may_lead_somebody(actor)
    return leads or may_oversee(actor, team)


def may_annul(actor: Actor, order: "StopWork") -> bool:
    """The director of the site, never of an order about themselves."""
    return not is_own(actor, order.employee) and may_oversee(actor, order.team)


def may_lead_somebody(actor: Actor) -> bool:
    """Whether the actor leads a shift at all: group leaders write records, shift leaders lead."""
    return actor is None or scope(actor, Action.EDIT, BREAKS) >= Scope.TEAM


def may_see_breaks(actor: Actor) -> bool:
    """Who sees the breaks of others: from the shift leader up."""
    return scope(actor, Action.VIEW, BREAKS) >= Scope.TEAM


def may_see_breaks_of(actor: Actor, team: Team) -> bool:
    """The same for one team."""
    return may_see_breaks(actor) and reaches_team(actor, Action.VIEW, BREAKS, team)
