"""The acts of writer and reviewer: fill in, submit, return, sign, name the writer, confirm the receipt. The system's are in `delivery`.

`at`: the moment of the act where it lies in the past (a history that is taken over, the demo center); else now.
"""

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from callcenter import rulebook
from callcenter.access.permissions import Actor, position, require, user_of
from callcenter.accounts.models import User
from callcenter.audit import services as audit
from callcenter.objections import Objection, RuleViolation, refuse
from callcenter.people.models import Employee
from reports.documents import access, deadlines, rules
from reports.documents.models import Document, FigureVersion, Receipt, Signature
from reports.documents.workflow import Act, State, transition
from reports.rollups.models import StaleDay


def locked(document: Document) -> Document:
    """The document as it stands, held until the end of the transaction."""
    found = Document.objects.select_for_update(of=("self",)).select_related("site", "writer__user")
    return found.get(pk=document.pk)


def newest_version(document: Document) -> int:
    """The number of the figures as they stand."""
    numbers = FigureVersion.objects.filter(document=document).order_by("-number")
    return numbers.values_list("number", flat=True)[0]


def is_being_summed(document: Document) -> bool:
    """Whether facts of its period changed and are not summed yet."""
    days = StaleDay.objects.filter(
        site=document.site_id, day__gte=document.period_start, day__lt=document.period_end
    )
    return days.exists()


def _employee(actor: Actor) -> Employee | None:
    """Whose log-in it is."""
    return Employee.objects.filter(pk=position(actor).employee_id or 0).first()


@transaction.atomic
def save_sections(
    document: Document, sections: rules.Sections, *, actor: Actor, edition: int | None = None
) -> Document:
    """Keep what the writer wrote; whoever saves first becomes the named writer. `edition`: the save that the writer saw."""
    document = locked(document)
    require(access.may_write(actor, document))
    refuse(rules.state_objections(Act.EDIT, document.state))
    if edition is not None and edition != document.edition:
        raise RuleViolation(Objection("reports.document_edited"))
    _keep(document, sections, actor=actor)
    return document


def _keep(document: Document, sections: rules.Sections, *, actor: Actor) -> None:
    """Write the sections that changed; a save that changes nothing is none."""
    kept = document.sections | rules.cleaned(document.document_kind, sections)
    changed = [key for key in kept if kept[key] != document.sections.get(key)]
    if not changed and document.state == State.EDITED:
        return
    before = {key: document.sections.get(key) for key in changed}
    document.sections, document.state = kept, transition(Act.EDIT).target.value
    document.edition += 1
    if document.writer_id is None:
        document.writer = _employee(actor)
    document.save(update_fields=["sections", "state", "edition", "writer"])
    after = {key: kept[key] for key in changed}
    audit.record(
        actor, "reports.document.edited", document, before=before, after=after, site_id=document.site_id
    )


@transaction.atomic
def submit_document(
    document: Document,
    *,
    actor: Actor,
    sections: rules.Sections | None = None,
    edition: int | None = None,
    at: datetime.datetime | None = None,
) -> Document:
    """Hand it to the reviewer, with what was just written. Refused while a required section is empty, or when it went already."""
    document = locked(document)
    now = at or timezone.now()
    require(access.may_write(actor, document))
    refuse(rules.state_objections(Act.SUBMIT, document.state))
    if edition is not None and edition != document.edition:
        raise RuleViolation(Objection("reports.document_edited"))
    if sections is not None:
        _keep(document, sections, actor=actor)
    refuse(rules.submit_objections(document.document_kind, document.sections))
    before = {"state": document.state}
    document.state = transition(Act.SUBMIT).target.value
    document.writer = document.writer or _employee(actor)
    document.submitted_at, document.submitted_by = now, user_of(actor)
    document.first_submitted_at = document.first_submitted_at or now
    document.step = 0
    document.save(
        update_fields=["state", "writer", "submitted_at", "submitted_by", "first_submitted_at", "step"]
    )
    after = {"state": document.state, "is_late": now > document.writing_due_at}
    audit.record(
        actor, "reports.document.submitted", document, before=before, after=after, site_id=document.site_id
    )
    deadlines.stop(deadlines.WRITING, document, actor=actor, at=now)
    _pass_on(document, actor=actor, at=now)
    return document


def _pass_on(document: Document, *, actor: Actor, at: datetime.datetime) -> None:
    """The deadline of the signature begins, and those whose turn it is hear of it."""
    reviewers = access.reviewing_users(document)
    deadlines.start(deadlines.REVIEW, document, actor=actor, due_at=document.review_due_at, at=at)
    deadlines.tell(
        "submitted",
        document,
        reviewers,
        at=at,
        event=f"{document.times_returned}:{document.step}",
        writer=document.writer or "",
        due_at=document.review_due_at,
    )


