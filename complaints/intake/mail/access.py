"""Who sees messages and mailboxes, who takes a message up again, who sets a mailbox up."""

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import Actor, may, position, scope
from complaints.intake.mail.models import SUBJECT


def _at(actor: Actor, action: Action, site_id: int) -> bool:
    if actor is None:
        return True
    reach = scope(actor, action, SUBJECT)
    return reach is Scope.ALL or (reach is Scope.SITE and site_id in position(actor).site_ids)


def may_take_up(actor: Actor, site_id: int) -> bool:
    """Have a failed or ignored message treated again."""
    return _at(actor, Action.EDIT, site_id)


def may_set_up(actor: Actor, site_id: int) -> bool:
    """Write a mailbox's settings, its password and its webhook's secret."""
    return _at(actor, Action.CREATE, site_id)


def may_set_up_some(actor: Actor) -> bool:
    """For buttons."""
    return may(actor, Action.CREATE, SUBJECT)
