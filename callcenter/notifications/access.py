"""Who may set up chat channels and look after deliveries. One's own messages and preferences need no grant."""

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import Actor, position, scope
from callcenter.notifications.delivery.models import Delivery

CHANNEL, DELIVERY = "notifications.channel", "notifications.delivery"


def may_edit_channels(actor: Actor, site_id: int | None, action: Action = Action.EDIT) -> bool:
    """Those who may edit (or add: Action.CREATE) the channels of the site; the system itself."""
    return actor is None or _reaches(actor, action, CHANNEL, site_id)


def may_retry(actor: Actor, delivery: Delivery) -> bool:
    """Those who may edit the site's deliveries; the system itself."""
    return actor is None or _reaches(actor, Action.EDIT, DELIVERY, delivery.message.site_id)


def _reaches(actor: Actor, action: Action, subject: str, site_id: int | None) -> bool:
    reach = scope(actor, action, subject)
    return reach is Scope.ALL or (reach is Scope.SITE and site_id in position(actor).site_ids)
