"""Opening executions with the decision, their deadline with the customer's yes, ending them."""

from django.db import transaction
from django.utils import timezone

from callcenter.access.permissions import Actor, position, require
from callcenter.audit import services as audit
from callcenter.clocks.services import start_clock
from callcenter.objections import Objection, refuse
from complaints.cases.models import Case
from complaints.remedies import access, approved, rules
from complaints.remedies.executions.following import papers_of, settle, tell
from complaints.remedies.executions.models import KIND, Execution, ExecutionState
from complaints.remedies.executions.rules import DUTY_OF, NextStep, next_step
from complaints.remedies.voiding import void_all


@transaction.atomic
def open_all(case: Case, *, actor: Actor) -> list[Execution]:
    """One execution for each remedy that was approved; called with the decision."""
    if not approved.holds(case):
        return []
    made = []
    for remedy in case.remedies.filter(execution=None):
        step = next_step(remedy.kind, approved.measure(remedy), papers_of(remedy))
        execution = Execution.objects.create(
            remedy=remedy, case=case, site=case.site, next_step=step, duty=DUTY_OF.get(step, "")
        )
        after = {"complaint": case.reference, "remedy": remedy.pk, "next_step": str(step)}
        audit.record(actor, "remedies.execution.opened", execution, after=after)
        tell(execution)
        made.append(execution)
    return made


@transaction.atomic
def start_deadlines(case: Case, *, actor: Actor) -> None:
    """The customer said yes: from now on it is due."""
    now = timezone.now()
    open_all(case, actor=actor)
    rows = Execution.objects.select_for_update(of=("self",)).select_related("site", "case", "remedy")
    for execution in rows.filter(case=case, state=ExecutionState.OPEN, due_at=None):
        clock = start_clock(KIND, execution, site=case.site, actor=actor, at=now, owner=case.owner.user)
        assert clock.due_at is not None
        execution.due_at = clock.due_at
        execution.save(update_fields=["due_at"])
        after = {"complaint": case.reference, "due_at": clock.due_at.isoformat()}
        audit.record(actor, "remedies.execution.due", execution, after=after)


@transaction.atomic
def cancel_all(case: Case, *, actor: Actor, words: str) -> None:
    """Nothing of it is carried out any more: what is still open ends, papers that nobody has posted become void."""
    void_all(case, actor=actor, words=words)
    rows = Execution.objects.select_for_update(of=("self",)).select_related("site", "case", "remedy")
    for execution in rows.filter(case=case, state=ExecutionState.OPEN):
        settle(execution, ExecutionState.CANCELLED, actor=actor, words=words)


@transaction.atomic
def carry_out(execution: Execution, *, actor: Actor, words: str) -> Execution:
    """Say that a remedy without a paper (an apology, an explanation) was carried out: the owner or the service department."""
    execution = _locked(execution)
    require(may_carry_out(actor, execution))
    access.person(actor)
    found = _still_open(execution) + rules.texts(words=words)
    if not found and execution.next_step != NextStep.CARRY_OUT:
        found.append(Objection("remedies.papers_finish_it"))
    refuse(found)
    settle(execution, ExecutionState.DONE, actor=actor, words=words)
    return execution


@transaction.atomic
def end_short(execution: Execution, *, actor: Actor, words: str) -> Execution:
    """End it with less than was approved, because the customer takes less: the service department, with the reason.

    Papers on their way are finished or made void first.
    """
    execution = _locked(execution)
    require(access.is_service(actor, execution.site_id))
    access.person(actor)
    found = _still_open(execution) + rules.texts(words=words) + papers_under_way(execution)
    if execution.next_step == NextStep.CARRY_OUT:
        found.append(Objection("remedies.no_paper_to_end"))
    refuse(found)
    state = ExecutionState.DONE if papers_of(execution.remedy) else ExecutionState.CANCELLED
    settle(execution, state, actor=actor, words=words)
    return execution


def papers_under_way(execution: Execution) -> list[Objection]:
    """Why it is not ended with less yet: papers that finance has not posted."""
    papers = papers_of(execution.remedy)
    return [Objection("remedies.papers_under_way")] if any(not paper.is_posted for paper in papers) else []


def may_carry_out(actor: Actor, execution: Execution) -> bool:
    """The owner of the complaint, or the service department of the site."""
    is_owner = position(actor).employee_id == execution.case.owner_id
    return is_owner or access.is_service(actor, execution.site_id)


def _locked(execution: Execution) -> Execution:
    rows = Execution.objects.select_for_update(of=("self",)).select_related("site", "case", "remedy")
    return rows.get(pk=execution.pk)


def _still_open(execution: Execution) -> list[Objection]:
    if execution.is_open:
        return []
    return [Objection("remedies.execution_over", {"state": execution.get_state_display()})]
