"""Asking, deciding, taking back. Every decision locks the request first: of two hands that decide at once, one is second."""

import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from callcenter.access.permissions import Actor, position, require
from callcenter.approvals import access, kinds, rules, telling
from callcenter.approvals.line import line_above, persons
from callcenter.approvals.requests.models import RUNNING, FollowUp, Request, State, Step, StepState
from callcenter.audit import services as audit
from callcenter.audit.labels import kept_label
from callcenter.objections import Objection, RuleViolation, refuse
from callcenter.people.employees.services import locked
from callcenter.people.models import Employee

WORDS_NEEDED = frozenset({StepState.REJECTED, StepState.RETURNED, StepState.RECUSED})


@transaction.atomic
def start(
    kind_key: str,
    subject: models.Model,
    *,
    applicant: Employee,
    actor: Actor,
    reason: str = "",
    skip_level: bool = False,
) -> Request:
    """Ask for a decision on `subject`. The chain is the applicant's reporting line of today, as far up as the kind says.

    Nobody names an approver. Refused when it is being asked already, and when the line has a gap: nobody above, somebody
    without a log-in, or a top that is not high enough. `skip_level`: an emergency report goes past the direct superior,
    who must be told the same day (S2E-2). `actor` None: the room that asks has checked who may ask for the applicant.
    """
    kind = kinds.get(kind_key)
    applicant = locked(applicant)
    require(access.may_ask(actor, applicant))
    today = applicant.site.today()
    _refuse_second(kind_key, subject)
    links, passed_over = _links_to_ask(kind, subject, applicant, today, skip_level=skip_level)
    team_id, department_id = _team_of(applicant, today)
    request = _kept(
        Request(
            kind=kind_key,
            subject=subject,
            label=kept_label(subject),
            applicant=applicant,
            site=applicant.site,
            team_id=team_id,
            department_id=department_id,
            reason=reason,
            line_on=today,
            skipped_level=skip_level,
        )
    )
    if passed_over is not None:
        _pass_over(request, passed_over, today, actor=actor)
    _lay_out(request, links, actor=actor, first=1 if passed_over is None else 2)
    audit.record(
        actor,
        "approvals.request.started",
        request,
        after={"kind": kind_key, "applicant": applicant.number, "skipped_level": skip_level},
        reason=reason,
    )
    return request


def _refuse_second(kind_key: str, subject: models.Model) -> None:
    """Refuse when the same is being asked for already."""
    running = Request.objects.filter(
        kind=kind_key,
        subject_type=ContentType.objects.get_for_model(subject),
        subject_id=subject.pk,
        state__in=RUNNING,
    ).first()
    if running:
        raise RuleViolation(Objection("approvals.asked_already", {"number": running.number}))


def _kept(request: Request) -> Request:
    """Save a new request; of two hands that ask for the same at once the second is refused by the database."""
    try:
        with transaction.atomic():
            request.save(force_insert=True)
    except IntegrityError as error:
        if "subject_has_one_running_request_of_a_kind" not in str(error):
            raise
        raise RuleViolation(Objection("approvals.asked_already", {"number": str(request.subject)})) from error
    return request


def _links_to_ask(
    kind: kinds.Kind, subject: models.Model, applicant: Employee, on: datetime.date, *, skip_level: bool
) -> tuple[list[rules.Link], rules.Link | None]:
    """Who is asked, and the direct superior where an emergency report passes over them. Refused when the line has a gap."""
    links, found = _chain(kind, subject, applicant, on)
    refuse(found)
    if not skip_level:
        return links, None
    if not kind.is_report:
        raise RuleViolation(Objection("approvals.reports_only"))
    above, found = rules.skipping(links)
    refuse(found)
    return above, links[0]


def _chain(
    kind: kinds.Kind, subject: Any, applicant: Employee, on: datetime.date
) -> tuple[list[rules.Link], list[Objection]]:
    person = persons([applicant.pk], on)[applicant.pk]
    line = line_above(applicant.pk, on)
    return rules.chain(person, line, kind.target(subject), parties=kind.parties(subject))


def preview(
    kind_key: str, subject: models.Model, applicant: Employee
) -> tuple[list[rules.Link], list[Objection]]:
    """The chain that asking today would make, or why there is none. Reads only."""
    return _chain(kinds.get(kind_key), subject, applicant, applicant.site.today())


def _team_of(applicant: Employee, on: datetime.date) -> tuple[int | None, int | None]:
    rows = applicant.teammemberships.filter(period__contains=on)
    return rows.values_list("team_id", "team__department_id").first() or (None, None)


