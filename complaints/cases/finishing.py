"""After the decision: tell the customer, their answer, a new form where they do not accept, close, withdraw (S2A-29 to S2A-34)."""

import datetime

from django.db import transaction
from django.utils import timezone

from callcenter.access.permissions import Actor
from callcenter.audit import services as audit
from callcenter.clocks.models import Clock
from callcenter.clocks.models import Outcome as ClockOutcome
from callcenter.clocks.services import stop_clock
from callcenter.objections import Objection, RuleViolation
from complaints.cases import log, moving, regulation, telling
from complaints.cases.contacts.models import About, Contact, Letter, Means
from complaints.cases.contacts.services import write_contact
from complaints.cases.decisions.services import end_decision, hold_request
from complaints.cases.dossier import Case
from complaints.cases.intake import Intake
from complaints.cases.permits import require_service
from complaints.cases.states import Channel, Outcome
from complaints.cases.steps import planning
from complaints.cases.taking import record_case, submit


@transaction.atomic
def convey(
    case: Case,
    *,
    actor: Actor,
    means: Means,
    words: str,
    letter: Letter | None = None,
    at: datetime.datetime | None = None,
) -> Case:
    """The customer is told of the decision, by letter or phone; an especially serious complaint by letter (S2A-15, S2A-31)."""
    extension = regulation.hold_request(case)
    case = moving.held(case)
    at = at or timezone.now()
    moving.permit(case, "convey", actor)
    if case.decided_at is not None and at < case.decided_at:
        raise RuleViolation(Objection("cases.told_before_decision", {"decided": case.decided_at}, "at"))
    write_contact(case, actor=actor, means=means, about=About.DECISION, words=words, at=at, letter=letter)
    moving.move(
        case,
        "convey",
        actor=actor,
        comment=words,
        changed={"conveyed_at": at},
        is_by_letter=means == Means.LETTER,
    )
    regulation.stop(case, actor=actor)
    regulation.drop(extension, reason=words)
    return case


@transaction.atomic
def record_answer(
    case: Case,
    *,
    actor: Actor,
    accepts: bool,
    words: str,
    means: Means = Means.PHONE,
    at: datetime.datetime | None = None,
) -> Case:
    """What the customer says to the decision. Accepted: it is carried out. Not accepted: this form ends, and a new one with
    its own six days takes its place, the old one attached (S2A-29, A4); the new form is `case.child`.
    """
    case = moving.held(case)
    at = at or timezone.now()
    key = "accept_decision" if accepts else "refuse_decision"
    moving.permit(case, key, actor)
    if case.conveyed_at is not None and at < case.conveyed_at:
        raise RuleViolation(Objection("cases.answered_before_told", {"told": case.conveyed_at}, "at"))
    if not words.strip():
        raise RuleViolation(Objection("cases.answer_missing", {}, "words"))
    write_contact(case, actor=actor, means=means, about=About.ANSWER, words=words, at=at, is_ours=False)
    changed = {"answered_at": at, "is_decision_accepted": accepts}
    if accepts:
        return moving.move(case, key, actor=actor, comment=words, changed=changed)
    now = timezone.now()
    moving.move(case, key, actor=actor, comment=words, changed=changed | _over(case, now))
    _end(case, actor=actor, at=now)
    child = _follow_up(case, words, actor=actor)
    log.note(case, "follow_up", actor=actor, data={"reference": child.reference})
    log.note(child, "follows", actor=actor, data={"reference": case.reference})
    return case


