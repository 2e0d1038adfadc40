"""What may be done with a service order, from the register to the archive (S2A-3 to S2A-10). Fees are in fees, the register's day in register."""

import datetime
from dataclasses import asdict, dataclass
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from callcenter.access.permissions import Actor, position, require, user_of
from callcenter.audit.services import record
from callcenter.files.attachments.services import attach, files_of
from callcenter.notifications.services import notify
from callcenter.objections import Objection, RuleViolation, refuse
from callcenter.people.models import Employee, Site, TeamMembership
from callcenter.rulebook.values import value
from complaints.customers.contacts.services import owe_report
from complaints.customers.models import Customer
from complaints.serviceorders import access, rules
from complaints.serviceorders.models import ServiceOrder
from complaints.serviceorders.numbers import next_voucher
from complaints.serviceorders.states import TRANSITIONS, FeeWay, OffSite, State


@dataclass(frozen=True)
class OrderFacts:
    """A line of the register as it is written (S2A-4)."""

    category: str
    customer_name: str
    postal_address: str
    phone: str
    product_model: str
    wanted: str
    email: str = ""
    specification: str = ""
    purchased_on: datetime.date | None = None
    purchase_place: str = ""
    contract_no: str = ""
    customer: Customer | None = None
    is_off_site: bool = False


@transaction.atomic
def register(site: Site, facts: OrderFacts, *, actor: Actor) -> ServiceOrder:
    """Write the request into the register at once; the voucher gets its number."""
    require(access.may_register(actor, site))
    if not value("serviceorder.is_used", site):
        raise RuleViolation(Objection("serviceorders.not_used", rules=("serviceorder.is_used",)))
    today = site.today()
    refuse(rules.line_objections(_line(facts), today))
    taker = Employee.objects.filter(pk=position(actor).employee_id or 0).first()
    place = (
        TeamMembership.objects.filter(employee=taker, period__contains=today).select_related("team").first()
    )
    made = ServiceOrder(site=site, taker=taker, registered_at=timezone.now(), **_columns(facts))
    if place is not None:
        made.team, made.department_id = place.team, place.team.department_id
    made.off_site = OffSite.NEEDED if facts.is_off_site else OffSite.NOT_NEEDED
    made.voucher = next_voucher(site, today)
    made.save(force_insert=True)
    record(actor, "serviceorders.order.registered", made, after=_shown(facts))
    _owe_report(made, taker, f"serviceorders.order:{made.pk}", made.registered_at, actor)
    return made


@transaction.atomic
def change(order: ServiceOrder, facts: OrderFacts, *, actor: Actor) -> ServiceOrder:
    """Correct the register's line while nobody is on the way."""
    order = held(order)
    require(access.may_ask_off_site(actor, order))
    if order.state != State.REGISTERED:
        raise _not_so(order)
    refuse(rules.line_objections(_line(facts), order.site.today()))
    changed = [name for name, given in _columns(facts).items() if getattr(order, name) != given]
    for name, given in _columns(facts).items():
        setattr(order, name, given)
    if facts.is_off_site and order.off_site == OffSite.NOT_NEEDED:
        order.off_site = OffSite.NEEDED
    elif not facts.is_off_site and order.off_site in (OffSite.NEEDED, OffSite.REFUSED):
        order.off_site = OffSite.NOT_NEEDED
    order.save(update_fields=[*_columns(facts), "off_site"])
    record(actor, "serviceorders.order.changed", order, after=_shown(facts) | {"changed": changed})
    return order


