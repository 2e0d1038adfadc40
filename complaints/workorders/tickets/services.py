"""Transferring, receiving, naming handlers, contact, waiting, returning, the feedback slip, processing again, chasing."""

import datetime
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from callcenter.access.permissions import Actor
from callcenter.access.posts import PostCode
from callcenter.audit import services as audit
from callcenter.notifications.services import notify
from callcenter.objections import Objection, RuleViolation, refuse
from callcenter.people.models import Department, Employee, Site
from callcenter.rulebook.values import value
from complaints.workorders import deadlines, moving, permits, rules
from complaints.workorders.orders.models import WorkOrder
from complaints.workorders.states import AT_DEPARTMENT, State, TicketState
from complaints.workorders.tickets.models import FeedbackSlip, OrderChase, TransferTicket
from complaints.workorders.words import of_ticket

BATCH = 500


@transaction.atomic
def transfer(
    order: WorkOrder,
    department: Department,
    *,
    actor: Actor,
    problem: str,
    reason: str,
    required_by: datetime.datetime | None,
    promised_reply_at: datetime.datetime | None = None,
) -> TransferTicket:
    """Send the order to a department (S1-12, S1-13). A promise that is missing or over is given anew first (S1-11)."""
    order = moving.held(order.pk)
    moving.permit("transfer", order, actor=actor)
    now = timezone.now()
    found = rules.ticket_objections(problem, reason, required_by, now)
    if department.site_id != order.site_id:
        found.append(Objection("workorders.other_site", field="department"))
    is_new = promised_reply_at is not None
    promised = promised_reply_at or order.promised_reply_at
    found += rules.promise_objections(
        False, promised, now if is_new or order.informed_at else order.received_at
    )
    refuse(found)
    assert required_by is not None
    ticket = _send(order, department, problem, reason, max(required_by, now), now, actor)
    changed: list[str] = []
    if is_new or order.informed_at is not None:
        order.promised_reply_at = promised
        changed = ["promised_reply_at"]
    moving.move(order, "transfer", actor=actor, at=now, comment=reason, changed=changed)
    if changed:
        deadlines.promise(order, actor=actor)
    audit.record(actor, "workorders.ticket.sent", ticket, after=_facts(ticket), reason=reason)
    return ticket


@transaction.atomic
def receive(ticket: TransferTicket, handler: Employee | None, *, actor: Actor) -> TransferTicket:
    """The department takes it and names one person (S1-14), who talks with the agent within the rulebook's hours."""
    ticket, order = _held(ticket)
    _require_sent(ticket, order, actor)
    moving.permit("receive", order, actor=actor, ticket=ticket)
    refuse(_handler_objections(ticket, order, handler))
    assert handler is not None
    now = timezone.now()
    ticket.state, ticket.received_at, ticket.received_by = TicketState.RECEIVED, now, moving.person_of(actor)
    ticket.handler, ticket.first_on = handler, None
    ticket.first_contact_due_at = deadlines.received(ticket, actor=actor)
    ticket.save(
        update_fields=["state", "received_at", "received_by", "handler", "first_on", "first_contact_due_at"]
    )
    moving.move(order, "receive", actor=actor, at=now, comment=handler.number)
    _tell_handler(ticket, order)
    _tell_keeper("workorders.received", ticket, order, handler=handler, department=ticket.department)
    audit.record(actor, "workorders.ticket.received", ticket, after={"handler": handler.number})
    return ticket


@transaction.atomic
def name_handler(ticket: TransferTicket, handler: Employee | None, *, actor: Actor) -> TransferTicket:
    """Somebody else of the department handles it from now on; the deadlines stay."""
    ticket, order = _held(ticket)
    permits.require_department(actor, ticket)
    if ticket.received_at is None or not ticket.is_open:
        raise RuleViolation(Objection("workorders.nothing_open", {"number": order.number}))
    refuse(_handler_objections(ticket, order, handler))
    assert handler is not None
    before = ticket.handler.number if ticket.handler else None
    ticket.handler = handler
    ticket.save(update_fields=["handler"])
    deadlines.hand_over_ticket(ticket, actor=actor)
    moving.note(order, "reassigned", actor=actor, at=timezone.now(), comment=handler.number)
    _tell_handler(ticket, order)
    audit.record(
        actor,
        "workorders.ticket.reassigned",
        ticket,
        before={"handler": before},
        after={"handler": handler.number},
    )
    return ticket