def _follow_up(case: Case, words: str, *, actor: Actor) -> Case:
    """The new form: what is known of the matter, what the customer says now; it waits for acceptance."""
    intake = Intake(
        site=case.site,
        channel=Channel.FOLLOW_UP,
        title=case.title,
        content=case.content,
        demand=words.strip(),
        claimed_amount=case.claimed_amount,
        customer=case.customer,
        contact_name=case.contact_name,
        contact_phone=case.contact_phone,
        contact_email=case.contact_email,
        is_vulnerable=case.is_vulnerable,
        about=case.about,
        cause=case.cause,
        order_no=case.order_no,
        lot_no=case.lot_no,
        product=case.product,
        quantity=case.quantity,
        defective_quantity=case.defective_quantity,
        shipped_on=case.shipped_on,
        policy_no=case.policy_no,
        not_applicable=tuple(case.not_applicable),
        samples=case.samples,
        triggers=tuple(case.triggers),
        taker=case.taker,
        owner=case.owner,
        parent=case,
    )
    return submit(record_case(intake, actor=actor), actor=actor)


@transaction.atomic
def close(case: Case, *, actor: Actor, comment: str = "") -> Case:
    """Everything the customer is owed is decided, told, answered and its papers are issued: it is closed (S2A-34)."""
    case = moving.held(case)
    now = timezone.now()
    moving.permit(case, "close", actor)
    late = was_overdue(case, now)
    moving.move(case, "close", actor=actor, comment=comment, changed=_over(case, now), was_overdue=late)
    _end(case, actor=actor, at=now)
    return case


@transaction.atomic
def withdraw(case: Case, *, actor: Actor, words: str) -> Case:
    """The customer takes it back: the procedure ends that day (P55)."""
    request, extension = hold_request(case), regulation.hold_request(case)
    case = moving.held(case)
    now = timezone.now()
    changed = _over(case, now) | {"outcome": Outcome.WITHDRAWN}
    moving.move(case, "withdraw", actor=actor, comment=words, changed=changed)
    _end(case, actor=actor, at=now, outcome=ClockOutcome.CANCELLED)
    end_decision(case, request, actor=actor, reason=words)
    regulation.drop(extension, reason=words)
    return case


def _over(case: Case, now: datetime.datetime) -> dict[str, object]:
    """The end, and whether it came too late: that stays for ever."""
    is_late = case.due_at is not None and now > case.due_at
    late = {"overdue_at": case.due_at} if is_late and case.overdue_at is None else {}
    return {"closed_at": now, **late}


def was_overdue(case: Case, now: datetime.datetime) -> bool:
    """Whether it was overdue by then, or ever."""
    return case.overdue_at is not None or (case.due_at is not None and now > case.due_at)


def _end(
    case: Case, *, actor: Actor, at: datetime.datetime, outcome: ClockOutcome = ClockOutcome.DONE
) -> None:
    """Its clocks stop, its open steps are not needed any more."""
    for clock in Clock.objects.of(case).running():
        stop_clock(clock, actor=actor, at=at, outcome=outcome)
    planning.end_all(case, actor=actor)


@transaction.atomic
def explain_overdue(
    case: Case, *, actor: Actor, reason: str, expected_close_on: datetime.date, means: Means, apology: str
) -> Contact:
    """What an overdue complaint asks for (domain §6.5): why, the day it will be closed, an apology to the customer."""
    case = moving.held(case)
    require_service(actor, case)
    found = []
    if not was_overdue(case, timezone.now()):
        found.append(Objection("cases.not_overdue", {"reference": case.reference}))
    if not reason.strip():
        found.append(Objection("cases.reason_missing", {}, "reason"))
    if expected_close_on < case.site.today():
        found.append(Objection("cases.expected_in_the_past", {}, "expected_close_on"))
    if found:
        raise RuleViolation(found)
    moving.write(case, {"overdue_reason": reason.strip(), "expected_close_on": expected_close_on})
    made = write_contact(case, actor=actor, means=means, about=About.APOLOGY, words=apology)
    log.note(case, "overdue", actor=actor, comment=reason)
    audit.record(
        actor,
        "cases.case.overdue_explained",
        case,
        after={"expected_close_on": str(expected_close_on)},
        reason=reason,
    )
    telling.overdue_explained(case, reason)
    return made
