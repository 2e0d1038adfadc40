"""Refusals of who may not act on a work order: a sentence that says why, and who may. The answers themselves are `access`."""

from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from callcenter.access.matrix import Action
from callcenter.access.permissions import Actor, may
from callcenter.people.models import Site
from complaints.workorders import access
from complaints.workorders.models import SUBJECT, CoordinationRequest, PlanItem, TransferTicket, WorkOrder
from complaints.workorders.transitions import Transition, Who

READERS = gettext_lazy(
    "agents, leaders, coordinators, complaint officers, managers and handlers of departments"
)
WATCHERS = gettext_lazy("leaders of teams, coordinators, complaint officers and managers of the site")
LEADERS = gettext_lazy("a leader of the team that took it, the coordinators and the managers of the site")
CHASERS = gettext_lazy("who took it, a leader of the team, the coordinators and the managers of the site")
ARRANGERS = gettext_lazy("the coordinators and the managers of the site")
RECEIVERS = gettext_lazy("handlers of departments, leaders, coordinators and managers")


def require_view(actor: Actor) -> None:
    """See work orders at all."""
    _require(may(actor, Action.VIEW, SUBJECT), READERS)


def require_receive(actor: Actor) -> None:
    """Receive tickets at all."""
    _require(may(actor, Action.EDIT, SUBJECT), RECEIVERS)


def require_watch(actor: Actor) -> None:
    """See the board and the figures."""
    _require(access.watches(actor), WATCHERS)


def require_take(actor: Actor, site: Site) -> None:
    """Take an order down, or ask for coordination."""
    _require(access.may_take(actor, site), Who.TAKER.label, site)


def require_arrange(actor: Actor, site: Site) -> None:
    """Arrange the categories of the site."""
    _require(access.may_arrange_categories(actor, site), ARRANGERS, site)


def require_keep(actor: Actor, order: WorkOrder) -> None:
    """Tell the customer."""
    if not access.may_keep(actor, order):
        raise PermissionDenied(why_not_keep(actor, order))


def require_lead(actor: Actor, order: WorkOrder) -> None:
    """Have somebody stand in."""
    if not access.leads(actor, order):
        raise PermissionDenied(_of_an_order(order, LEADERS))


def require_chase(actor: Actor, order: WorkOrder) -> None:
    """Chase whoever has it."""
    if not access.may_chase(actor, order):
        raise PermissionDenied(_of_an_order(order, CHASERS))


def at_a_department(order: WorkOrder, ticket: TransferTicket | None) -> TransferTicket:
    """The ticket that a department has; refused where none has any."""
    if ticket is None:
        words = _("%(number)s is at no department now: there is no handler to name.")
        raise PermissionDenied(words % {"number": order.number})
    return ticket


def require_department(actor: Actor, ticket: TransferTicket) -> None:
    """Receive it for the department, or name who handles it."""
    if not access.may_work_for_department(actor, ticket):
        raise PermissionDenied(why_not_department(ticket))


def require_move(
    actor: Actor, transition: Transition, order: WorkOrder, ticket: TransferTicket | None
) -> None:
    """Take that step."""
    if not access.may_move(actor, transition, order, ticket):
        raise PermissionDenied(why_not_move(actor, transition, order, ticket))


def require_coordinate(actor: Actor, request: CoordinationRequest) -> None:
    """Arrange, plan, accept."""
    if not access.may_coordinate(actor, request):
        raise PermissionDenied(_of_coordination(request, ARRANGERS))


def require_progress(actor: Actor, item: PlanItem) -> None:
    """Say how far a task is."""
    if not access.may_report_progress(actor, item):
        who = _("people of %(department)s, and the coordinators and managers of the site")
        raise PermissionDenied(_of_coordination(item.request, who % {"department": item.department}))


def why_not_move(
    actor: Actor, transition: Transition, order: WorkOrder, ticket: TransferTicket | None
) -> str:
    """Whose step it is: who keeps the order, the department, the handler by name, the managers."""
    if transition.who is Who.KEEPER:
        return why_not_keep(actor, order)
    if ticket is not None and transition.who is Who.DEPARTMENT:
        return why_not_department(ticket)
    if ticket is not None and transition.who is Who.HANDLER and ticket.handler is not None:
        figures = {"number": ticket.number, "handler": ticket.handler}
        return (
            _("%(handler)s handles %(number)s, and nobody for them: ask them, or have another handler named.")
            % figures
        )
    return _of_an_order(order, transition.who.label)


def why_not_keep(actor: Actor, order: WorkOrder) -> str:
    """That who handled it never closes it, or that others keep it."""
    if access.has_handled(actor, order):
        figures = {"number": order.number, "keeper": order.keeper or order.owner}
        return (
            _(
                "You have handled %(number)s for a department. Who handles an order never answers for it: %(keeper)s does."
            )
            % figures
        )
    return _of_an_order(order, Who.KEEPER.label)


def why_not_department(ticket: TransferTicket) -> str:
    """That it was sent to another department."""
    figures = {"number": ticket.number, "department": ticket.department}
    return (
        _(
            "%(number)s was sent to %(department)s. Who may do this: its people, and the coordinators and managers of the site."
        )
        % figures
    )


def _of_an_order(order: WorkOrder, who: str | Promise) -> str:
    figures = {"reference": order.number, "owner": order.keeper or order.owner, "who": who}
    return (
        _("Who may do this: %(who)s. %(owner)s answers for %(reference)s: ask them, or leave it to them.")
        % figures
    )


def _of_coordination(request: CoordinationRequest, who: str | Promise) -> str:
    if request.coordinator is None:
        return _("Who may do this: %(who)s.") % {"who": who}
    figures = {"reference": request.number, "owner": request.coordinator, "who": who}
    return (
        _("Who may do this: %(who)s. %(owner)s answers for %(reference)s: ask them, or leave it to them.")
        % figures
    )


def _require(allowed: bool, who: str | Promise, site: Site | None = None) -> None:
    if allowed:
        return
    if site is None:
        raise PermissionDenied(_("Your post does not allow this. Who may do it: %(who)s.") % {"who": who})
    figures = {"who": who, "site": site}
    raise PermissionDenied(
        _("Your post does not allow this at %(site)s. Who may do it there: %(who)s.") % figures
    )
