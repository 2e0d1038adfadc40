"""Who takes orders, who keeps them, who handles tickets, who chases. The handler never closes."""

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import Actor, may, position, scope
from callcenter.people.models import Site
from complaints.workorders.models import SUBJECT, CoordinationRequest, PlanItem, TransferTicket, WorkOrder
from complaints.workorders.transitions import Transition, Who


def may_take(actor: Actor, site: Site) -> bool:
    """Whoever takes calls and messages, at their own site."""
    if actor is None:
        return True
    reach, where = scope(actor, Action.CREATE, SUBJECT), position(actor)
    return reach is Scope.ALL or (reach > Scope.NONE and site.pk in where.site_ids)


def leads(actor: Actor, order: WorkOrder) -> bool:
    """A leader of the team that took it, the coordinators, the managers of the site."""
    if actor is None:
        return True
    reach, where = scope(actor, Action.EDIT, SUBJECT), position(actor)
    if reach is Scope.ALL:
        return True
    if reach is Scope.SITE:
        return order.site_id in where.site_ids
    return reach is Scope.TEAM and order.team_id is not None and order.team_id in where.team_ids


def has_handled(actor: Actor, order: WorkOrder) -> bool:
    """Whether the actor is, or was, the handler of one of its tickets."""
    me = position(actor).employee_id
    return me is not None and order.tickets.filter(handler=me).exists()


def may_keep(actor: Actor, order: WorkOrder) -> bool:
    """Who took it or stands in, or a leader; nobody who has handled it for a department."""
    if actor is None:
        return True
    me = position(actor).employee_id
    is_mine = me is not None and me in (order.owner_id, order.keeper_id)
    allowed = (is_mine and may(actor, Action.CREATE, SUBJECT)) or leads(actor, order)
    return allowed and not has_handled(actor, order)


def may_work_for_department(actor: Actor, ticket: TransferTicket) -> bool:
    """People of the department that it was sent to; coordinators and managers of the site assign as well."""
    if actor is None:
        return True
    reach, where = scope(actor, Action.EDIT, SUBJECT), position(actor)
    if reach is Scope.ALL or (reach is Scope.SITE and ticket.order.site_id in where.site_ids):
        return True
    return reach is Scope.DEPARTMENT and ticket.department_id in where.department_ids


def may_handle(actor: Actor, ticket: TransferTicket) -> bool:
    """The named handler, and nobody for them."""
    return actor is None or (
        ticket.handler_id is not None and position(actor).employee_id == ticket.handler_id
    )


def may_settle(actor: Actor, order: WorkOrder) -> bool:
    """The director or the center manager of the site."""
    if actor is None:
        return True
    reach, where = scope(actor, Action.APPROVE, SUBJECT), position(actor)
    return reach is Scope.ALL or (reach is Scope.SITE and order.site_id in where.site_ids)


def may_move(actor: Actor, transition: Transition, order: WorkOrder, ticket: TransferTicket | None) -> bool:
    """Whose step it is, by the table."""
    if transition.who is Who.TAKER:
        return may_take(actor, order.site)
    if transition.who is Who.KEEPER:
        return may_keep(actor, order)
    if transition.who is Who.MANAGER:
        return may_settle(actor, order)
    if ticket is None:
        return actor is None
    if transition.who is Who.DEPARTMENT:
        return may_work_for_department(actor, ticket)
    return may_handle(actor, ticket)


def may_chase(actor: Actor, order: WorkOrder) -> bool:
    """Leaders of the team and the site, and who took it (S2F-13)."""
    me = position(actor).employee_id
    return leads(actor, order) or (me is not None and me in (order.owner_id, order.keeper_id))


def watches(actor: Actor) -> bool:
    """Whether the actor sees the board: leaders, coordinators, managers, and who reads the site's figures."""
    reach = scope(actor, Action.VIEW, SUBJECT)
    return actor is None or reach is Scope.TEAM or reach >= Scope.SITE


def may_arrange_categories(actor: Actor, site: Site) -> bool:
    """Coordinators and managers of the site."""
    if actor is None:
        return True
    reach, where = scope(actor, Action.EDIT, SUBJECT), position(actor)
    return reach is Scope.ALL or (reach is Scope.SITE and site.pk in where.site_ids)


def may_coordinate(actor: Actor, request: CoordinationRequest) -> bool:
    """Coordinators and managers of the site arrange, plan, accept."""
    return may_arrange_categories(actor, request.site)


def may_report_progress(actor: Actor, item: PlanItem) -> bool:
    """People of the department that has the task; the coordinators for it."""
    if actor is None or may_coordinate(actor, item.request):
        return True
    reach, where = scope(actor, Action.EDIT, SUBJECT), position(actor)
    return reach is Scope.DEPARTMENT and item.department_id in where.department_ids


def may_see(actor: Actor, order: WorkOrder) -> bool:
    """For the files of an order."""
    return actor is None or WorkOrder.objects.visible_to(actor).filter(pk=order.pk).exists()


def may_add_files(actor: Actor, order: WorkOrder) -> bool:
    """Whoever keeps or handles it, while it is open."""
    return order.is_open and (may_keep(actor, order) or has_handled(actor, order))
