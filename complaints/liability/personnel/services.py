"""A Personnel Notice: proposed by the GM office, approved by the GM, drawn up and published by HR (S2A-37)."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.utils import timezone

from callcenter.access.permissions import Actor, require, user_of
from callcenter.approvals import services as approvals
from callcenter.approvals.requests.models import RUNNING, Request
from callcenter.audit import services as audit
from callcenter.objections import Objection, RuleViolation
from callcenter.people.models import Employee
from complaints.liability import access, telling
from complaints.liability.judging.models import Penalty
from complaints.liability.personnel.models import PERSONNEL, PersonnelNotice, PersonnelState
from complaints.liability.reviews.models import ReviewLine, Verdict
from staffing.records.bulletins.services import BulletinFacts, publish_bulletin


@transaction.atomic
def propose(
    line: ReviewLine, employee: Employee, penalty: Penalty, *, actor: Actor, grounds: str
) -> PersonnelNotice:
    """The GM office proposes an administrative penalty out of its review; it goes up to the GM."""
    require(access.is_gm_office(actor) and not access.is_self(actor, employee.pk))
    sender = Employee.objects.filter(user=getattr(actor, "pk", None) or 0).select_related("site").first()
    found = []
    if line.verdict != Verdict.ADMINISTRATIVE:
        found.append(Objection("liability.line_without_penalty", {"reference": line.case.reference}))
    if not grounds.strip():
        found.append(Objection("liability.words_needed", field="grounds"))
    if sender is None:
        found.append(Objection("liability.nobody_to_ask"))
    if found or sender is None:
        raise RuleViolation(found)
    try:
        with transaction.atomic():
            made = PersonnelNotice.objects.create(
                site=employee.site,
                line=line,
                employee=employee,
                penalty=penalty,
                grounds=grounds.strip(),
                state=PersonnelState.PROPOSED,
                proposed_by=user_of(actor),
                proposed_at=timezone.now(),
            )
    except IntegrityError as error:
        raise RuleViolation(Objection("liability.proposed_already", {"name": employee})) from error
    approvals.start(PERSONNEL, made, applicant=sender, actor=None, reason=made.grounds)
    after = {"employee": employee.number, "penalty": str(penalty)}
    audit.record(actor, "liability.personnel.proposed", made, after=after, reason=grounds)
    return made


def approved(notice: PersonnelNotice, request: Request, actor: Actor) -> None:
    """The GM's yes: HR draws it up."""
    notice = held(notice.pk)
    _require_state(notice, PersonnelState.PROPOSED)
    require(not access.is_self(actor, notice.employee_id))
    notice.state, notice.approved_at, notice.approved_by = (
        PersonnelState.APPROVED,
        timezone.now(),
        user_of(actor),
    )
    notice.save(update_fields=["state", "approved_at", "approved_by"])
    telling.personnel_approved(notice)
    audit.record(actor, "liability.personnel.approved", notice)


def rejected(notice: PersonnelNotice, request: Request, actor: Actor) -> None:
    """The GM's no, or the GM office takes it back."""
    notice = held(notice.pk)
    if notice.state == PersonnelState.PROPOSED:
        notice.state = PersonnelState.REFUSED
        notice.save(update_fields=["state"])
        audit.record(actor, "liability.personnel.refused", notice)


@transaction.atomic
def draw_up(notice: PersonnelNotice, *, actor: Actor, title: str, text: str) -> PersonnelNotice:
    """HR writes what is published; until then it may be written anew."""
    notice = held(notice.pk)
    require(access.is_hr(actor) and not access.is_self(actor, notice.employee_id))
    _require_state(notice, PersonnelState.APPROVED, PersonnelState.NOTICE)
    found = [Objection("liability.words_needed", field=name) for name, words in (("title", title), ("text", text)) if not words.strip()]  # fmt: skip
    if found:
        raise RuleViolation(found)
    notice.state, notice.title, notice.text = PersonnelState.NOTICE, title.strip(), text.strip()
    notice.drawn_up_by, notice.drawn_up_at = user_of(actor), timezone.now()
    notice.save(update_fields=["state", "title", "text", "drawn_up_by", "drawn_up_at"])
    audit.record(actor, "liability.personnel.drawn_up", notice, after={"title": notice.title})
    return notice


@transaction.atomic
def publish(notice: PersonnelNotice, *, actor: Actor) -> PersonnelNotice:
    """HR publishes it: a bulletin to all of the site."""
    notice = held(notice.pk)
    require(access.is_hr(actor) and not access.is_self(actor, notice.employee_id))
    _require_state(notice, PersonnelState.NOTICE)
    facts = BulletinFacts(notice.title, notice.text, must_read=False)
    notice.bulletin = publish_bulletin(notice.site, facts, actor=None)
    notice.state, notice.published_at = PersonnelState.PUBLISHED, timezone.now()
    notice.save(update_fields=["state", "published_at", "bulletin"])
    audit.record(actor, "liability.personnel.published", notice, after={"bulletin": str(notice.bulletin)})
    return notice


def running_requests(notice: PersonnelNotice) -> Any:
    """What is asked of the line and not decided yet."""
    kind = ContentType.objects.get_for_model(PersonnelNotice)
    return Request.objects.filter(
        kind=PERSONNEL, subject_type=kind, subject_id=notice.pk, state__in=RUNNING
    ).order_by("pk")


def held(pk: int) -> PersonnelNotice:
    """The notice, held."""
    rows = PersonnelNotice.objects.select_for_update(of=("self",))
    return rows.select_related("site", "employee__user", "line__case").get(pk=pk)


def _require_state(notice: PersonnelNotice, *states: PersonnelState) -> None:
    if notice.state not in states:
        figures = {"number": notice.number, "state": notice.get_state_display()}
        raise RuleViolation(Objection("liability.notice_state", figures))
