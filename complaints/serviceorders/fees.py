"""Payment of a service (S2A-7): recorded only. Low: collected on the spot, handed to finance, invoice follows. Else invoice first."""

from django.db import transaction
from django.utils import timezone

from callcenter.access.permissions import Actor, position, require
from callcenter.audit.services import record
from callcenter.objections import Objection, RuleViolation
from callcenter.people.models import Employee
from complaints.serviceorders import access
from complaints.serviceorders.models import ServiceOrder
from complaints.serviceorders.services import held
from complaints.serviceorders.states import FeeWay, State

SETTLED_IN = (State.FINISHED, State.SIGNED_OFF)


@transaction.atomic
def record_invoice(order: ServiceOrder, invoice_no: str, *, actor: Actor) -> ServiceOrder:
    """Finance has invoiced it: before the collection, or after a fee that was collected on the spot."""
    order = _held(order, actor)
    if not invoice_no.strip():
        raise RuleViolation(Objection("serviceorders.invoice_needed", {}, "invoice_no"))
    if order.invoiced_at is not None:
        raise RuleViolation(Objection("serviceorders.done_already"))
    order.invoice_no, order.invoiced_at = invoice_no.strip(), timezone.now()
    order.save(update_fields=["invoice_no", "invoiced_at"])
    record(actor, "serviceorders.order.fee_recorded", order, after={"invoice": order.invoice_no})
    return order


@transaction.atomic
def record_collection(order: ServiceOrder, *, actor: Actor) -> ServiceOrder:
    """The invoiced fee was collected."""
    order = _held(order, actor)
    if order.fee_way == FeeWay.INVOICE_FIRST and order.invoiced_at is None:
        raise RuleViolation(Objection("serviceorders.invoice_first", rules=("serviceorder.low_fee",)))
    if order.collected_at is not None:
        raise RuleViolation(Objection("serviceorders.done_already"))
    collector = Employee.objects.filter(pk=position(actor).employee_id or 0).first() or order.technician
    order.collected_at, order.collected_by = timezone.now(), collector
    order.save(update_fields=["collected_at", "collected_by"])
    record(actor, "serviceorders.order.fee_recorded", order, after={"collected": str(order.fee)})
    return order


@transaction.atomic
def hand_to_finance(order: ServiceOrder, *, actor: Actor) -> ServiceOrder:
    """The money is with finance."""
    order = _held(order, actor)
    if order.collected_at is None:
        raise RuleViolation(Objection("serviceorders.nothing_collected"))
    if order.handed_over_at is not None:
        raise RuleViolation(Objection("serviceorders.done_already"))
    order.handed_over_at = timezone.now()
    order.save(update_fields=["handed_over_at"])
    record(actor, "serviceorders.order.fee_recorded", order, after={"handed_to_finance": str(order.fee)})
    return order


def _held(order: ServiceOrder, actor: Actor) -> ServiceOrder:
    order = held(order)
    require(access.may_work(actor, order))
    if order.fee_way == FeeWay.NONE:
        raise RuleViolation(Objection("serviceorders.fee_not_of_this"))
    if order.state not in SETTLED_IN:
        figures = {"voucher": order.voucher, "state": order.get_state_display()}
        raise RuleViolation(Objection("serviceorders.not_from_here", figures))
    return order