@transaction.atomic
def dispatch(
    order: ServiceOrder, technician: Employee, *, actor: Actor, visit_at: datetime.datetime | None = None
) -> ServiceOrder:
    """The department manager sends a named technician; elsewhere only with the approved application."""
    order = held(order)
    permit("dispatch", order, actor)
    now = timezone.now()
    found = rules.dispatch_objections(order.off_site)
    day = (visit_at or now).astimezone(order.site.zone).date()
    if technician.site_id != order.site_id or not technician.is_employed(day):
        found.append(Objection("serviceorders.no_technician", {"name": technician}, "technician"))
    if visit_at is not None and visit_at < now - datetime.timedelta(minutes=5):
        found.append(Objection("serviceorders.visit_is_past", {}, "visit_at"))
    refuse(found)
    order.state, order.technician, order.dispatched_at = State.DISPATCHED, technician, now
    order.dispatched_by, order.visit_at, order.trips = user_of(actor), visit_at, order.trips + 1
    place = (
        TeamMembership.objects.filter(employee=technician, period__contains=day)
        .select_related("team")
        .first()
    )
    order.department_id = place.team.department_id if place else order.department_id
    order.save(
        update_fields=[
            "state",
            "technician",
            "dispatched_at",
            "dispatched_by",
            "visit_at",
            "trips",
            "department",
        ]
    )
    record(actor, "serviceorders.order.dispatched", order, after={"technician": technician.number})
    if technician.user_id:
        figures = {"voucher": order.voucher, "product": order.product_model, "place": order.postal_address}
        notify(
            "serviceorders.dispatched", recipients=[technician.user_id], subject=order, figures=figures,
            key=f"{order.pk}:{order.trips}", site_id=order.site_id,
        )  # fmt: skip
    return order


@transaction.atomic
def come_back(order: ServiceOrder, *, actor: Actor, reason: str) -> ServiceOrder:
    """It could not be finished: the line waits for a technician again, first in line."""
    order = held(order)
    permit("come_back", order, actor)
    _require_reason(reason)
    before = order.technician.number if order.technician else ""
    _owe_report(order, order.technician, _visit(order), timezone.now(), actor)
    order.state, order.is_priority, order.priority_since = State.REGISTERED, True, order.site.today()
    order.technician, order.dispatched_at, order.visit_at = None, None, None
    order.save(
        update_fields=["state", "is_priority", "priority_since", "technician", "dispatched_at", "visit_at"]
    )
    record(actor, "serviceorders.order.come_back", order, before={"technician": before}, reason=reason)
    return order


@dataclass(frozen=True)
class Done:
    """The voucher as it comes back: what was done, who signed. `fee` is what the customer owes for paid service."""

    began_at: datetime.datetime
    ended_at: datetime.datetime
    work_done: str
    signed_by: str
    signature: File | None = None
    fee: Any = 0
    is_collected: bool = False


@transaction.atomic
def finish(order: ServiceOrder, done: Done, *, actor: Actor) -> ServiceOrder:
    """Finished on site: actual times and content, the customer's signature; a low fee is collected before leaving (S2A-7)."""
    order = held(order)
    permit("finish", order, actor)
    now = timezone.now()
    assert order.dispatched_at is not None
    has_file = done.signature is not None or files_of(order).exists()
    work = rules.Work(done.began_at, done.ended_at, done.work_done, done.signed_by, has_file)
    found = rules.work_objections(work, now=now, dispatched_at=order.dispatched_at)
    way = rules.fee_way(order.category, done.fee, value("serviceorder.low_fee", order.site))
    if done.fee and order.category != rules.PAID:
        found.append(Objection("serviceorders.fee_not_of_this", {}, "fee"))
    low = ("serviceorder.low_fee",)
    if way == FeeWay.ON_SPOT and not done.is_collected:
        found.append(Objection("serviceorders.fee_on_spot", {}, "is_collected", rules=low))
    if way == FeeWay.INVOICE_FIRST and done.is_collected:
        found.append(Objection("serviceorders.invoice_first", {}, "is_collected", rules=low))
    refuse(found)
    if done.signature is not None:
        attach(order, done.signature, actor=actor, note=done.signed_by.strip())
    order.state, order.finished_at = State.FINISHED, now
    order.began_at, order.ended_at = done.began_at, done.ended_at
    order.work_done, order.signed_by = done.work_done.strip(), done.signed_by.strip()
    order.fee, order.fee_way = (done.fee if way != FeeWay.NONE else 0), way
    if way == FeeWay.ON_SPOT:
        order.collected_at, order.collected_by = now, order.technician
    order.save(
        update_fields=[
            "state", "finished_at", "began_at", "ended_at", "work_done", "signed_by", "fee", "fee_way", "collected_at",
            "collected_by",
        ]
    )  # fmt: skip
    after = {"fee": str(order.fee), "payment": str(way)}  # a public event: nothing of the customer
    record(actor, "serviceorders.order.finished", order, after=after)
    _owe_report(order, order.technician, _visit(order), done.ended_at, actor)
    return order


