"""Lays out the steps of an accepted complaint inside its days, starts those whose turn it is (domain §6.4)."""

import datetime

from django.utils import timezone

from callcenter.access.permissions import Actor
from callcenter.clocks.services import start_clock, stop_running
from callcenter.people.models import Employee
from callcenter.rulebook.values import value
from complaints.cases.deadlines import STEP, day_end
from complaints.cases.dossier import Case, CauseClass
from complaints.cases.states import Channel
from complaints.cases.steps.models import BY_DEPARTMENTS, Step, StepDepartment, StepKind, StepState

FIRST, DEPARTMENTS, INVESTIGATION, LAST = 0, 1, 2, 90
# Steps that are the service department's own, and are done by what happens to the complaint.
PLANNED = (
    (StepKind.REGISTER, FIRST, "complaint.step_register_days"),
    (StepKind.CHECK_ORDER, DEPARTMENTS, "complaint.step_marketing_days"),
    (StepKind.INVESTIGATE, INVESTIGATION, "complaint.step_investigation_days"),
    (StepKind.REPORT, LAST, "complaint.step_report_days"),
    (StepKind.DECIDE, LAST + 1, "complaint.step_decision_days"),
    (StepKind.CLOSE, LAST + 2, ""),
)


def lay_out(case: Case, *, actor: Actor) -> list[Step]:
    """The manual's steps with the departments that do them here; those whose turn it is start."""
    assert case.accepted_at is not None
    assert case.due_at is not None
    family = case.cause.family if case.cause else ""
    found = StepDepartment.objects.filter(site=case.site, family__in=["", family]).select_related(
        "assignee__user"
    )
    departments = {row.kind: row for row in sorted(found, key=lambda row: row.family != "")}
    on = case.accepted_at.astimezone(case.site.zone).date()
    steps = []
    for kind, position, key in PLANNED:
        if (
            kind is StepKind.CHECK_ORDER
            and family == CauseClass.Family.SERVICE
            and not case.order_no
            and not case.policy_no
        ):
            continue  # nothing was ordered (A20)
        days = value(key, case.site, on=on) if key else None
        due_at = case.due_at if days is None else min(day_end(case.site, case.accepted_at, days), case.due_at)
        if kind is StepKind.REGISTER and case.channel == Channel.HOTLINE:
            hours = value("complaint.hotline_register_hours", case.site, on=on)
            due_at = min(due_at, case.accepted_at + datetime.timedelta(hours=hours))
        place = departments.get(kind) if kind in BY_DEPARTMENTS else None
        steps.append(
            Step(
                case=case,
                kind=kind,
                position=position,
                department=place.department if place else None,
                assignee=(place.assignee if place else None) or case.owner,
                due_at=due_at,
            )
        )
    Step.objects.bulk_create(steps)
    start_due_steps(case, actor=actor, at=case.accepted_at)
    return steps


def start_due_steps(case: Case, *, actor: Actor, at: datetime.datetime | None = None) -> list[Step]:
    """Start every step of departments before which none of an earlier position is open, and the first of the service's own."""
    now = at or timezone.now()
    steps = list(Step.objects.filter(case=case).select_related("assignee__user", "department"))
    open_steps = [
        s for s in steps if s.kind in BY_DEPARTMENTS and s.state in (StepState.WAITING, StepState.RUNNING)
    ]
    first = min((s.position for s in open_steps), default=None)
    started = []
    for step in steps:
        its_turn = step.kind == StepKind.REGISTER or (step.kind in BY_DEPARTMENTS and step.position == first)
        if step.state == StepState.WAITING and its_turn:
            start(case, step, at=now, actor=actor)
            started.append(step)
    return started


def start(case: Case, step: Step, *, at: datetime.datetime, actor: Actor) -> None:
    """It runs from now on, with a clock of its own."""
    step.state, step.started_at = StepState.RUNNING, at
    step.save(update_fields=["state", "started_at"])
    start_clock(
        STEP,
        step,
        site=case.site,
        actor=actor,
        due_at=step.due_at,
        owner=step.assignee.user if step.assignee else case.owner.user,
        department=step.department,
    )


def finish(
    step: Step, *, actor: Actor, at: datetime.datetime, result: str = "", skipped: bool = False
) -> None:
    """It is over: done, or not needed; its clock stops."""
    step.state = StepState.SKIPPED if skipped else StepState.DONE
    step.done_at, step.result = at, result or step.result
    step.started_at = step.started_at or at
    step.save(update_fields=["state", "done_at", "result", "started_at"])
    stop_running(STEP, step, actor=actor)


def own_step(
    case: Case, kind: StepKind, *, actor: Actor, done: bool = True, at: datetime.datetime | None = None
) -> None:
    """A step of the service department follows what happens to the complaint: it runs, or it is done, since `at` (now)."""
    step = Step.objects.filter(case=case, kind=kind).select_related("assignee__user").first()
    if step is None or step.state in (StepState.DONE, StepState.SKIPPED):
        return
    now = at or timezone.now()
    if done:
        finish(step, actor=actor, at=max(now, step.started_at or now))
    elif step.state == StepState.WAITING:
        step.state, step.started_at = StepState.RUNNING, now
        step.save(update_fields=["state", "started_at"])


def reopen(case: Case, kind: StepKind) -> None:
    """What was done is to be done again: the report was refused."""
    Step.objects.filter(case=case, kind=kind, state=StepState.DONE).update(
        state=StepState.RUNNING, done_at=None
    )


def end_all(case: Case, *, actor: Actor) -> None:
    """The complaint is over: what still runs is not needed."""
    now = timezone.now()
    for step in Step.objects.filter(case=case, state__in=[StepState.WAITING, StepState.RUNNING]):
        finish(step, actor=actor, at=now, skipped=step.kind != StepKind.CLOSE)


def hand_over(case: Case, before: Employee, owner: Employee) -> None:
    """Steps of the service department's own go with the complaint."""
    own = Step.objects.filter(case=case, assignee=before, department=None, done_at=None)
    own.update(assignee=owner)


def cap(case: Case, *, actor: Actor) -> None:
    """The complaint is due earlier or later: no step is due after it, those that end with it go with it."""
    assert case.due_at is not None
    assert case.accepted_at is not None
    on = case.accepted_at.astimezone(case.site.zone).date()
    keys = {kind: key for kind, _position, key in PLANNED}
    for step in Step.objects.filter(case=case, done_at=None).select_related("assignee__user", "department"):
        key = keys.get(StepKind(step.kind), "")
        planned = day_end(case.site, case.accepted_at, value(key, case.site, on=on)) if key else case.due_at
        due_at = min(step.due_at if step.kind == StepKind.OTHER else planned, case.due_at)
        if step.kind == StepKind.REGISTER or due_at == step.due_at:
            continue
        step.due_at = due_at
        step.save(update_fields=["due_at"])
        if step.state == StepState.RUNNING and step.kind in BY_DEPARTMENTS:
            stop_running(STEP, step, actor=actor)
            start_clock(
                STEP, step, site=case.site, actor=actor, due_at=due_at,
                owner=step.assignee.user if step.assignee else None, department=step.department,
            )  # fmt: skip
