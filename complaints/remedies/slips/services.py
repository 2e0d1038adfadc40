"""A return slip from drawing up to its voucher, in the order of its copies. Locks: complaint, paper, remedy, execution."""

import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from callcenter.access.permissions import Actor, require
from callcenter.audit import services as audit
from callcenter.objections import Objection, refuse
from complaints.cases import log
from complaints.cases.models import RemedyLine
from complaints.remedies import access, approved, rules
from complaints.remedies.duties.models import Duty
from complaints.remedies.executions.following import refresh
from complaints.remedies.papers import WITH_SLIP, next_number, signs_for
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
    audit.record(actor, "remedies.slip.drawn_up", made, after=_facts(made))
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
    slip = _locked(slip)
    signer = signs_for(actor)
    require(signer is not None)
    me = access.person(actor)
    assert signer is not None
    refuse(_state(slip, State.DRAFT) + rules.second_role(slip.drawn_by_id, me.pk, signer.pk))
    _move(
        slip,
        State.SIGNED,
        signed_by=me,
        signed_for=signer if signer.pk != me.pk else None,
        signed_at=timezone.now(),
    )
    return _done(slip, "remedies.slip.signed", actor)


@transaction.atomic
def send(slip: ReturnSlip, *, actor: Actor) -> ReturnSlip:
    """Sales keeps copy 1; copies 2, 3 and 4 go to the warehouse, which sees the slip from now on."""
    slip = _locked(slip)
    require(access.has_duty(actor, Duty.SALES, slip.site_id))
    me = access.person(actor)
    refuse(_state(slip, State.SIGNED))
    _move(slip, State.SENT, sent_by=me, sent_at=timezone.now())
    return _done(slip, "remedies.slip.sent", actor)


@transaction.atomic
def count_delivery(
    slip: ReturnSlip, *, actor: Actor, quantity: Decimal, arrived_on: datetime.date, note: str = ""
) -> Delivery:
    """The warehouse counts goods that arrived; a slip may be met by several deliveries, never by more than it says."""
    slip = _locked(slip)
    require(access.has_duty(actor, Duty.WAREHOUSE, slip.site_id))
    me, now = access.person(actor), timezone.now()
    found = _state(slip, State.SENT) + rules.counting(
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
    slip = _locked(delivery.slip)
    require(access.has_duty(actor, Duty.WAREHOUSE, slip.site_id))
    me = access.person(actor)
    delivery = Delivery.objects.select_for_update().get(pk=delivery.pk)
    found = _state(slip, State.SENT)
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
    slip = _locked(slip)
    require(access.has_duty(actor, Duty.WAREHOUSE, slip.site_id))
    me = access.person(actor)
    found = _state(slip, State.SENT)
    if not found:
        found = rules.goods_match(slip=slip.quantity, received=slip.received_quantity, same_goods=same_goods)
    refuse(found + rules.second_role(me.pk, slip.drawn_by_id, slip.signed_by_id))
    _move(slip, State.RECEIVED, received_by=me, received_at=timezone.now())
    return _done(slip, "remedies.slip.received", actor)


@transaction.atomic
def hand_on(slip: ReturnSlip, *, actor: Actor) -> ReturnSlip:
    """The warehouse keeps copy 2, hands copy 3 to finance and copy 4 back to sales."""
    slip = _locked(slip)
    require(access.has_duty(actor, Duty.WAREHOUSE, slip.site_id))
    me = access.person(actor)
    refuse(_state(slip, State.RECEIVED))
    _move(slip, State.HANDED_ON, handed_on_by=me, handed_on_at=timezone.now())
    return _done(slip, "remedies.slip.handed_on", actor)


@transaction.atomic
def post(slip: ReturnSlip, *, actor: Actor, voucher_no: str, posting_on: datetime.date) -> ReturnSlip:
    """Finance posts: only when the quantity that was approved is the quantity that came back (S2A-41)."""
    slip = _locked(slip)
    require(access.has_duty(actor, Duty.FINANCE, slip.site_id))
    me, now, zone = access.person(actor), timezone.now(), slip.site.zone
    remedy = RemedyLine.objects.select_for_update(of=("self",)).get(pk=slip.remedy_id)
    found = _state(slip, State.HANDED_ON)
    found += rules.quantities_match(approved=approved.measure(remedy), returned=returned(remedy))
    found += rules.second_role(me.pk, slip.drawn_by_id, slip.signed_by_id, slip.received_by_id)
    found += rules.posting(
        voucher_no,
        posting_on,
        drawn_on=slip.drawn_at.astimezone(zone).date(),
        today=now.astimezone(zone).date(),
    )
    refuse(found)
    _move(
        slip,
        State.POSTED,
        voucher_no=voucher_no.strip(),
        posting_on=posting_on,
        posted_by=me,
        posted_at=now,
    )
    return _done(slip, "remedies.slip.posted", actor)


@transaction.atomic
def void(slip: ReturnSlip, *, actor: Actor, reason: str) -> ReturnSlip:
    """Make it void, with the reason: until finance has posted it. Its number stays taken."""
    slip = _locked(slip)
    require(access.may_void(actor, slip.site_id))
    me = access.person(actor)
    found = rules.texts(reason=reason)
    refuse(found + _state(slip, *[one for one in State if one not in (State.VOID, State.POSTED)]))
    _move(slip, State.VOID, voided_by=me, voided_at=timezone.now(), void_reason=reason.strip())
    return _done(slip, "remedies.slip.voided", actor, reason=reason.strip())


def _locked(slip: ReturnSlip) -> ReturnSlip:
    rows = ReturnSlip.objects.select_for_update(of=("self",))
    return rows.select_related("site", "case", "remedy").get(pk=slip.pk)


def _state(slip: ReturnSlip, *allowed: str) -> list[Objection]:
    return rules.state(slip.number, slip.state, slip.get_state_display(), allowed)


def _move(slip: ReturnSlip, state: SlipState, **facts: Any) -> None:
    slip.state = state
    for name, fact in facts.items():
        setattr(slip, name, fact)
    slip.save(update_fields=["state", *facts])


def _done(slip: ReturnSlip, verb: str, actor: Actor, *, reason: str = "") -> ReturnSlip:
    """Tell the complaint, the execution and the trail."""
    kind = f"slip_{verb.rpartition('.')[2]}"
    log.note(slip.case, kind, actor=actor, comment=reason, data={"number": slip.number})
    refresh(slip.remedy, actor=actor)
    audit.record(actor, verb, slip, after=_facts(slip), reason=reason)
    return slip


def _facts(slip: ReturnSlip) -> dict[str, Any]:
    return {
        "complaint": slip.case.reference,
        "state": slip.state,
        "quantity": rules.plain(slip.quantity),
        "received": rules.plain(slip.received_quantity),
        "voucher": slip.voucher_no,
    }
