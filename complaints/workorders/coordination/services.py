"""Asking for coordination, minutes, the plan, progress, acceptance (S1-20 to 23)."""

import datetime

from django.db import transaction
from django.utils import timezone

from callcenter.access.permissions import Actor
from callcenter.audit import services as audit
from callcenter.clocks.models import Outcome
from callcenter.clocks.services import stop_running
from callcenter.notifications.services import notify
from callcenter.objections import Objection, RuleViolation, refuse
from callcenter.people.models import Department, Employee, Site
from complaints.workorders import deadlines, moving, permits, rules
from complaints.workorders.coordination.models import (
    CoordinationMeeting,
    CoordinationRequest,
    CoordinationState,
    PlanItem,
)
from complaints.workorders.orders.models import WorkOrder
from complaints.workorders.words import of_coordination


@transaction.atomic
def ask(
    site: Site,
    *,
    actor: Actor,
    situation: str,
    purpose: str,
    required_by: datetime.datetime,
    order: WorkOrder | None = None,
    coordinator: Employee | None = None,
) -> CoordinationRequest:
    """Ask the coordinators to bring departments together: situation, purpose, by when."""
    permits.require_take(actor, site)
    now = timezone.now()
    found = rules.words_objections(situation, "workorders.situation_needed", "situation")
    found += rules.words_objections(purpose, "workorders.purpose_needed", "purpose")
    if required_by < now - rules.SLACK:
        found.append(Objection("workorders.required_in_the_past", {"at": required_by}, "required_by"))
    if order is not None and order.site_id != site.pk:
        found.append(Objection("workorders.other_site", field="order"))
    refuse(found)
    coordinators = deadlines.coordinators_of(site).select_related("user").order_by("number")
    request = CoordinationRequest(
        site=site,
        order=order,
        situation=situation.strip(),
        purpose=purpose.strip(),
        required_by=max(required_by, now),
        asked_by=moving.person_of(actor),
        coordinator=coordinator or coordinators.first(),
    )
    request.search = of_coordination(request)
    request.save(force_insert=True)
    deadlines.start_of_coordination(request, actor=actor)
    figures = {"number": request.number, "purpose": request.purpose, "required_by": request.required_by}
    _tell("workorders.coordination_asked", request, deadlines.users_of(coordinators), figures, "")
    audit.record(
        actor, "workorders.coordination.asked", request, after={"required_by": required_by.isoformat()}
    )
    return request


@transaction.atomic
def write_minutes(
    request: CoordinationRequest,
    *,
    actor: Actor,
    way: str,
    held_at: datetime.datetime,
    participants: str,
    discussion: str,
    consensus: str,
    arrangements: str,
) -> CoordinationMeeting:
    """What was discussed, agreed and arranged, in a meeting or another way; added, never changed."""
    request = _held(request)
    permits.require_coordinate(actor, request)
    _require_open(request)
    now = timezone.now()
    found = []
    if held_at > now + rules.SLACK:
        found.append(Objection("workorders.met_ahead", field="held_at"))
    if not all(words.strip() for words in (participants, discussion, consensus, arrangements)):
        found.append(Objection("workorders.minutes_incomplete"))
    refuse(found)
    made = CoordinationMeeting.objects.create(
        request=request,
        way=way,
        held_at=held_at,
        participants=participants.strip(),
        discussion=discussion.strip(),
        consensus=consensus.strip(),
        arrangements=arrangements.strip(),
        written_by=moving.person_of(actor),
        written_at=now,
    )
    audit.record(actor, "workorders.coordination.minuted", request, after={"held_at": held_at.isoformat()})
    return made


@transaction.atomic
def plan(
    request: CoordinationRequest, department: Department, *, actor: Actor, task: str, due_on: datetime.date
) -> PlanItem:
    """One line of the plan: which department does what, by which day (S1-21)."""
    request = _held(request)
    permits.require_coordinate(actor, request)
    _require_open(request)
    found = rules.words_objections(task, "workorders.task_needed", "task")
    if due_on < request.site.today():
        found.append(Objection("workorders.due_in_the_past", field="due_on"))
    if department.site_id != request.site_id:
        found.append(Objection("workorders.other_site", field="department"))
    refuse(found)
    item = PlanItem.objects.create(request=request, department=department, task=task.strip(), due_on=due_on)
    if request.state == CoordinationState.ASKED:
        request.state = CoordinationState.RUNNING
        request.save(update_fields=["state"])
    deadlines.start_of_task(item, actor=actor)
    users = deadlines.users_of(deadlines.at_department(request.site, department.pk))
    figures = {"number": request.number, "due_on": due_on, "task": item.task}
    _tell("workorders.task_given", request, users, figures, str(item.pk))
    after = {"department": department.code, "due_on": due_on.isoformat()}
    audit.record(actor, "workorders.coordination.planned", request, after=after)
    return item