@transaction.atomic
def contact(ticket: TransferTicket, *, actor: Actor, words: str) -> TransferTicket:
    """The handler has talked with who took the order (S1-15): nothing is fed back before."""
    ticket, order = _held(ticket)
    moving.permit("contact", order, actor=actor, ticket=ticket)
    refuse(rules.words_objections(words, "workorders.clarified_needed", "words"))
    now = timezone.now()
    ticket.state, ticket.first_contacted_at = TicketState.IN_PROGRESS, now
    ticket.contact_words = words.strip()
    ticket.save(update_fields=["state", "first_contacted_at", "contact_words"])
    deadlines.stop_running(deadlines.FIRST_CONTACT, ticket, actor=actor)
    moving.move(order, "contact", actor=actor, at=now, comment=words)
    audit.record(actor, "workorders.ticket.contacted", ticket)
    return ticket


@transaction.atomic
def wait(ticket: TransferTicket, *, actor: Actor, words: str) -> TransferTicket:
    """Nothing can be done until something comes; the deadlines run on."""
    ticket, order = _held(ticket)
    moving.permit("wait", order, actor=actor, ticket=ticket)
    refuse(rules.words_objections(words, "workorders.waits_needed", "words"))
    ticket.state, ticket.waits_for = TicketState.WAITING, words.strip()[:200]
    ticket.save(update_fields=["state", "waits_for"])
    moving.move(order, "wait", actor=actor, at=timezone.now(), comment=words)
    audit.record(actor, "workorders.ticket.paused", ticket, reason=words)
    return ticket


@transaction.atomic
def resume(ticket: TransferTicket, *, actor: Actor) -> TransferTicket:
    """What was waited for has come."""
    ticket, order = _held(ticket)
    moving.permit("resume", order, actor=actor, ticket=ticket)
    ticket.state, ticket.waits_for = TicketState.IN_PROGRESS, ""
    ticket.save(update_fields=["state", "waits_for"])
    moving.move(order, "resume", actor=actor, at=timezone.now())
    audit.record(actor, "workorders.ticket.resumed", ticket)
    return ticket


@transaction.atomic
def return_ticket(ticket: TransferTicket, *, actor: Actor, words: str) -> TransferTicket:
    """It is not for this department. After the rulebook's number of returns the coordination department gets it instead."""
    ticket, order = _held(ticket)
    moving.permit("return", order, actor=actor, ticket=ticket)
    found = rules.words_objections(words, "workorders.reason_needed", "words")
    if ticket.is_last_resort:
        found.append(Objection("workorders.last_resort", rules=("workorder.max_returns",)))
    refuse(found)
    now = timezone.now()
    is_too_often = rules.goes_to_coordination(order.returns, moving.setting("max_returns", order.site))
    next_one = coordination_department(order.site) if is_too_often else None
    if is_too_often and (next_one is None or next_one.pk == ticket.department_id):
        code = "workorders.no_coordination_department" if next_one is None else "workorders.last_resort"
        raise RuleViolation(Objection(code, rules=("workorder.coordination_department",)))
    ticket.state, ticket.ended_at, ticket.return_reason = TicketState.RETURNED, now, words.strip()
    ticket.save(update_fields=["state", "ended_at", "return_reason"])
    deadlines.stop_ticket(ticket, actor=actor, is_done=False)
    if next_one is not None:
        required = max(ticket.required_by, now)
        sent = _send(order, next_one, ticket.problem, words, required, now, None, last_resort=True)
        moving.move(order, "return", actor=actor, at=now, comment=words, target=State.TRANSFERRED)
        audit.record(None, "workorders.ticket.sent", sent, after=_facts(sent), reason=words)
    else:
        order.returns += 1
        moving.move(order, "return", actor=actor, at=now, comment=words, changed=["returns"])
    _tell_keeper("workorders.returned", ticket, order, department=ticket.department, reason=words)
    audit.record(actor, "workorders.ticket.returned", ticket, after={"returns": order.returns}, reason=words)
    return ticket


@transaction.atomic
def hand_in_slip(
    ticket: TransferTicket, *, actor: Actor, handling: str, result: str, satisfaction: str
) -> FeedbackSlip:
    """The feedback slip (S1-16). The handler ends here: the customer is told by who took the order."""
    ticket, order = _held(ticket)
    moving.permit("feedback", order, actor=actor, ticket=ticket)
    has_contact = ticket.first_contacted_at is not None
    refuse(rules.slip_objections(handling, result, satisfaction, has_contact=has_contact))
    assert ticket.handler is not None
    now = timezone.now()
    slip = FeedbackSlip.objects.create(
        ticket=ticket,
        handling=handling.strip(),
        result=result.strip(),
        satisfaction=satisfaction,
        at=now,
        handler=ticket.handler,
    )
    ticket.state, ticket.done_at, ticket.ended_at = TicketState.DONE, now, now
    ticket.save(update_fields=["state", "done_at", "ended_at"])
    deadlines.stop_ticket(ticket, actor=actor, is_done=True)
    moving.move(order, "feedback", actor=actor, at=now, comment=result)
    _tell_keeper("workorders.feedback", ticket, order, result=result)
    audit.record(actor, "workorders.ticket.finished", ticket, after={"satisfaction": str(satisfaction)})
    return slip


