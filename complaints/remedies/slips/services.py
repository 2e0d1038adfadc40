"""A return slip from drawing up to its voucher, in the order of its copies. Locks: complaint, paper, remedy, execution."""

import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from callcenter.access.permissions import Actor, require
from callcenter.audit import services as audit
from callcenter.objections import Objection, refuse
from complaints.cases import log
from complaints.cases.models import RemedyLine
from complaints.remedies import access, approved, rules, signing
from complaints.remedies.duties.models import Duty
from complaints.remedies.executions.following import refresh
from complaints.remedies.papers import WITH_SLIP, next_number
from complaints.remedies.slips.models import PREFIX, Delivery, ReturnSlip, SlipState

State = SlipState
ARRIVED = (State.RECEIVED, State.HANDED_ON, State.POSTED)  # the warehouse has signed


@transaction.atomic
def draw_up(
    remedy: RemedyLine, *, actor: Actor, quantity: Decimal, reason: str, handling: str, basis: str
) -> ReturnSlip:
    """Draw a slip up for goods that come back: why, what is done with them, on what basis (S2A-40)."""
    remedy = approved.locked(remedy)
    case, now = remedy.case, timezone.now()
    require(access.has_duty(actor, Duty.SALES, case.site_id))
    me = access.person(actor)
    found = rules.drawing(
        is_approved=approved.holds(case),
        fits=remedy.kind in WITH_SLIP,
        measure=quantity,
        approved=approved.measure(remedy),
        taken=taken(remedy),
        field="quantity",
    )
    refuse(found + rules.texts(reason=reason, handling=handling, basis=basis))
    made = ReturnSlip.objects.create(
        number=next_number(PREFIX, now.astimezone(case.site.zone).date()),
        site=case.site,
        case=case,
        remedy=remedy,
        quantity=quantity,
        reason=reason.strip(),
        handling=handling.strip(),
        basis=basis.strip(),
        drawn_by=me,
        drawn_at=now,
    )
    log.note(case, "slip_drawn", actor=actor, data={"number": made.number, "quantity": rules.plain(quantity)})
    refresh(remedy, actor=actor)
    audit.record(actor, "remedies.slip.drawn_up", made, after=made.figures)
    return made


def taken(remedy: RemedyLine) -> Decimal:
    """The sum of the remedy's slips that are not void."""
    found = remedy.slips.live().aggregate(sum=Sum("quantity"))["sum"]
    return found or Decimal(0)


def returned(remedy: RemedyLine) -> Decimal:
    """What came back for the remedy by slips that the warehouse has signed."""
    found = remedy.slips.filter(state__in=ARRIVED).aggregate(sum=Sum("received_quantity"))["sum"]
    return found or Decimal(0)


@transaction.atomic
def sign(slip: ReturnSlip, *, actor: Actor) -> ReturnSlip:
    """The sales deputy GM signs, or who stands in for them: nobody who drew it up."""
    slip = signing.locked(slip)
    signing.sign(slip, actor=actor)
    return signing.told(slip, "remedies.slip.signed", actor=actor)


@transaction.atomic
def send(slip: ReturnSlip, *, actor: Actor) -> ReturnSlip:
    """Sales keeps copy 1; copies 2, 3 and 4 go to the warehouse, which sees the slip from now on."""
    slip = signing.locked(slip)
    require(access.has_duty(actor, Duty.SALES, slip.site_id))
    me = access.person(actor)
    refuse(signing.stands(slip, State.SIGNED))
    signing.move(slip, State.SENT, sent_by=me, sent_at=timezone.now())
    return signing.told(slip, "remedies.slip.sent", actor=actor)


@transaction.atomic
def count_delivery(
    slip: ReturnSlip, *, actor: Actor, quantity: Decimal, arrived_on: datetime.date, note: str = ""
) -> Delivery:
    """The warehouse counts goods that arrived; a slip may be met by several deliveries, never by more than it says."""
    slip = signing.locked(slip)
    require(access.has_duty(actor, Duty.WAREHOUSE, slip.site_id))
    me, now = access.person(actor), timezone.now()
    found = signing.stands(slip, State.SENT) + rules.counting(
        quantity,
        slip=slip.quantity,
        received=slip.received_quantity,
        arrived_on=arrived_on,
        today=now.astimezone(slip.site.zone).date(),
    )
    refuse(found)
    made = Delivery.objects.create(
        slip=slip,
        quantity=quantity,
        arrived_on=arrived_on,
        note=note.strip(),
        counted_by=me,
        counted_at=now,
    )
    slip.refresh_from_db(fields=["received_quantity"])
    after = {"quantity": rules.plain(quantity), "received": rules.plain(slip.received_quantity)}
    audit.record(actor, "remedies.slip.delivery_counted", slip, after=after, reason=note.strip())
    return made


