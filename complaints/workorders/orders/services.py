"""Taking an order, answering, telling the customer, confirming, closing, cancelling, upgrading (domain §7.3)."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from callcenter.access.permissions import Actor
from callcenter.access.posts import PostCode
from callcenter.audit import services as audit
from callcenter.notifications.services import notify
from callcenter.objections import Objection, RuleViolation, refuse
from callcenter.people.models import Employee, Site, TeamMembership
from complaints.cases.intake import Intake
from complaints.cases.models import Case
from complaints.cases.states import Channel
from complaints.cases.states import State as CaseState
from complaints.cases.taking import record_case
from complaints.customers.contacts.services import owe_report
from complaints.customers.models import Customer
from complaints.workorders import deadlines, moving, permits, rules
from complaints.workorders.orders.models import Category, CustomerReply, WorkOrder
from complaints.workorders.states import (
    OrderChannel,
    OrderKind,
    ReplyKind,
    ReplyMeans,
    State,
    TicketState,
    Urgency,
)
from complaints.workorders.words import of_order

CASE_CHANNELS = {
    OrderChannel.PHONE: Channel.HOTLINE,
    OrderChannel.EMAIL: Channel.EMAIL,
    OrderChannel.ONLINE: Channel.WEB,
}
MEANS = {
    OrderChannel.PHONE: ReplyMeans.PHONE,
    OrderChannel.EMAIL: ReplyMeans.EMAIL,
    OrderChannel.ONLINE: ReplyMeans.ONLINE,
}


@dataclass(frozen=True)
class OrderFacts:
    """An order as it comes in. `answer`: what the customer was told on the spot; empty: not answered.

    `is_satisfied`: what the customer said to that answer (None: not asked). `received_at` None: now.
    """

    channel: OrderChannel
    category: Category
    content: str
    kind: OrderKind = OrderKind.INQUIRY
    urgency: Urgency = Urgency.NORMAL
    customer: Customer | None = None
    contact_name: str = ""
    contact_phone: str = ""
    contact_email: str = ""
    call_reference: str = ""
    promised_reply_at: datetime.datetime | None = None
    answer: str = ""
    is_satisfied: bool | None = None
    received_at: datetime.datetime | None = None
    origin: Case | None = None


@transaction.atomic
def record_order(site: Site, facts: OrderFacts, *, actor: Actor, owner: Employee | None = None) -> WorkOrder:
    """Take an order down. Who takes it owns it for ever (S2F-19); `owner` only where the system itself records.

    Answered on the spot it is told at once, and closed when the customer says they are satisfied.
    """
    permits.require_take(actor, site)
    person = owner if actor is None else moving.person_of(actor)
    if person is None:
        raise RuleViolation(Objection("workorders.no_employee"))
    now = timezone.now()
    order = _new(site, facts, person, now)
    order.search = of_order(order)
    refuse(_objections(order, facts, now))
    order.save(force_insert=True)
    clock = deadlines.start_of_order(order, actor=actor)
    assert clock.due_at is not None  # it does not pause
    order.due_at = clock.due_at
    order.save(update_fields=["due_at"])
    moving.note(order, "record", actor=actor, at=now, target=State.NEW)
    after = {
        "channel": order.channel,
        "category": order.category.code,
        "urgency": order.urgency,
        "promised": order.promised_reply_at,
        "passed_on_from": facts.origin.reference if facts.origin else None,
    }
    audit.record(actor, "workorders.order.recorded", order, after=_plain(after))
    if facts.origin is None:
        _owe_report(order, f"workorders.order:{order.pk}", min(order.received_at, now), actor)
    if order.is_answered_on_spot:
        answer(order, actor=actor, means=MEANS[OrderChannel(order.channel)], words=facts.answer)
        if facts.is_satisfied is not None:
            order = (
                confirm(order, actor=actor)
                if facts.is_satisfied
                else object_to(order, actor=actor, words=facts.answer)
            )
        if facts.is_satisfied:
            order = close(order, actor=actor)
    order.refresh_from_db()
    return order


@transaction.atomic
def answer(order: WorkOrder, *, actor: Actor, means: str, words: str) -> WorkOrder:
    """Who keeps it answers the customer without a department."""
    order = moving.held(order.pk)
    moving.permit("answer", order, actor=actor)
    refuse(rules.words_objections(words, "workorders.answer_needed", "words"))
    _tell_customer(order, "answer", ReplyKind.ANSWER, means, words, actor)
    audit.record(actor, "workorders.order.answered", order, after={"means": str(means)})
    return order


@transaction.atomic
def inform(order: WorkOrder, *, actor: Actor, means: str, words: str) -> WorkOrder:
    """Tell the customer what the department found (S1-17)."""
    order = moving.held(order.pk)
    moving.permit("inform", order, actor=actor)
    refuse(rules.words_objections(words, "workorders.answer_needed", "words"))
    _tell_customer(order, "inform", ReplyKind.RESULT, means, words, actor)
    audit.record(actor, "workorders.order.informed", order, after={"means": str(means)})
    return order


@transaction.atomic
def reply(
    order: WorkOrder,
    *,
    actor: Actor,
    means: str,
    words: str,
    promised_reply_at: datetime.datetime | None = None,
) -> WorkOrder:
    """Tell the customer how far it is; perhaps with a new promise. The state stays."""
    order = moving.held(order.pk)
    permits.require_keep(actor, order)
    now = timezone.now()
    found = [] if order.is_open else [Objection("workorders.is_over", {"number": order.number})]
    found += rules.words_objections(words, "workorders.answer_needed", "words")
    if promised_reply_at is not None:
        found += rules.promise_objections(False, promised_reply_at, now)
    refuse(found)
    _keep_reply(order, ReplyKind.INTERIM, means, words, actor, now)
    changed = ["moved_at", "first_replied_at"]
    order.moved_at, order.first_replied_at = now, order.first_replied_at or now
    before = {"promised": order.promised_reply_at}
    if promised_reply_at is not None:
        order.promised_reply_at = promised_reply_at
        changed.append("promised_reply_at")
    order.save(update_fields=changed)
    deadlines.replied(order, actor=actor, is_answer=False)
    if promised_reply_at is not None:
        deadlines.promise(order, actor=actor)
    moving.note(order, "reply", actor=actor, at=now, comment=words)
    after = {"promised": order.promised_reply_at}
    audit.record(actor, "workorders.order.replied", order, before=_plain(before), after=_plain(after))
    return order


@transaction.atomic
def confirm(order: WorkOrder, *, actor: Actor) -> WorkOrder:
    """The customer says that they are satisfied (S1-18)."""
    order = moving.held(order.pk)
    moving.permit("confirm", order, actor=actor)
    now = timezone.now()
    order.is_satisfied, order.satisfied_at = True, now
    moving.move(order, "confirm", actor=actor, at=now, changed=("is_satisfied", "satisfied_at"))
    audit.record(actor, "workorders.order.confirmed", order)
    return order


@transaction.atomic
def object_to(order: WorkOrder, *, actor: Actor, words: str) -> WorkOrder:
    """The customer is not satisfied: it goes round again; the center manager hears of it at the count of the rulebook."""
    order = moving.held(order.pk)
    moving.permit("object", order, actor=actor)
    refuse(rules.words_objections(words, "workorders.why_unsatisfied_needed", "words"))
    order.is_satisfied, order.loops = False, order.loops + 1
    moving.move(
        order, "object", actor=actor, at=timezone.now(), comment=words, changed=("is_satisfied", "loops")
    )
    if rules.escalates(order.loops, moving.setting("max_loops", order.site)):
        _tell_managers(order, words)
    audit.record(actor, "workorders.order.objected", order, after={"loops": order.loops})
    return order


@transaction.atomic
def close(order: WorkOrder, *, actor: Actor) -> WorkOrder:
    """Close and archive (S1-19): only the customer informed and satisfied; read-only from here on."""
    order = moving.held(order.pk)
    moving.permit("close", order, actor=actor)
    refuse(rules.closing_objections(order.informed_at, order.is_satisfied))
    moving.move(order, "close", actor=actor, at=timezone.now())
    deadlines.stop_all(order, actor=actor, is_done=True)
    audit.record(actor, "workorders.order.closed", order, after={"loops": order.loops})
    return order


@transaction.atomic
def settle(order: WorkOrder, *, actor: Actor, words: str) -> WorkOrder:
    """The center manager ends what cannot be brought to satisfaction, with a reason (domain §6.10)."""
    order = moving.held(order.pk)
    moving.permit("settle", order, actor=actor)
    found = rules.settling_objections(order.loops, moving.setting("max_loops", order.site))
    refuse(found + rules.words_objections(words, "workorders.reason_needed", "words"))
    moving.move(order, "settle", actor=actor, at=timezone.now(), comment=words)
    deadlines.stop_all(order, actor=actor, is_done=True)
    audit.record(actor, "workorders.order.settled", order, reason=words)
    return order


@transaction.atomic
def cancel(order: WorkOrder, *, actor: Actor, words: str) -> WorkOrder:
    """The customer no longer wants it, or it was taken by mistake."""
    order = moving.held(order.pk)
    moving.permit("cancel", order, actor=actor)
    refuse(rules.words_objections(words, "workorders.reason_needed", "words"))
    _drop_ticket(order, actor)
    moving.move(order, "cancel", actor=actor, at=timezone.now(), comment=words)
    deadlines.stop_all(order, actor=actor, is_done=False)
    audit.record(actor, "workorders.order.cancelled", order, reason=words)
    return order


@transaction.atomic
def upgrade(order: WorkOrder, *, actor: Actor, words: str, nature: str = "complaint") -> Case:
    """It is a complaint: recorded as one, the link kept both ways; the order ends here."""
    order = moving.held(order.pk)
    moving.permit("upgrade", order, actor=actor)
    refuse(rules.words_objections(words, "workorders.reason_needed", "words"))
    intake = Intake(
        site=order.site,
        channel=CASE_CHANNELS[OrderChannel(order.channel)],
        title=order.summary,
        content=f"{order.content}\n\n{order.number}: {words.strip()}",
        nature=nature,  # type: ignore[arg-type]
        customer=order.customer,
        contact_name=order.contact_name,
        contact_phone=order.contact_phone,
        contact_email=order.contact_email,
        call_reference=order.call_reference,
        received_at=order.received_at,
        taker=order.owner,
    )
    case = record_case(intake, actor=actor)
    _drop_ticket(order, actor)
    order.case = case
    moving.move(order, "upgrade", actor=actor, at=timezone.now(), comment=words, changed=("case",))
    deadlines.stop_all(order, actor=actor, is_done=False)
    audit.record(actor, "workorders.order.upgraded", order, after={"complaint": case.reference}, reason=words)
    return case


@transaction.atomic
def take_over_case(
    case: Case, *, actor: Actor, category: Category, promised_reply_at: datetime.datetime | None
) -> WorkOrder:
    """A complaint that was passed on as none becomes a work order of who takes it over."""
    case = Case.objects.select_for_update(of=("self",)).select_related("site", "customer").get(pk=case.pk)
    found = WorkOrder.objects.filter(origin=case).first()
    if found is not None:
        raise RuleViolation(Objection("workorders.case_took_it", {"number": found.number}))
    if case.state != CaseState.REDIRECTED:
        raise RuleViolation(Objection("workorders.case_not_redirected"))
    channels = {there: here for here, there in CASE_CHANNELS.items()}
    facts = OrderFacts(
        channel=channels.get(Channel(case.channel), OrderChannel.ONLINE),
        category=category,
        content=case.content,
        kind=OrderKind.SUGGESTION if case.nature == "suggestion" else OrderKind.INQUIRY,
        customer=case.customer,
        contact_name=case.contact_name,
        contact_phone=case.contact_phone,
        contact_email=case.contact_email,
        promised_reply_at=promised_reply_at,
        origin=case,
    )
    return record_order(case.site, facts, actor=actor)


@transaction.atomic
def hand_over_order(order: WorkOrder, person: Employee, *, actor: Actor, words: str = "") -> WorkOrder:
    """Somebody stands in for who took it, who stays its owner (S2F-19)."""
    order = moving.held(order.pk)
    permits.require_lead(actor, order)
    if not order.is_open:
        raise RuleViolation(Objection("workorders.is_over", {"number": order.number}))
    if person.site_id != order.site_id or not person.is_employed(order.site.today()):
        raise RuleViolation(Objection("workorders.no_owner_there", {"name": str(person)}, "person"))
    before = order.responsible_id
    order.keeper = None if person.pk == order.owner_id else person
    order.save(update_fields=["keeper"])
    deadlines.hand_over_order(order, person)
    moving.note(order, "handed_over", actor=actor, at=timezone.now(), comment=f"{person} {words}".strip())
    if person.user_id:
        notify(
            "workorders.handed_over",
            recipients=[person.user_id],
            subject=order,
            figures={"number": order.number, "owner": order.owner},
            key=f"{order.pk}:{person.pk}:{timezone.now():%Y%m%d%H%M%S}",
            site_id=order.site_id,
        )
    audit.record(
        actor,
        "workorders.order.handed_over",
        order,
        before={"keeper": before},
        after={"keeper": order.responsible_id},
        reason=words,
    )
    return order


def _new(site: Site, facts: OrderFacts, person: Employee, now: datetime.datetime) -> WorkOrder:
    received_at = facts.received_at or now
    membership = TeamMembership.objects.filter(employee=person, period__contains=site.today())
    return WorkOrder(
        site=site,
        kind=facts.kind,
        channel=facts.channel,
        urgency=facts.urgency,
        category=facts.category,
        content=facts.content.strip(),
        customer=facts.customer,
        contact_name=facts.contact_name.strip(),
        contact_phone=facts.contact_phone.strip(),
        contact_email=facts.contact_email.strip(),
        call_reference=facts.call_reference.strip(),
        owner=person,
        team_id=membership.values_list("team", flat=True).first(),
        is_answered_on_spot=bool(facts.answer.strip()),
        promised_reply_at=facts.promised_reply_at,
        received_at=received_at,
        due_at=received_at,
        moved_at=now,
        origin=facts.origin,
    )


def _objections(order: WorkOrder, facts: OrderFacts, now: datetime.datetime) -> list[Objection]:
    found = rules.words_objections(order.content, "workorders.content_needed", "content")
    found += rules.promise_objections(order.is_answered_on_spot, order.promised_reply_at, now)
    if order.received_at > now + rules.SLACK:
        found.append(Objection("workorders.received_ahead", field="received_at"))
    if facts.category.site_id != order.site_id:
        found.append(Objection("workorders.other_site", field="category"))
    if facts.customer is not None and facts.customer.site_id != order.site_id:
        found.append(Objection("workorders.other_site", field="customer"))
    has_way = facts.customer is not None or order.contact_phone or order.contact_email
    if not order.is_answered_on_spot and not has_way:
        found.append(Objection("workorders.contact_way_needed", field="contact_phone"))
    return found


def _tell_customer(order: WorkOrder, key: str, kind: ReplyKind, means: str, words: str, actor: Actor) -> None:
    """The reply record, the two moments that closing and the first-reply clock need, the new state."""
    now = timezone.now()
    _keep_reply(order, kind, means, words, actor, now)
    order.informed_at, order.first_replied_at = now, order.first_replied_at or now
    order.is_satisfied = order.satisfied_at = None
    changed = ("informed_at", "first_replied_at", "is_satisfied", "satisfied_at")
    moving.move(order, key, actor=actor, at=now, comment=words, changed=changed)
    deadlines.replied(order, actor=actor, is_answer=True)


def _keep_reply(
    order: WorkOrder, kind: ReplyKind, means: str, words: str, actor: Actor, now: datetime.datetime
) -> None:
    made = CustomerReply.objects.create(
        order=order, kind=kind, means=means, words=words.strip(), at=now, by=moving.person_of(actor)
    )
    if order.is_answered_on_spot and order.first_replied_at is None:
        return  # the contact in which the order was taken
    _owe_report(order, f"workorders.reply:{made.pk}", now, actor)


def _owe_report(order: WorkOrder, source: str, at: datetime.datetime, actor: Actor) -> None:
    """A key customer's contact wants a report of whoever had it (S2D-7)."""
    if order.customer is not None:
        person = moving.person_of(actor) or order.owner
        owe_report(order.customer, person, source=source, title=order.number, at=at, actor=actor)


def _drop_ticket(order: WorkOrder, actor: Actor) -> None:
    """What is at a department falls with its order."""
    ticket = moving.open_ticket(order)
    if ticket is None:
        return
    deadlines.stop_ticket(ticket, actor=actor, is_done=False)
    ticket.state, ticket.ended_at = TicketState.DROPPED, timezone.now()
    ticket.save(update_fields=["state", "ended_at"])


def _tell_managers(order: WorkOrder, words: str) -> None:
    today = order.site.today()
    managers = Employee.objects.filter(site=order.site).holding([PostCode.CENTER_MANAGER], today)
    users = deadlines.users_of(managers.employed(today))
    if users:
        notify(
            "workorders.not_satisfied",
            recipients=users,
            subject=order,
            figures={"number": order.number, "loops": order.loops, "reason": words},
            key=f"{order.pk}:{order.loops}",
            site_id=order.site_id,
        )


def _plain(facts: dict[str, Any]) -> dict[str, Any]:
    return {
        name: one.isoformat() if isinstance(one, datetime.datetime) else one for name, one in facts.items()
    }