@transaction.atomic
def report(item: PlanItem, *, actor: Actor, progress: str, is_done: bool) -> PlanItem:
    """How far a department is with its task (S1-22)."""
    item = _held_item(item)
    permits.require_progress(actor, item)
    _require_open(item.request)
    if item.done_at is not None:
        raise RuleViolation(Objection("workorders.task_done"))
    now = timezone.now()
    item.progress, item.progress_at = progress.strip(), now
    if is_done:
        item.done_at = now
        stop_running(deadlines.TASK, item, actor=actor)
    item.save(update_fields=["progress", "progress_at", "done_at"])
    audit.record(
        actor, "workorders.coordination.reported", item.request, after={"task": item.task, "done": is_done}
    )
    return item


@transaction.atomic
def postpone(item: PlanItem, due_on: datetime.date, *, actor: Actor) -> PlanItem:
    """Another day for a task; one that fell behind only after it was coordinated anew, with minutes (S1-22)."""
    item = _held_item(item)
    request, today = item.request, item.request.site.today()
    permits.require_coordinate(actor, request)
    _require_open(request)
    if item.done_at is not None:
        raise RuleViolation(Objection("workorders.task_done"))
    day_after = datetime.datetime.combine(
        item.due_on + datetime.timedelta(days=1), datetime.time(), request.site.zone
    )
    has_met = request.meetings.filter(held_at__gte=day_after).exists()
    found = rules.due_change_objections(item.due_on, today, has_met)
    if due_on < today:
        found.append(Objection("workorders.due_in_the_past", field="due_on"))
    refuse(found)
    before, item.due_on = item.due_on, due_on
    item.save(update_fields=["due_on"])
    stop_running(deadlines.TASK, item, actor=actor, outcome=Outcome.CANCELLED)
    deadlines.start_of_task(item, actor=actor)
    audit.record(
        actor,
        "workorders.coordination.postponed",
        request,
        before={"due_on": before.isoformat()},
        after={"due_on": due_on.isoformat()},
    )
    return item


@transaction.atomic
def accept(
    request: CoordinationRequest, *, actor: Actor, acceptance: str, evaluation: str, lessons: str
) -> CoordinationRequest:
    """Accept and close: only with minutes, a plan that is done, acceptance, evaluation, lessons learned (S1-23)."""
    request = _held(request)
    permits.require_coordinate(actor, request)
    _require_open(request)
    facts = rules.PlanFacts(
        meetings=request.meetings.count(),
        items=request.items.count(),
        open_items=request.items.filter(done_at=None).count(),
        acceptance=acceptance,
        evaluation=evaluation,
        lessons=lessons,
    )
    refuse(rules.coordination_objections(facts))
    request.acceptance, request.evaluation = acceptance.strip(), evaluation.strip()
    request.lessons, request.closed_at = lessons.strip(), timezone.now()
    request.state, request.search = CoordinationState.CLOSED, of_coordination(request)
    request.save(update_fields=["acceptance", "evaluation", "lessons", "closed_at", "state", "search"])
    stop_running(deadlines.COORDINATION, request, actor=actor)
    audit.record(actor, "workorders.coordination.closed", request)
    return request


@transaction.atomic
def call_off(request: CoordinationRequest, *, actor: Actor, words: str) -> CoordinationRequest:
    """It is not needed any more."""
    request = _held(request)
    permits.require_coordinate(actor, request)
    _require_open(request)
    refuse(rules.words_objections(words, "workorders.reason_needed", "words"))
    for item in request.items.filter(done_at=None):
        stop_running(deadlines.TASK, item, actor=actor, outcome=Outcome.CANCELLED)
    request.state, request.words = CoordinationState.CANCELLED, words.strip()
    request.closed_at, request.search = timezone.now(), of_coordination(request)
    request.save(update_fields=["state", "words", "closed_at", "search"])
    stop_running(deadlines.COORDINATION, request, actor=actor, outcome=Outcome.CANCELLED)
    audit.record(actor, "workorders.coordination.cancelled", request, reason=words)
    return request


def _held(request: CoordinationRequest) -> CoordinationRequest:
    rows = CoordinationRequest.objects.select_for_update(of=("self",))
    return rows.select_related("site", "coordinator__user").get(pk=request.pk)


def _held_item(item: PlanItem) -> PlanItem:
    request = _held(item.request)
    item = PlanItem.objects.select_related("department").get(pk=item.pk)
    item.request = request
    return item


def _require_open(request: CoordinationRequest) -> None:
    if not request.is_open:
        figures = {"number": request.number, "state": request.get_state_display()}
        raise RuleViolation(Objection("workorders.coordination_over", figures))


def _tell(
    kind: str, request: CoordinationRequest, users: list[int], figures: dict[str, object], about: str
) -> None:
    if users:
        notify(
            kind,
            recipients=users,
            subject=request,
            figures=figures,
            key=f"{request.pk}:{about}",
            site_id=request.site_id,
        )
