"""Who may look after webhooks, and what a client may be told by them."""

from collections.abc import Iterable

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import Actor, position, scope
from callcenter.integrations.clients.grants import readable_rooms
from callcenter.integrations.webhooks.models import SUBJECT, Endpoint
from callcenter.people.models import Site


def may_create(actor: Actor, site_id: int) -> bool:
    """Make a webhook at the site; a client at each of its own sites."""
    reach = scope(actor, Action.CREATE, SUBJECT)
    if reach is Scope.OWN:
        return Site.objects.visible_to(actor).filter(pk=site_id).exists()
    return reach is Scope.ALL or (reach is Scope.SITE and site_id in position(actor).site_ids)


def may_edit(actor: Actor, endpoint: Endpoint) -> bool:
    """Change a webhook, its secret and its state, try it, send a delivery again; a client those that it made."""
    reach = scope(actor, Action.EDIT, SUBJECT)
    if endpoint.removed_at is not None or reach is Scope.NONE:
        return False
    if reach is Scope.OWN:
        return endpoint.created_by_id is not None and endpoint.created_by_id == getattr(actor, "pk", None)
    return reach is Scope.ALL or endpoint.site_id in position(actor).site_ids


def unreadable(actor: Actor, events: Iterable[str]) -> list[str]:
    """Events that a client may not be told of, because it may not read their room; none for people."""
    grants = position(actor).grants
    if grants is None:
        return []
    rooms = readable_rooms(grants)
    return sorted({event for event in events if event.partition(".")[0] not in rooms})