def _pass_over(request: Request, link: rules.Link, today: datetime.date, *, actor: Actor) -> None:
    """The direct superior stays in the chain, as passed over, and is to be told before the day ends at the site."""
    Step.objects.create(
        request=request,
        round=1,
        place=1,
        applicant=request.applicant,
        approver_id=link.employee_id,
        post=link.post,
        state=StepState.SKIPPED,
        decided_at=timezone.now(),
    )
    midnight = datetime.datetime.combine(
        today + datetime.timedelta(days=1), datetime.time.min, request.site.zone
    )
    follow_up = FollowUp.objects.create(
        request=request, assignee=request.applicant, informs_id=link.employee_id, due_at=midnight
    )
    telling.skipped(request, follow_up, actor=actor)


def _lay_out(request: Request, links: list[rules.Link], *, actor: Actor, first: int = 1) -> None:
    """Write the steps of a round and open the first."""
    steps = [
        Step(
            request=request,
            round=request.round,
            place=place,
            applicant=request.applicant,
            approver_id=link.employee_id,
            post=link.post,
            state=StepState.WAITING,
        )
        for place, link in enumerate(links, start=first)
    ]
    Step.objects.bulk_create(steps)
    _open(request, steps[0], actor=actor)


def _open(request: Request, step: Step, *, actor: Actor) -> None:
    step.state, step.opened_at = StepState.OPEN, timezone.now()
    step.save(update_fields=["state", "opened_at"])
    telling.opened(request, step, actor=actor)


@transaction.atomic
def approve(
    request: Request, *, actor: Actor, comment: str = "", step: int | None = None, is_final: bool = False
) -> Request:
    """Say yes: the next level is asked, after the last one the kind does what was asked for, in this transaction.

    `step`: the id of the step that was shown; refused when another one is open by now. `is_final`: a report is answered
    here and goes no further; the answer is written down as the comment (S2E-3).
    """
    request, current = _to_decide(request, step, actor=actor)
    if is_final and not request.kind_of.is_report:
        raise RuleViolation(Objection("approvals.answers_are_for_reports"))
    following = _waiting(request).first()
    if request.kind_of.is_report and (is_final or following is None) and not comment.strip():
        raise RuleViolation(Objection("approvals.instruction_needed", {}, "comment"))
    _decide(request, current, StepState.APPROVED, actor=actor, comment=comment)
    if following is not None and not is_final:
        _open(request, following, actor=actor)
        request.kind_of.on_endorsed(request.subject, request, actor)
        _record(actor, "approvals.request.endorsed", request, current)
        return request
    _close(request, State.APPROVED)
    request.kind_of.on_approved(request.subject, request, actor)
    _record(actor, "approvals.request.approved", request, current)
    telling.closed(request)
    return request


@transaction.atomic
def reject(request: Request, *, actor: Actor, comment: str, step: int | None = None) -> Request:
    """Say no, with a reason: it ends here."""
    request, current = _to_decide(request, step, actor=actor)
    _decide(request, current, StepState.REJECTED, actor=actor, comment=comment)
    _close(request, State.REJECTED)
    request.kind_of.on_rejected(request.subject, request, actor)
    _record(actor, "approvals.request.rejected", request, current)
    telling.closed(request)
    return request


@transaction.atomic
def return_to_applicant(request: Request, *, actor: Actor, comment: str, step: int | None = None) -> Request:
    """Give it back to be put right, with a reason; sent in again it starts at the first level."""
    request, current = _to_decide(request, step, actor=actor)
    _decide(request, current, StepState.RETURNED, actor=actor, comment=comment)
    _drop_waiting(request)
    request.state = State.RETURNED
    request.save(update_fields=["state"])
    request.kind_of.on_returned(request.subject, request, actor)
    _record(actor, "approvals.request.returned", request, current)
    telling.closed(request)
    return request


@transaction.atomic
def send_in_again(request: Request, *, actor: Actor, reason: str = "") -> Request:
    """After a return: a new round along the reporting line of today."""
    request = _locked(request)
    require(actor is None or access.is_applicant(actor, request))
    if request.state != State.RETURNED:
        raise _not_so(request)
    today = request.site.today()
    links, found = _chain(request.kind_of, request.subject, request.applicant, today)
    refuse(found)
    request.state, request.round, request.line_on = State.OPEN, request.round + 1, today
    request.reason = reason or request.reason
    request.label = str(request.subject)[:200]
    request.save(update_fields=["state", "round", "line_on", "reason", "label"])
    _lay_out(request, links, actor=actor)
    request.kind_of.on_sent_again(request.subject, request, actor)
    audit.record(
        actor, "approvals.request.sent_again", request, after={"round": request.round}, reason=reason
    )
    return request


@transaction.atomic
def withdraw(request: Request, *, actor: Actor, comment: str = "") -> Request:
    """The applicant takes it back while it is not decided."""
    request = _locked(request)
    require(actor is None or access.is_applicant(actor, request))
    if request.state not in RUNNING:
        raise _not_so(request)
    for current in request.steps.filter(round=request.round, state=StepState.OPEN):
        telling.decided(request, current, actor=actor, done=False)
    _close(request, State.WITHDRAWN)
    request.kind_of.on_withdrawn(request.subject, request, actor)
    audit.record(actor, "approvals.request.withdrawn", request, reason=comment)
    telling.closed(request)
    return request


