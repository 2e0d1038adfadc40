"""The application for service elsewhere (异地服务申请单, S2A-10): up the line to the department manager, before anybody leaves."""

from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from callcenter.access.permissions import Actor, position, require
from callcenter.access.posts import PostCode
from callcenter.approvals import services as approvals
from callcenter.approvals.kinds import Facts, Kind
from callcenter.approvals.requests.models import Request
from callcenter.approvals.rules import Target
from callcenter.audit.services import record
from callcenter.notifications.services import notify
from callcenter.objections import Objection, RuleViolation
from callcenter.people.models import Employee
from callcenter.web.cells import number
from complaints.serviceorders import access
from complaints.serviceorders.models import KIND, ServiceOrder
from complaints.serviceorders.services import held
from complaints.serviceorders.states import OffSite, State


@transaction.atomic
def apply(
    order: ServiceOrder, *, actor: Actor, travel_to: str, reason: str, travel_cost: Decimal = Decimal(0)
) -> ServiceOrder:
    """Write the application; whoever manages the department above the applicant decides."""
    order = held(order)
    require(access.may_ask_off_site(actor, order))
    found = []
    if order.state != State.REGISTERED or order.off_site in (OffSite.ASKED, OffSite.APPROVED):
        found.append(Objection("serviceorders.off_site_running", {"state": order.get_off_site_display()}))
    if not travel_to.strip():
        found.append(Objection("serviceorders.place_needed", {}, "travel_to"))
    if not reason.strip():
        found.append(Objection("serviceorders.reason_needed", {}, "reason"))
    applicant = Employee.objects.filter(pk=position(actor).employee_id or 0).first() or order.taker
    if applicant is None:
        found.append(Objection("serviceorders.no_applicant"))
    if found:
        raise RuleViolation(found)
    assert applicant is not None
    order.off_site, order.travel_to = OffSite.ASKED, travel_to.strip()
    order.travel_reason, order.travel_cost = reason.strip(), travel_cost
    order.off_site_decided_at = None
    order.save(update_fields=["off_site", "travel_to", "travel_reason", "travel_cost", "off_site_decided_at"])
    after = {"to": order.travel_to, "cost": str(travel_cost)}
    record(actor, "serviceorders.order.off_site_asked", order, after=after, reason=order.travel_reason)
    approvals.start(KIND, order, applicant=applicant, actor=None, reason=order.travel_reason)
    return order


@transaction.atomic
def record_travel_cost(order: ServiceOrder, cost: Decimal, *, actor: Actor) -> ServiceOrder:
    """What the journey did cost: it is part of the cost of the service."""
    order = held(order)
    require(access.may_work(actor, order))
    if order.off_site != OffSite.APPROVED or order.state == State.ARCHIVED:
        raise RuleViolation(
            Objection("serviceorders.off_site_running", {"state": order.get_off_site_display()})
        )
    before, order.travel_cost = str(order.travel_cost), cost
    order.save(update_fields=["travel_cost"])
    record(
        actor,
        "serviceorders.order.travel_cost_recorded",
        order,
        before={"cost": before},
        after={"cost": str(cost)},
    )
    return order


def approved(order: Any, request: Request, actor: Actor) -> None:
    """The manager lets them leave: from here on it may be dispatched."""
    _decide(order, OffSite.APPROVED, "serviceorders.order.off_site_approved", request, actor)


def refused(order: Any, request: Request, actor: Actor) -> None:
    """The manager says no: the line waits, and may be applied for again."""
    _decide(order, OffSite.REFUSED, "serviceorders.order.off_site_refused", request, actor)


def withdrawn(order: Any, request: Request, actor: Actor) -> None:
    """The applicant takes it back."""
    order = held(order)
    order.off_site = OffSite.NEEDED
    order.save(update_fields=["off_site"])


def _decide(order: Any, state: OffSite, verb: str, request: Request, actor: Actor) -> None:
    order = held(order)
    order.off_site, order.off_site_decided_at = state, timezone.now()
    order.save(update_fields=["off_site", "off_site_decided_at"])
    record(actor, verb, order)
    told = [request.applicant.user_id] if request.applicant.user_id else []
    figures = {"voucher": order.voucher, "state": OffSite(state).label}
    notify(
        "serviceorders.off_site_decided", recipients=told, subject=order, figures=figures, key=f"{request.pk}",
        site_id=order.site_id,
    )  # fmt: skip


def facts(order: Any) -> Facts:
    """What the manager sees beside the decision."""
    yield _("Service voucher"), order.voucher
    yield _("Product"), order.product_model
    yield _("Journey to"), order.travel_to
    yield _("Why there"), order.travel_reason
    yield _("Expected travel cost"), number(order.travel_cost)


OFF_SITE = Kind(
    KIND,
    _("Service elsewhere"),
    target=lambda order: Target(PostCode.DIRECTOR),
    facts=facts,
    in_short=lambda request: str(request.reason),
    on_approved=approved,
    on_rejected=refused,
    on_returned=withdrawn,
    on_sent_again=lambda order, request, actor: _asked_again(order),
    on_withdrawn=withdrawn,
    is_bulk_safe=True,
    icon="map-pin",
)


def _asked_again(order: Any) -> None:
    order = held(order)
    order.off_site = OffSite.ASKED
    order.save(update_fields=["off_site"])
