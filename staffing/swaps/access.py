"""Who may ask, answer, decide, look on and void: the people of the swap, their leaders by the line, the director."""

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import Actor, may, position, scope
from callcenter.people.models import Employee, Site
from staffing.swaps.models import SUBJECT, Swap


def may_ask(actor: Actor, requester: Employee) -> bool:
    """For oneself only."""
    return actor is None or (
        may(actor, Action.CREATE, SUBJECT) and position(actor).employee_id == requester.pk
    )


def may_answer(actor: Actor, swap: Swap) -> bool:
    """The colleague who is asked, and nobody for them."""
    return actor is None or position(actor).employee_id == swap.counterpart_id


def may_cancel(actor: Actor, swap: Swap) -> bool:
    """The requester; after having agreed the colleague too."""
    me = position(actor).employee_id
    return actor is None or (me is not None and me in (swap.requester_id, swap.counterpart_id))


def at_site(actor: Actor, action: Action, site: Site) -> bool:
    """Whether the actor may do that at the whole site."""
    if actor is None:
        return True
    reach = scope(actor, action, SUBJECT)
    return reach is Scope.ALL or (reach is Scope.SITE and site.pk in position(actor).site_ids)


def may_void(actor: Actor, swap: Swap) -> bool:
    """The director of the site, never about a swap of their own."""
    return at_site(actor, Action.EDIT, swap.site) and not _is_party(actor, swap)


def may_split(actor: Actor, swap: Swap) -> bool:
    """A leader of one of the two, or the director; never the two themselves."""
    if actor is None:
        return True
    if _is_party(actor, swap):
        return False
    reach = scope(actor, Action.APPROVE, SUBJECT)
    teams = {swap.requester_team_id, swap.counterpart_team_id}
    leads = reach >= Scope.TEAM and bool(teams & position(actor).team_ids)
    return leads or may_void(actor, swap)


def _is_party(actor: Actor, swap: Swap) -> bool:
    return actor is not None and position(actor).employee_id in (swap.requester_id, swap.counterpart_id)