@transaction.atomic
def strike_delivery(delivery: Delivery, *, actor: Actor) -> Delivery:
    """Strike a wrong count out, while the warehouse has not signed; it stays to be read."""
    slip = signing.locked(delivery.slip)
    require(access.has_duty(actor, Duty.WAREHOUSE, slip.site_id))
    me = access.person(actor)
    delivery = Delivery.objects.select_for_update().get(pk=delivery.pk)
    found = signing.stands(slip, State.SENT)
    if delivery.struck_at is not None:
        found.append(Objection("remedies.struck_already"))
    refuse(found)
    delivery.struck_at, delivery.struck_by = timezone.now(), me
    delivery.save(update_fields=["struck_at", "struck_by"])
    before = {"quantity": rules.plain(delivery.quantity), "arrived_on": delivery.arrived_on.isoformat()}
    audit.record(actor, "remedies.slip.delivery_struck", slip, before=before)
    return delivery


@transaction.atomic
def receive(slip: ReturnSlip, *, actor: Actor, same_goods: bool) -> ReturnSlip:
    """The warehouse signs copy 2: only when the goods are those of the slip, all of them (S2A-42)."""
    slip = signing.locked(slip)
    require(access.has_duty(actor, Duty.WAREHOUSE, slip.site_id))
    me = access.person(actor)
    found = signing.stands(slip, State.SENT)
    if not found:
        found = rules.goods_match(slip=slip.quantity, received=slip.received_quantity, same_goods=same_goods)
    refuse(found + rules.second_role(me.pk, slip.drawn_by_id, slip.signed_by_id))
    signing.move(slip, State.RECEIVED, received_by=me, received_at=timezone.now())
    return signing.told(slip, "remedies.slip.received", actor=actor)


@transaction.atomic
def hand_on(slip: ReturnSlip, *, actor: Actor) -> ReturnSlip:
    """The warehouse keeps copy 2, hands copy 3 to finance and copy 4 back to sales."""
    slip = signing.locked(slip)
    require(access.has_duty(actor, Duty.WAREHOUSE, slip.site_id))
    me = access.person(actor)
    refuse(signing.stands(slip, State.RECEIVED))
    signing.move(slip, State.HANDED_ON, handed_on_by=me, handed_on_at=timezone.now())
    return signing.told(slip, "remedies.slip.handed_on", actor=actor)


@transaction.atomic
def post(slip: ReturnSlip, *, actor: Actor, voucher_no: str, posting_on: datetime.date) -> ReturnSlip:
    """Finance posts: only when the quantity that was approved is the quantity that came back (S2A-41)."""
    slip = signing.locked(slip)
    require(access.has_duty(actor, Duty.FINANCE, slip.site_id))
    me = access.person(actor)
    remedy = RemedyLine.objects.select_for_update(of=("self",)).get(pk=slip.remedy_id)
    found = signing.stands(slip, State.HANDED_ON)
    found += rules.quantities_match(approved=approved.measure(remedy), returned=returned(remedy))
    found += rules.second_role(me.pk, slip.drawn_by_id, slip.signed_by_id, slip.received_by_id)
    signing.post(slip, State.POSTED, signing.Voucher(me, voucher_no, posting_on), found)
    return signing.told(slip, "remedies.slip.posted", actor=actor)


@transaction.atomic
def void(slip: ReturnSlip, *, actor: Actor, reason: str) -> ReturnSlip:
    """Make it void, with the reason: until finance has posted it. Its number stays taken."""
    slip = signing.locked(slip)
    found = signing.stands(slip, *set(State) - {State.VOID, State.POSTED})
    signing.void(slip, actor=actor, reason=reason, found=found)
    return signing.told(slip, "remedies.slip.voided", actor=actor, reason=reason.strip())