@transaction.atomic
def reprocess(
    order: WorkOrder,
    *,
    actor: Actor,
    words: str,
    required_by: datetime.datetime | None,
    promised_reply_at: datetime.datetime | None = None,
) -> TransferTicket:
    """The customer is not satisfied: the handler of before has it again, with what the customer said (S1-18).

    The customer is told anew when we reply, unless the promise of before still stands (S1-11).
    """
    order = moving.held(order.pk)
    moving.permit("reprocess", order, actor=actor)
    now = timezone.now()
    before = moving.with_people(order).filter(state=TicketState.DONE).order_by("-seq").first()
    found = rules.ticket_objections(words, words, required_by, now)
    if before is None:
        found.append(Objection("workorders.no_department_yet"))
    promised = promised_reply_at or order.promised_reply_at
    refuse(found + rules.promise_objections(False, promised, now))
    assert before is not None
    assert required_by is not None
    ticket = _send(order, before.department, words, words, max(required_by, now), now, actor, again=before)
    order.promised_reply_at = promised
    moving.move(order, "reprocess", actor=actor, at=now, comment=words, changed=["promised_reply_at"])
    deadlines.promise(order, actor=actor)
    if ticket.handler is not None and ticket.handler.user_id:
        figures: dict[str, object] = {"number": ticket.number, "reason": words}
        _tell("workorders.again", ticket, [ticket.handler.user_id], figures)
    audit.record(actor, "workorders.ticket.reprocessed", ticket, after=_facts(ticket), reason=words)
    return ticket


@transaction.atomic
def chase(order: WorkOrder, *, actor: Actor, words: str = "") -> OrderChase:
    """Chase whoever has it now (催办, S2F-13): the handler, the department, or who took it."""
    order = moving.held(order.pk)
    permits.require_chase(actor, order)
    if not order.is_open:
        raise RuleViolation(Objection("workorders.is_over", {"number": order.number}))
    now, ticket, person = timezone.now(), moving.open_ticket(order), moving.person_of(actor)
    made = OrderChase.objects.create(order=order, ticket=ticket, by=person, at=now, words=words.strip())
    moving.note(order, "chased", actor=actor, at=now, comment=words)
    figures = {"number": ticket.number if ticket else order.number, "by": person or "", "words": words}
    notify(
        "workorders.chased",
        recipients=[one for one in _has_it(order, ticket) if one != getattr(actor, "pk", None)],
        subject=order,
        figures=figures,
        key=f"chase:{made.pk}",
        site_id=order.site_id,
    )
    audit.record(actor, "workorders.order.chased", order, after={"ticket": figures["number"]}, reason=words)
    return made


@transaction.atomic
def raise_unreceived(site: Site, today: datetime.date) -> int:
    """What nobody received by the end of the day comes first the next day (S2A-9); how many. Runs any number of times."""
    start = datetime.datetime.combine(today, datetime.time(), site.zone)
    rows = TransferTicket.objects.select_for_update(of=("self",), skip_locked=True)
    rows = rows.filter(order__site=site, state=TicketState.SENT, sent_at__lt=start).exclude(first_on=today)
    found = list(rows.select_related("department", "order__site").order_by("pk")[:BATCH])
    for ticket in found:
        ticket.first_on = today
        ticket.save(update_fields=["first_on"])
        audit.record(None, "workorders.ticket.raised", ticket, after={"first_on": today.isoformat()})
    for department in {one.department for one in found}:
        count = sum(one.department_id == department.pk for one in found)
        users = _users_at(site, department.pk)
        if users:
            notify(
                "workorders.first_today",
                recipients=users,
                figures={"department": department, "count": count},
                key=f"{department.pk}:{today:%Y%m%d}:{found[0].pk}",
                site_id=site.pk,
                url="/complaints/work-orders/tickets/",
            )
    return len(found)


def coordination_department(site: Site) -> Department | None:
    """The department of the rulebook; without one there that of the coordinators of the site."""
    here = Department.objects.filter(site=site)
    code = str(value("workorder.coordination_department", site, on=site.today())).strip()
    if code:
        return here.filter(code=code).first()
    today = site.today()
    people = Employee.objects.filter(site=site).holding([PostCode.COORDINATOR], today).employed(today)
    return (
        here.filter(
            teams__memberships__employee__in=people.values("pk"), teams__memberships__period__contains=today
        )
        .order_by("code")
        .first()
    )


