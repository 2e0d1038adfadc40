"""Who asks customers, calls them back, decides what follows. Nobody acts on a complaint about themselves."""

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import Actor, position, scope
from callcenter.access.posts import PostCode
from complaints.surveys.callbacks.models import Callback
from complaints.surveys.ratings.models import SUBJECT, Invitation


def at_site(actor: Actor, action: Action, site_id: int) -> bool:
    """Whether the grant reaches the whole site."""
    if actor is None:
        return True
    reach = scope(actor, action, SUBJECT)
    return reach is Scope.ALL or (reach is Scope.SITE and site_id in position(actor).site_ids)


def may_ask(actor: Actor, site_id: int, team_id: int | None = None) -> bool:
    """Invite a customer to rate an employee: a leader for the team, officers for the site."""
    if actor is None or at_site(actor, Action.CREATE, site_id):
        return True
    return scope(actor, Action.CREATE, SUBJECT) is Scope.TEAM and team_id in position(actor).team_ids


def may_ask_somebody(actor: Actor) -> bool:
    """For buttons."""
    return scope(actor, Action.CREATE, SUBJECT) > Scope.NONE


def sees_others(actor: Actor) -> bool:
    """Whether the user sees more than ratings of their own."""
    return scope(actor, Action.VIEW, SUBJECT) > Scope.OWN


def may_take_down(actor: Actor, invitation: Invitation) -> bool:
    """Enter on the phone what the customer says."""
    return may_ask(actor, invitation.site_id, invitation.team_id)


def may_run_campaigns(actor: Actor, site_id: int) -> bool:
    """Draw up, start and end campaigns."""
    return at_site(actor, Action.EDIT, site_id)


def is_concerned(actor: Actor, callback: Callback) -> bool:
    """Whether the complaint is about this person."""
    me = position(actor).employee_id
    return me is not None and callback.case.about_id == me


def may_call(actor: Actor, callback: Callback) -> bool:
    """Call, log attempts, take the answer down: whose task it is, and officers of the site."""
    if actor is None:
        return True
    is_owner = position(actor).employee_id == callback.owner_id
    return not is_concerned(actor, callback) and (is_owner or at_site(actor, Action.CREATE, callback.site_id))


def may_decide(actor: Actor, callback: Callback, *, is_last: bool = False) -> bool:
    """Choose what follows for an unsatisfied customer; after the last round the center manager alone (S1-18)."""
    if actor is None:
        return True
    if is_last and PostCode.CENTER_MANAGER not in position(actor).posts:
        return False
    return not is_concerned(actor, callback) and at_site(actor, Action.EDIT, callback.site_id)


def may_let_rest(actor: Actor, callback: Callback, *, is_last: bool = False) -> bool:
    """Leave an unsatisfied customer so: the manager's decision."""
    return may_decide(actor, callback, is_last=is_last) and at_site(actor, Action.APPROVE, callback.site_id)


def may_reassign(actor: Actor, callback: Callback) -> bool:
    """Give the call to somebody else."""
    return not is_concerned(actor, callback) and at_site(actor, Action.EDIT, callback.site_id)
