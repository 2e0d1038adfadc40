"""Who may ask for overtime, assign it, consent, let limits pass, call it off. Who approves, the reporting line says."""

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import Actor, may, position, scope
from callcenter.people.models import Employee, Site
from staffing.overtime.models import SUBJECT, Overtime
from staffing.roster.models import SUBJECT as ROSTER


def may_ask(actor: Actor, employee: Employee) -> bool:
    """For oneself only."""
    return actor is None or (
        may(actor, Action.CREATE, SUBJECT) and position(actor).employee_id == employee.pk
    )


def may_assign(actor: Actor, site: Site, team_id: int | None) -> bool:
    """A shift leader in their teams, the director at the site; the center manager, who alone lets limits pass."""
    if actor is None:
        return True
    reach, where = scope(actor, Action.CREATE, SUBJECT), position(actor)
    at_site = site.pk in where.site_ids
    if reach >= Scope.SITE or may_let_pass(actor, site):
        return at_site
    return reach >= Scope.TEAM and team_id in where.team_ids


def may_assign_something(actor: Actor) -> bool:
    """For buttons."""
    return scope(actor, Action.CREATE, SUBJECT) >= Scope.TEAM or may(actor, Action.APPROVE, ROSTER)


def may_let_pass(actor: Actor, site: Site) -> bool:
    """Limits of the law: the center manager of the site (domain §4.12), with a reason that is kept."""
    return actor is not None and may(actor, Action.APPROVE, ROSTER) and site.pk in position(actor).site_ids


def decides_alone(actor: Actor, site: Site) -> bool:
    """Whoever may approve overtime, or let its limits pass, needs nobody else's word for what they assign."""
    if actor is None:
        return False
    approves = scope(actor, Action.APPROVE, SUBJECT) >= Scope.SITE and site.pk in position(actor).site_ids
    return approves or may_let_pass(actor, site)


def may_answer(actor: Actor, overtime: Overtime) -> bool:
    """The employee, and nobody for them."""
    return actor is None or position(actor).employee_id == overtime.employee_id


def may_cancel(actor: Actor, overtime: Overtime) -> bool:
    """The employee while it is not approved; whoever may assign it at any time before it begins."""
    if actor is None:
        return True
    is_own = position(actor).employee_id == overtime.employee_id
    return (is_own and overtime.is_open) or (
        not is_own and may_assign(actor, overtime.site, overtime.team_id)
    )
