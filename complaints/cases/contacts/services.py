"""Contacts with the customer: every one is in the file (S2D-10); promises only after the decision (S2A-30)."""

import datetime

from django.db import transaction
from django.utils import timezone

from callcenter.access.permissions import Actor, position, user_of
from callcenter.audit import services as audit
from callcenter.objections import Objection, RuleViolation
from callcenter.people.models import Employee
from complaints.cases import log, moving
from complaints.cases.contacts.models import About, Contact, Letter, Means
from complaints.cases.dossier import Case
from complaints.cases.permits import require_contact
from complaints.cases.states import AFTER_DECISION
from complaints.cases.steps import planning
from complaints.cases.steps.models import StepKind
from complaints.customers.contacts.services import owe_report

BY_TRANSITION = (
    About.DECISION,
    About.ANSWER,
)  # recorded by telling the customer and by the answer, not by themselves


@transaction.atomic
def log_contact(
    case: Case,
    *,
    actor: Actor,
    means: Means,
    about: About,
    words: str,
    is_ours: bool = True,
    is_promise: bool = False,
    at: datetime.datetime | None = None,
    letter: Letter | None = None,
) -> Contact:
    """Somebody talked with the customer. The first acknowledgement of ours ends the first step."""
    case = moving.held(case)
    require_contact(actor, case)
    if about in BY_TRANSITION:
        raise RuleViolation(Objection("cases.contact_by_transition", {}, "about"))
    made = write_contact(
        case,
        actor=actor,
        means=means,
        about=about,
        words=words,
        is_ours=is_ours,
        is_promise=is_promise,
        at=at,
        letter=letter,
    )
    if about == About.ACKNOWLEDGEMENT and is_ours:
        acknowledged(case, made.at, actor=actor)
    return made


def write_contact(
    case: Case,
    *,
    actor: Actor,
    means: Means,
    about: About,
    words: str,
    is_ours: bool = True,
    is_promise: bool = False,
    at: datetime.datetime | None = None,
    letter: Letter | None = None,
) -> Contact:
    """The row, with what must hold of every contact; `case` is held by the caller's transaction."""
    now = timezone.now()
    at = at or now
    found = []
    if not words.strip() and letter is None:
        found.append(Objection("cases.contact_without_words", {}, "words"))
    if at > now or at < case.received_at:
        found.append(Objection("cases.contact_outside", {"received": case.received_at}, "at"))
    if is_promise and case.state not in AFTER_DECISION:
        found.append(Objection("cases.promise_before_decision", {"reference": case.reference}, "is_promise"))
    if found:
        raise RuleViolation(found)
    made = Contact.objects.create(
        case=case,
        at=at,
        is_ours=is_ours,
        means=means,
        about=about,
        words=words.strip(),
        is_promise=is_promise,
        decided_at=case.decided_at,
        letter=letter,
        by=user_of(actor),
    )
    _owe_report(case, made, actor)
    log.note(case, "contact", actor=actor, comment=words, data={"about": str(about)})
    audit.record(
        actor,
        "cases.contact.logged",
        made,
        after={"about": str(about), "means": str(means), "is_ours": is_ours, "is_promise": is_promise},
        site_id=case.site_id,
    )
    return made


def _owe_report(case: Case, contact: Contact, actor: Actor) -> None:
    """A key customer's contact wants a report (S2D-7) of whoever had it; of the owner, where the customer wrote to us. What the
    system itself sends is nobody's contact.
    """
    if case.customer is None or (actor is None and contact.is_ours):
        return
    person = Employee.objects.filter(pk=position(actor).employee_id or 0).first() or case.owner
    owe_report(
        case.customer, person, source=f"cases.contact:{contact.pk}", title=case.reference, at=contact.at, actor=actor,
        kept_from=[case.about_id],
    )  # fmt: skip


def acknowledged(case: Case, at: datetime.datetime, *, actor: Actor) -> None:
    """The customer knows that it arrived: the first time counts."""
    if case.acknowledged_at is None:
        moving.write(case, {"acknowledged_at": at})
        planning.own_step(case, StepKind.REGISTER, actor=actor, at=at)
