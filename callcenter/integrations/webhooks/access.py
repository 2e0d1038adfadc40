"""Who may look after webhooks."""

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import Actor, position, scope
from callcenter.integrations.webhooks.models import SUBJECT, Endpoint


def may_create(actor: Actor, site_id: int) -> bool:
    """Make a webhook at the site."""
    return _reaches(actor, Action.CREATE, site_id)


def may_edit(actor: Actor, endpoint: Endpoint) -> bool:
    """Change a webhook, its secret and its state, try it, send a delivery again."""
    return endpoint.removed_at is None and _reaches(actor, Action.EDIT, endpoint.site_id)


def _reaches(actor: Actor, action: Action, site_id: int) -> bool:
    reach = scope(actor, action, SUBJECT)
    return reach is Scope.ALL or (reach is Scope.SITE and site_id in position(actor).site_ids)
