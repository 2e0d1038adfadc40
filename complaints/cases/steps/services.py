"""Steps of departments: add, change, do, leave out, explain, chase; third parties asked and answering."""

import datetime

from django.db import transaction
from django.utils import timezone

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import Actor, position, scope, user_of
from callcenter.audit import services as audit
from callcenter.clocks.services import hand_over, running_clock, start_clock, stop_running
from callcenter.objections import Objection, RuleViolation
from callcenter.people.models import Department, Employee
from complaints.cases import access, log, telling
from complaints.cases.deadlines import STEP
from complaints.cases.dossier import SUBJECT, Case
from complaints.cases.moving import held
from complaints.cases.permits import HANDLERS, require_for, require_service
from complaints.cases.states import State
from complaints.cases.steps import planning
from complaints.cases.steps.models import BY_DEPARTMENTS, Chase, Step, StepKind, StepState, ThirdParty

OPEN = (StepState.WAITING, StepState.RUNNING)


def may_do(actor: Actor, step: Step) -> bool:
    """Whoever it is given to, their department, the service department; nobody whom the complaint is about."""
    if actor is None or access.may_serve(actor, step.case):
        return True
    if access.is_concerned(actor, step.case):
        return False
    where = position(actor)
    in_department = (
        scope(actor, Action.VIEW, SUBJECT) is Scope.DEPARTMENT and step.department_id in where.department_ids
    )
    return step.assignee_id == where.employee_id or in_department


@transaction.atomic
def add_step(
    case: Case,
    *,
    actor: Actor,
    title: str,
    due_at: datetime.datetime,
    department: Department | None = None,
    assignee: Employee | None = None,
    is_parallel: bool = True,
) -> Step:
    """A further step while the investigation runs: beside the present ones, or after them."""
    case = held(case)
    require_service(actor, case)
    _require_investigating(case)
    _require_in_time(case, due_at)
    if not title.strip():
        raise RuleViolation(Objection("cases.step_without_title", {}, "title"))
    open_positions = [
        s.position for s in Step.objects.filter(case=case, kind__in=BY_DEPARTMENTS, state__in=OPEN)
    ]
    place = (min if is_parallel else max)(open_positions, default=planning.DEPARTMENTS) + (
        0 if is_parallel else 1
    )
    step = Step.objects.create(
        case=case,
        kind=StepKind.OTHER,
        title=title.strip(),
        position=place,
        department=department,
        assignee=assignee or case.owner,
        due_at=due_at,
    )
    planning.start_due_steps(case, actor=actor)
    log.note(case, "step_added", actor=actor, data={"step": _name(step)})
    audit.record(actor, "cases.step.added", step, after=_facts(step), site_id=case.site_id)
    telling.step_given(step, actor=actor)
    return Step.objects.get(pk=step.pk)


@transaction.atomic
def change_step(
    step: Step,
    *,
    actor: Actor,
    due_at: datetime.datetime | None = None,
    department: Department | None = None,
    assignee: Employee | None = None,
    reason: str = "",
) -> Step:
    """Give it to somebody else, or another deadline inside the complaint's."""
    case, step = _held(step)
    require_service(actor, case)
    _require_open(step)
    before = _facts(step)
    if due_at is not None and due_at != step.due_at:
        _require_in_time(case, due_at)
        step.due_at = due_at
    if department is not None:
        step.department = department
    given = assignee is not None and assignee.pk != step.assignee_id
    if assignee is not None:
        if assignee.pk == case.about_id:
            raise RuleViolation(Objection("cases.handler_is_concerned", {"name": assignee}, "assignee"))
        step.assignee = assignee
    step.save(update_fields=["due_at", "department", "assignee"])
    _follow_clock(case, step, before, actor)
    log.note(case, "step_changed", actor=actor, comment=reason, data={"step": _name(step)})
    audit.record(
        actor,
        "cases.step.changed",
        step,
        before=before,
        after=_facts(step),
        reason=reason,
        site_id=case.site_id,
    )
    if given:
        telling.step_given(step, actor=actor)
    return step


def _follow_clock(case: Case, step: Step, before: dict[str, object], actor: Actor) -> None:
    clock = running_clock(STEP, step)
    if clock is None:
        return
    owner = step.assignee.user if step.assignee else case.owner.user
    if before["due_at"] != step.due_at.isoformat():
        stop_running(STEP, step, actor=actor)
        start_clock(
            STEP,
            step,
            site=case.site,
            actor=actor,
            due_at=step.due_at,
            owner=owner,
            department=step.department,
        )
    else:
        hand_over(clock, actor=None, owner=owner, department=step.department)


@transaction.atomic
def finish_step(step: Step, *, actor: Actor, result: str) -> Step:
    """The department has done its step and says what came of it; the next ones start."""
    case, step = _held(step)
    require_for(may_do(actor, step), actor, case, HANDLERS)
    if step.kind not in BY_DEPARTMENTS:
        raise RuleViolation(Objection("cases.step_follows", {"step": _name(step)}))
    _require_open(step)
    found = []
    if step.state == StepState.WAITING:
        found.append(Objection("cases.step_waits", {"step": _name(step)}))
    if not result.strip():
        found.append(Objection("cases.step_without_result", {}, "result"))
    now = timezone.now()
    if now > step.due_at and not step.overdue_reason:
        found.append(Objection("cases.step_late_reason", {"due": step.due_at}, "overdue_reason"))
    if found:
        raise RuleViolation(found)
    planning.finish(step, actor=actor, at=now, result=result.strip())
    for started in planning.start_due_steps(case, actor=actor):
        telling.step_given(started, actor=actor)
    log.note(case, "step_done", actor=actor, comment=result, data={"step": _name(step)})
    audit.record(actor, "cases.step.done", step, reason=result, site_id=case.site_id)
    telling.step_done(step, actor=actor)
    return step


