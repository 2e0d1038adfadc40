"""Who may see, enter, correct and close attendance."""

from django.db.models import Q

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import Actor, position, scope
from callcenter.people.models import Employee, Site

SUBJECT = "staffing.attendance"
EDIT = Action.EDIT


def is_own(actor: Actor, employee: Employee) -> bool:
    """Whether it is the actor's own record."""
    return position(actor).employee_id == employee.pk


def may_punch(actor: Actor, employee: Employee) -> bool:
    """Everybody for themselves in the browser; the system itself."""
    return actor is None or (is_own(actor, employee) and scope(actor, Action.CREATE, SUBJECT) >= Scope.OWN)


def may_enter_punches(actor: Actor, site: Site | None) -> bool:
    """Who brings in the punches of clocks: a program with the scope, human resources, the director of the site."""
    if actor is None:
        return True
    where = position(actor)
    if where.grants is not None:
        reach = scope(actor, Action.CREATE, SUBJECT)
    else:
        reach = scope(actor, Action.EXPORT, SUBJECT)
    if site is None:
        return reach >= Scope.SITE
    return reach is Scope.ALL or (reach is Scope.SITE and site.pk in where.site_ids)


def may_call_roll(actor: Actor, team_id: int) -> bool:
    """The shift leader of the team."""
    return actor is None or (
        scope(actor, Action.EDIT, SUBJECT) >= Scope.TEAM and team_id in position(actor).team_ids
    )


def may_ask_correction(actor: Actor, employee: Employee, team_id: int | None) -> bool:
    """Everybody for themselves; the shift leader for the team."""
    if actor is None or is_own(actor, employee):
        return True
    return team_id is not None and may_call_roll(actor, team_id)


def may_see_sheet(actor: Actor) -> bool:
    """Who sees more than themselves."""
    return scope(actor, Action.VIEW, SUBJECT) > Scope.OWN


def may_close(actor: Actor, site: Site) -> bool:
    """The director of the site and human resources; the system itself."""
    if actor is None:
        return True
    if scope(actor, Action.EXPORT, SUBJECT) is Scope.ALL:
        return True
    return scope(actor, Action.APPROVE, SUBJECT) >= Scope.SITE and site.pk in position(actor).site_ids


def may_export(actor: Actor, site: Site) -> bool:
    """Who takes the month sheet away: director and center manager of the site, human resources."""
    reach = scope(actor, Action.EXPORT, SUBJECT)
    return (
        actor is None or reach is Scope.ALL or (reach is Scope.SITE and site.pk in position(actor).site_ids)
    )


def decidable(actor: Actor) -> Q:
    """The breaches on which the actor's word is asked: those of the leader's teams, of the director's site, nobody's own."""
    where = position(actor)
    found = Q(pk__in=[])
    if scope(actor, Action.EDIT, SUBJECT) >= Scope.TEAM:
        found |= Q(team__in=where.team_ids)
    if scope(actor, Action.APPROVE, SUBJECT) >= Scope.SITE:
        found |= Q(site__in=where.site_ids)
    return found & ~Q(employee=where.employee_id or 0)


def may_decide_breach(actor: Actor, site_id: int, team_id: int | None, employee_id: int) -> bool:
    """The shift leader of the team, the director of the site; nobody on their own."""
    if actor is None:
        return True
    where = position(actor)
    if where.employee_id == employee_id:
        return False
    leads = scope(actor, Action.EDIT, SUBJECT) >= Scope.TEAM and team_id in where.team_ids
    return leads or may_reopen_breach(actor, site_id, employee_id)


def may_reopen_breach(actor: Actor, site_id: int, employee_id: int) -> bool:
    """The director of the site, but for their own."""
    if actor is None:
        return True
    where = position(actor)
    reach = scope(actor, Action.APPROVE, SUBJECT)
    return where.employee_id != employee_id and reach >= Scope.SITE and site_id in where.site_ids


def may_decide_some(actor: Actor) -> bool:
    """For buttons and lists."""
    return (
        scope(actor, Action.EDIT, SUBJECT) >= Scope.TEAM
        or scope(actor, Action.APPROVE, SUBJECT) >= Scope.SITE
    )
