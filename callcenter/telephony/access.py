"""Who may load facts, look at calls and unmask a customer's number."""

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import Actor, position, scope


def reaches_site(actor: Actor, action: Action, subject: str, site_id: int | None) -> bool:
    """Whether the actor may do `action` on `subject` all over that site."""
    reach = scope(actor, action, subject)
    return reach is Scope.ALL or (reach is Scope.SITE and site_id in position(actor).site_ids)


def may_import(actor: Actor, site_id: int | None) -> bool:
    """Load facts into the site. None is the system itself (commands, feeds)."""
    return actor is None or reaches_site(actor, Action.CREATE, "telephony.import", site_id)


def may_name(actor: Actor, site_id: int | None) -> bool:
    """Say which employee a switch agent is, and what a queue or a call type is called."""
    return actor is None or reaches_site(actor, Action.EDIT, "telephony.import", site_id)


def may_reveal(actor: Actor, site_id: int | None) -> bool:
    """See a customer's number unmasked, with a reason (domain §3.4)."""
    return reaches_site(actor, Action.VIEW, "telephony.customer_number", site_id)