@transaction.atomic
def skip_step(step: Step, *, actor: Actor, reason: str) -> Step:
    """It is not needed here; the service department says why."""
    case, step = _held(step)
    require_service(actor, case)
    if step.kind not in BY_DEPARTMENTS:
        raise RuleViolation(Objection("cases.step_follows", {"step": _name(step)}))
    _require_open(step)
    if not reason.strip():
        raise RuleViolation(Objection("cases.reason_missing", {}, "comment"))
    planning.finish(step, actor=actor, at=timezone.now(), result=reason.strip(), skipped=True)
    planning.start_due_steps(case, actor=actor)
    log.note(case, "step_skipped", actor=actor, comment=reason, data={"step": _name(step)})
    audit.record(actor, "cases.step.skipped", step, reason=reason, site_id=case.site_id)
    return step


@transaction.atomic
def explain_late_step(step: Step, *, actor: Actor, reason: str) -> Step:
    """Why it is late: the owner or whoever does it says so (domain §6.5)."""
    case, step = _held(step)
    require_for(may_do(actor, step), actor, case, HANDLERS)
    if not reason.strip():
        raise RuleViolation(Objection("cases.reason_missing", {}, "overdue_reason"))
    step.overdue_reason = reason.strip()
    step.save(update_fields=["overdue_reason"])
    log.note(case, "step_explained", actor=actor, comment=reason, data={"step": _name(step)})
    audit.record(actor, "cases.step.explained", step, reason=reason, site_id=case.site_id)
    return step


@transaction.atomic
def chase(step: Step, *, actor: Actor, words: str = "") -> Chase:
    """Urge whoever has the step (催办, S2A-16)."""
    case, step = _held(step)
    require_service(actor, case)
    _require_open(step)
    made = Chase.objects.create(case=case, step=step, by=user_of(actor), words=words.strip())
    step.chased += 1
    step.save(update_fields=["chased"])
    log.note(case, "chased", actor=actor, comment=words, data={"step": _name(step)})
    audit.record(
        actor, "cases.step.chased", step, after={"chased": step.chased}, reason=words, site_id=case.site_id
    )
    telling.chased(step, made, actor=actor)
    return made


@transaction.atomic
def ask_third_party(
    case: Case, *, actor: Actor, name: str, asked_for: str, due_at: datetime.datetime, contact: str = ""
) -> ThirdParty:
    """Handle it with a supplier or partner (S2A-32): the same clock, a deadline inside it."""
    case = held(case)
    require_service(actor, case)
    found = []
    if not case.is_running:
        found.append(Objection("cases.not_running", {"reference": case.reference}))
    if not name.strip() or not asked_for.strip():
        found.append(Objection("cases.third_party_incomplete", {}, "name"))
    if found:
        raise RuleViolation(found)
    _require_in_time(case, due_at)
    made = ThirdParty.objects.create(
        case=case, name=name.strip(), asked_for=asked_for.strip(), contact=contact.strip(), due_at=due_at
    )
    log.note(case, "third_party_asked", actor=actor, comment=asked_for, data={"name": made.name})
    audit.record(actor, "cases.third_party.asked", made, site_id=case.site_id, reason=asked_for)
    return made


@transaction.atomic
def record_third_party_answer(party: ThirdParty, *, actor: Actor, answer: str) -> ThirdParty:
    """What the third party says."""
    case = held(party.case)
    require_service(actor, case)
    party = ThirdParty.objects.select_for_update().get(pk=party.pk)
    if not answer.strip():
        raise RuleViolation(Objection("cases.answer_missing", {}, "answer"))
    party.answer, party.answered_at = answer.strip(), timezone.now()
    party.save(update_fields=["answer", "answered_at"])
    log.note(case, "third_party_answered", actor=actor, comment=answer, data={"name": party.name})
    audit.record(actor, "cases.third_party.answered", party, site_id=case.site_id, reason=answer)
    return party


def _held(step: Step) -> tuple[Case, Step]:
    """The complaint first, then its step: everybody locks in this order."""
    case = held(step.case)
    found = (
        Step.objects.select_for_update(of=("self",))
        .select_related("assignee__user", "department")
        .get(pk=step.pk)
    )
    found.case = case
    return case, found


def _require_open(step: Step) -> None:
    if step.state not in OPEN:
        raise RuleViolation(Objection("cases.step_is_over", {"step": _name(step)}))


def _require_investigating(case: Case) -> None:
    if case.state != State.ACCEPTED:
        raise RuleViolation(Objection("cases.not_investigating", {"reference": case.reference}))


def _require_in_time(case: Case, due_at: datetime.datetime) -> None:
    if case.due_at is not None and due_at > case.due_at:
        figures = {"due": case.due_at}
        raise RuleViolation(Objection("cases.step_after_case", figures, "due_at", ("complaint.sla_days",)))


def _name(step: Step) -> str:
    return step.title or str(step.kind)


def _facts(step: Step) -> dict[str, object]:
    return {"due_at": step.due_at.isoformat(), "department": step.department_id, "assignee": step.assignee_id}
