"""Who draws up and publishes rosters, redeploys people, lets a check pass."""

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import Actor, position, scope
from staffing.roster.models import SUBJECT, Assignment


def reaches_site(actor: Actor, action: Action, site_id: int) -> bool:
    """Whether the actor may do `action` with every roster of the site; the system itself may."""
    if actor is None:
        return True
    reach = scope(actor, action, SUBJECT)
    return reach is Scope.ALL or (reach is Scope.SITE and site_id in position(actor).site_ids)


def may_draw_up(actor: Actor, site_id: int) -> bool:
    """The director at their site."""
    return reaches_site(actor, Action.CREATE, site_id)


def may_publish(actor: Actor, site_id: int) -> bool:
    """The director at their site."""
    return reaches_site(actor, Action.EDIT, site_id)


def may_redeploy(actor: Actor, assignment: Assignment) -> bool:
    """The shift leader the people of their own teams; the director everybody at their site."""
    if reaches_site(actor, Action.EDIT, assignment.site_id):
        return True
    return scope(actor, Action.EDIT, SUBJECT) >= Scope.TEAM and assignment.team_id in position(actor).team_ids


def may_let_pass(actor: Actor, site_id: int) -> bool:
    """The center manager at their site; a person, never the system."""
    return actor is not None and reaches_site(actor, Action.APPROVE, site_id)