@transaction.atomic
def return_document(
    document: Document, *, actor: Actor, reason: str, at: datetime.datetime | None = None
) -> Document:
    """Give it back to the writer with a reason; what was signed before is void. It is due again (report.rework)."""
    document = locked(document)
    now = at or timezone.now()
    require(access.is_next_reviewer(actor, document))
    refuse(rules.state_objections(Act.RETURN, document.state) or rules.return_objections(reason))
    document.state = transition(Act.RETURN).target.value
    document.return_reason, document.step = reason.strip(), 0
    document.times_returned += 1
    document.save(update_fields=["state", "return_reason", "step", "times_returned"])
    audit.record(
        actor, "reports.document.returned", document, reason=reason.strip(), site_id=document.site_id
    )
    deadlines.stop(deadlines.REVIEW, document, actor=actor, at=now, is_done=False)
    rework = rulebook.value("report.rework", document.site)
    due_at = rules.again_due(document.writing_due_at, now, rework)
    deadlines.start(deadlines.WRITING, document, actor=actor, due_at=due_at, at=now)
    deadlines.tell("returned", document, access.writing_users(document), at=now, reason=reason.strip())
    return document


@transaction.atomic
def sign_document(
    document: Document,
    *,
    actor: Actor,
    figures_checked: bool,
    figures_version: int,
    at: datetime.datetime | None = None,
) -> Document:
    """Sign for the figures of that version. Refused for one's own document, unchecked figures, and figures that moved meanwhile.

    The last signature of the chain closes it: nothing in it changes any more, and it is distributed.
    """
    document = locked(document)
    now = at or timezone.now()
    require(access.is_next_reviewer(actor, document))
    refuse(rules.state_objections(Act.SIGN, document.state))
    refuse(
        rules.sign_objections(
            is_own=access.is_own(actor, document),
            figures_checked=figures_checked,
            seen=figures_version,
            current=newest_version(document),
            is_being_summed=is_being_summed(document),
        )
    )
    chain = document.document_kind.chain
    is_deputy = not access.holds_next_post(actor, document)
    behalf = access.absent_reviewer(actor, document) if is_deputy else None
    assert isinstance(actor, User)
    assert document.submitted_by_id is not None
    Signature.objects.create(
        document=document,
        round=document.times_returned,
        step=document.step,
        post=chain[document.step].post.value,
        signer=actor,
        on_behalf_of=behalf,
        submitted_by_id=document.submitted_by_id,
        signed_at=now,
        figures_version=figures_version,
        figures_checked=True,
    )
    document.step += 1
    is_last = document.step >= len(chain)
    if is_last:
        document.state = transition(Act.SIGN).target.value
        document.reviewed_at, document.signed_version = now, figures_version
    document.save(update_fields=["step", "state", "reviewed_at", "signed_version"])
    after = {"version": figures_version, "figures_checked": True, "is_late": now > document.review_due_at}
    after |= {"on_behalf_of": behalf.pk} if behalf else {}
    audit.record(actor, "reports.document.signed", document, after=after, site_id=document.site_id)
    deadlines.stop(deadlines.REVIEW, document, actor=actor, at=now)
    if not is_last:
        _pass_on(document, actor=actor, at=now)
    return document


@transaction.atomic
def assign_writer(document: Document, *, writer: Employee, actor: Actor) -> Document:
    """Name who writes it: the director names anybody of the writing post, who holds it takes it over themselves."""
    document = locked(document)
    is_self = position(actor).employee_id == writer.pk
    manages = access.may_assign(actor, document) and (is_self or not access.is_writer_post(actor, document))
    require(manages)
    refuse(rules.state_objections(Act.EDIT, document.state))
    if writer.pk not in {person.pk for person in access.writers(document)}:
        raise RuleViolation(Objection("reports.no_writer", {"name": str(writer)}, field="writer"))
    before: dict[str, Any] = {"writer": document.writer_id}
    document.writer = writer
    document.save(update_fields=["writer"])
    audit.record(
        actor,
        "reports.document.assigned",
        document,
        before=before,
        after={"writer": writer.pk},
        site_id=document.site_id,
    )
    return document


@transaction.atomic
def acknowledge_document(document: Document, *, actor: Actor) -> Receipt:
    """The receiver confirms to have it; a second time changes nothing."""
    receipt = (
        Receipt.objects.select_for_update(of=("self",))
        .filter(document=document, user=getattr(actor, "pk", None))
        .first()
    )
    if receipt is None:
        raise RuleViolation(Objection("reports.not_received"))
    if receipt.acknowledged_at is None:
        receipt.acknowledged_at = timezone.now()
        receipt.save(update_fields=["acknowledged_at"])
        audit.record(actor, "reports.document.acknowledged", document, site_id=document.site_id)
    return receipt