def _held(ticket: TransferTicket) -> tuple[TransferTicket, WorkOrder]:
    """The ticket with its order locked: always the order first, so that two never wait for each other."""
    order = moving.held(ticket.order_id)
    ticket = moving.with_people(order).get(pk=ticket.pk)
    ticket.order = order
    return ticket, order


def _require_sent(ticket: TransferTicket, order: WorkOrder, actor: Actor) -> None:
    """Of two who receive, the second hears who was first."""
    if order.state == State.RECEIVED and ticket.received_at is not None:
        permits.require_department(actor, ticket)
        who = ticket.received_by or ticket.handler
        raise RuleViolation(
            Objection("workorders.received_already", {"number": ticket.number, "by": str(who or "")})
        )
    if not ticket.is_open and order.state in AT_DEPARTMENT:
        raise RuleViolation(Objection("workorders.nothing_open", {"number": ticket.number}))


def _handler_objections(
    ticket: TransferTicket, order: WorkOrder, handler: Employee | None
) -> list[Objection]:
    if handler is None:
        return [Objection("workorders.handler_needed", field="handler")]
    found = []
    if handler.pk in (order.owner_id, order.keeper_id):
        found.append(Objection("workorders.handler_is_owner", {"name": str(handler)}, "handler"))
    if not deadlines.at_department(order.site, ticket.department_id).filter(pk=handler.pk).exists():
        figures = {"name": str(handler), "department": str(ticket.department)}
        found.append(Objection("workorders.handler_not_there", figures, "handler"))
    return found


def _send(
    order: WorkOrder,
    department: Department,
    problem: str,
    reason: str,
    required_by: datetime.datetime,
    now: datetime.datetime,
    actor: Actor,
    *,
    last_resort: bool = False,
    again: TransferTicket | None = None,
) -> TransferTicket:
    """Write the ticket, start its deadlines, tell the department; processed again it is the same handler's at once."""
    last = moving.last_ticket(order)
    ticket = TransferTicket(
        order=order,
        seq=last.seq + 1 if last else 1,
        problem=problem.strip(),
        reason=reason.strip(),
        required_by=required_by,
        origin=order.team.department if order.team else None,
        department=department,
        sent_at=now,
        sent_by=moving.person_of(actor),
        is_last_resort=last_resort,
    )
    if again is not None:
        ticket.state, ticket.is_again = TicketState.IN_PROGRESS, True
        ticket.received_at = ticket.first_contacted_at = now
        ticket.handler, ticket.contact_words = again.handler, reason.strip()
    ticket.search = of_ticket(ticket)
    ticket.save(force_insert=True)
    deadlines.start_of_ticket(ticket, actor=actor)
    if again is None:
        figures = {"number": ticket.number, "problem": ticket.problem, "required_by": required_by}
        _tell("workorders.ticket_sent", ticket, _users_at(order.site, department.pk), figures)
    return ticket


def _users_at(site: Site, department_id: int) -> list[int]:
    """Who hears of a department's tickets; without anybody there the coordinators."""
    found = deadlines.users_of(deadlines.at_department(site, department_id))
    return found or deadlines.users_of(deadlines.coordinators_of(site))


def _has_it(order: WorkOrder, ticket: TransferTicket | None) -> Collection[int]:
    if ticket is None:
        person = order.keeper or order.owner
        return [person.user_id] if person.user_id else []
    if ticket.handler is not None:
        return [ticket.handler.user_id] if ticket.handler.user_id else []
    return _users_at(order.site, ticket.department_id)


def _tell_handler(ticket: TransferTicket, order: WorkOrder) -> None:
    handler = ticket.handler
    if handler is None or not handler.user_id:
        return
    figures = {
        "number": ticket.number,
        "problem": ticket.problem,
        "owner": order.keeper or order.owner,
        "contact_by": ticket.first_contact_due_at,
    }
    _tell("workorders.handler_named", ticket, [handler.user_id], figures, about=str(handler.pk))


def _tell_keeper(kind: str, ticket: TransferTicket, order: WorkOrder, **figures: object) -> None:
    person = order.keeper or order.owner
    if person.user_id:
        _tell(kind, ticket, [person.user_id], {"number": ticket.number, **figures})


def _tell(
    kind: str, ticket: TransferTicket, users: list[int], figures: dict[str, object], *, about: str = ""
) -> None:
    if users:
        key = f"{ticket.pk}:{about}" if about else str(ticket.pk)
        notify(kind, recipients=users, subject=ticket, figures=figures, key=key, site_id=ticket.order.site_id)


def _facts(ticket: TransferTicket) -> dict[str, object]:
    return {
        "department": ticket.department.code,
        "required_by": ticket.required_by.isoformat(),
        "handler": ticket.handler.number if ticket.handler else None,
    }