@transaction.atomic
def recuse(request: Request, *, actor: Actor, comment: str, step: int | None = None) -> Request:
    """Step aside for an interest of one's own, with a reason: the next level up decides instead (P54)."""
    request, current = _to_decide(request, step, actor=actor)
    following = _waiting(request).first()
    if following is None:
        excluded = {request.applicant_id, *request.kind_of.parties(request.subject)}
        excluded |= set(request.steps.filter(round=request.round).values_list("approver_id", flat=True))
        person, found = rules.next_above(line_above(current.approver_id, request.line_on), excluded=excluded)
        refuse(found)
        assert person is not None
        following = Step(
            request=request,
            round=request.round,
            place=current.place + 1,
            applicant=request.applicant,
            approver_id=person.employee_id,
            post=person.post,
            state=StepState.WAITING,
        )
        following.save(force_insert=True)
    _decide(request, current, StepState.RECUSED, actor=actor, comment=comment)
    _open(request, following, actor=actor)
    _record(actor, "approvals.request.recused", request, current)
    return request


@transaction.atomic
def report_back(follow_up: FollowUp, *, actor: Actor, note: str) -> FollowUp:
    """Say that the direct superior has been told of the emergency, and what."""
    rows = FollowUp.objects.select_for_update(of=("self",)).select_related("request", "informs", "assignee")
    follow_up = rows.get(pk=follow_up.pk)
    require(actor is None or access.may_report_back(actor, follow_up))
    if follow_up.done_at is not None:
        raise RuleViolation(Objection("approvals.told_already", {"at": follow_up.done_at}))
    if not note.strip():
        raise RuleViolation(Objection("approvals.note_needed", {}, "note"))
    follow_up.done_at, follow_up.note = timezone.now(), note
    follow_up.save(update_fields=["done_at", "note"])
    telling.told(follow_up, actor=actor)
    audit.record(
        actor,
        "approvals.follow_up.told",
        follow_up.request,
        after={"informed": follow_up.informs.number, "due_at": follow_up.due_at},
        reason=note,
    )
    return follow_up


def _locked(request: Request) -> Request:
    rows = Request.objects.select_for_update(of=("self",))
    return rows.select_related("applicant__user", "site", "team", "department").get(pk=request.pk)


def _waiting(request: Request) -> models.QuerySet[Step]:
    rows = Step.objects.filter(request=request, round=request.round, state=StepState.WAITING)
    return rows.select_related("approver__user").order_by("place")


def _to_decide(request: Request, step: int | None, *, actor: Actor) -> tuple[Request, Step]:
    """The locked request and its open step, when the actor may decide it and it is the one that was shown."""
    request = _locked(request)
    require(access.may_see(actor, request))
    current = request.steps.filter(state=StepState.OPEN).select_related("approver__user").first()
    if request.state != State.OPEN or current is None:
        raise _not_so(request)
    if step is not None and step != current.pk:
        seen = request.steps.select_related("acted_by", "approver").filter(pk=step).first()
        if seen is None:
            raise RuleViolation(Objection("approvals.no_such_step", {"number": request.number}, "step"))
        figures = {"name": seen.acted_by or seen.approver, "state": seen.get_state_display()}
        raise RuleViolation(Objection("approvals.step_decided", figures))
    refuse(access.deciding_objections(actor, request, current))
    return request, current


def _not_so(request: Request) -> RuleViolation:
    figures = {"number": request.number, "state": request.get_state_display()}
    return RuleViolation(Objection("approvals.not_open", figures))


def _decide(request: Request, step: Step, state: StepState, *, actor: Actor, comment: str) -> None:
    if state in WORDS_NEEDED and not comment.strip():
        raise RuleViolation(Objection("approvals.comment_needed", {}, "comment"))
    me = position(actor).employee_id
    step.state, step.comment, step.decided_at = state, comment.strip(), timezone.now()
    step.acted_by_id = me
    step.on_behalf_of_id = None if me == step.approver_id else step.approver_id
    step.save(update_fields=["state", "comment", "decided_at", "acted_by", "on_behalf_of"])
    telling.decided(request, step, actor=actor)


def _drop_waiting(request: Request) -> None:
    rows = Step.objects.filter(request=request, state__in=[StepState.WAITING, StepState.OPEN])
    rows.update(state=StepState.DROPPED, decided_at=timezone.now())


def _close(request: Request, state: State) -> None:
    _drop_waiting(request)
    request.state, request.closed_at = state, timezone.now()
    request.save(update_fields=["state", "closed_at"])


def _record(actor: Actor, verb: str, request: Request, step: Step) -> None:
    after = {"step": step.place, "as": step.post}
    if step.on_behalf_of_id:
        after["on_behalf_of"] = str(Employee.objects.get(pk=step.on_behalf_of_id))
    audit.record(actor, verb, request, after=after, reason=step.comment)
