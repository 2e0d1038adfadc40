"""Who registers, dispatches, works and signs. Nobody is asked twice: a technician needs no grant to see to what they were sent to."""

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import Actor, may, position, scope
from callcenter.people.models import Site
from complaints.serviceorders.models import SUBJECT, ServiceOrder
from complaints.serviceorders.states import Transition, Who


def may_register(actor: Actor, site: Site) -> bool:
    """Whoever takes service requests at the site."""
    if actor is None:
        return True
    reach = scope(actor, Action.CREATE, SUBJECT)
    return reach is Scope.ALL or (reach > Scope.NONE and site.pk in _sites(actor))


def may_manage(actor: Actor, site_id: int) -> bool:
    """The department manager: dispatches, lets people leave, signs."""
    if actor is None:
        return True
    reach = scope(actor, Action.APPROVE, SUBJECT)
    return reach is Scope.ALL or (reach >= Scope.SITE and site_id in position(actor).site_ids)


def may_work(actor: Actor, order: ServiceOrder) -> bool:
    """The technician who was sent, or the manager for them."""
    if actor is None or may_manage(actor, order.site_id):
        return True
    me = position(actor).employee_id
    return me is not None and me == order.technician_id


def may_move(actor: Actor, transition: Transition, order: ServiceOrder) -> bool:
    """Whose step it is."""
    match transition.who:
        case Who.TAKER:
            return may_register(actor, order.site)
        case Who.MANAGER:
            return may_manage(actor, order.site_id)
        case Who.TECHNICIAN:
            return may_work(actor, order)


def may_ask_off_site(actor: Actor, order: ServiceOrder) -> bool:
    """Write the application: whoever keeps the register at the site, or registered it."""
    if may_manage(actor, order.site_id):
        return True
    me = position(actor).employee_id
    is_own = me is not None and me == order.taker_id and may(actor, Action.CREATE, SUBJECT)
    return is_own or (
        scope(actor, Action.CREATE, SUBJECT) >= Scope.SITE and order.site_id in position(actor).site_ids
    )


def may_see(actor: Actor, order: ServiceOrder) -> bool:
    """For its files."""
    return actor is None or ServiceOrder.objects.visible_to(actor).filter(pk=order.pk).exists()


def may_add_files(actor: Actor, order: ServiceOrder) -> bool:
    """Signatures and photographs, until it is signed by the manager."""
    return order.state in ("registered", "dispatched", "finished") and may_work(actor, order)


def _sites(actor: Actor) -> frozenset[int]:
    return position(actor).site_ids