@transaction.atomic
def sign_off(order: ServiceOrder, *, actor: Actor) -> ServiceOrder:
    """The manager signs voucher and register, once the fee is settled."""
    order = held(order)
    permit("sign_off", order, actor)
    if not order.is_fee_settled:
        raise RuleViolation(Objection("serviceorders.fee_open"))
    order.state, order.signed_off_at, order.signed_off_by = State.SIGNED_OFF, timezone.now(), user_of(actor)
    order.save(update_fields=["state", "signed_off_at", "signed_off_by"])
    record(actor, "serviceorders.order.signed_off", order)
    return order


@transaction.atomic
def archive(order: ServiceOrder, *, actor: Actor) -> ServiceOrder:
    """Into the customer's folder: nothing of it changes any more."""
    order = held(order)
    permit("archive", order, actor)
    order.state, order.archived_at = State.ARCHIVED, timezone.now()
    order.save(update_fields=["state", "archived_at"])
    record(actor, "serviceorders.order.archived", order)
    return order


@transaction.atomic
def cancel(order: ServiceOrder, *, actor: Actor, reason: str) -> ServiceOrder:
    """The customer needs nobody any more, or it was a mistake; the line stays in the register."""
    order = held(order)
    permit("cancel", order, actor)
    _require_reason(reason)
    order.state, order.closing_words = State.CANCELLED, reason.strip()
    order.save(update_fields=["state", "closing_words"])
    record(actor, "serviceorders.order.cancelled", order, reason=reason)
    return order


def _owe_report(
    order: ServiceOrder, person: Employee | None, source: str, at: datetime.datetime, actor: Actor
) -> None:
    """A key customer's contact wants a report of whoever had it (S2D-7): who took the order, who was with the customer."""
    if order.customer is not None and person is not None:
        owe_report(order.customer, person, source=source, title=order.voucher, at=at, actor=actor)


def _visit(order: ServiceOrder) -> str:
    """Names one trip to the customer."""
    return f"serviceorders.visit:{order.pk}:{order.trips}"


def held(order: ServiceOrder) -> ServiceOrder:
    """The order, locked."""
    rows = ServiceOrder.objects.select_for_update(of=("self",))
    return rows.select_related("site", "technician", "taker").get(pk=order.pk)


def permit(key: str, order: ServiceOrder, actor: Actor) -> None:
    """By the table: whose step it is, and whether it leads from here."""
    transition = TRANSITIONS[key]
    require(access.may_move(actor, transition, order))
    if order.state not in transition.sources:
        raise _not_so(order)


def _not_so(order: ServiceOrder) -> RuleViolation:
    figures = {"voucher": order.voucher, "state": order.get_state_display()}
    return RuleViolation(Objection("serviceorders.not_from_here", figures))


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise RuleViolation(Objection("serviceorders.reason_needed", {}, "words"))


def _line(facts: OrderFacts) -> rules.Line:
    return rules.Line(
        facts.category, facts.customer_name, facts.postal_address, facts.phone, facts.product_model, facts.wanted,
        facts.contract_no, facts.purchased_on,
    )  # fmt: skip


def _columns(facts: OrderFacts) -> dict[str, Any]:
    found = {name: getattr(facts, name) for name in OrderFacts.__dataclass_fields__}
    found.pop("is_off_site")
    return {name: one.strip() if isinstance(one, str) else one for name, one in found.items()}


def _shown(facts: OrderFacts) -> dict[str, Any]:
    """For the trail: what kind of work, not who the customer is."""
    kept = ("category", "product_model", "is_off_site")
    return {name: one for name, one in asdict(facts).items() if name in kept}
