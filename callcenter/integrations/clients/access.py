"""Who may see and manage API clients."""

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import Actor, may, scope
from callcenter.integrations.clients.models import SUBJECT


def may_view(actor: Actor) -> bool:
    """The system administrator, and those who answer for a site that clients reach."""
    return may(actor, Action.VIEW, SUBJECT)


def may_manage(actor: Actor) -> bool:
    """Register, change, rotate, disable: company-wide alone, because a client may reach every site."""
    return scope(actor, Action.EDIT, SUBJECT) is Scope.ALL
