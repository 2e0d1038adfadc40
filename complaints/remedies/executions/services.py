"""Opening executions with the decision, their deadline with the customer's yes, ending them, taking an end back."""

from django.db import transaction
from django.utils import timezone

from callcenter.access.permissions import Actor, position, require
from callcenter.audit import services as audit
from callcenter.clocks.models import Clock
from callcenter.clocks.services import start_clock
from callcenter.objections import Objection, refuse
from complaints.cases import log
from complaints.cases.models import Case
from complaints.remedies import access, approved, rules
from complaints.remedies.executions.following import papers_of, settle, tell
from complaints.remedies.executions.models import KIND, Execution, ExecutionState
from complaints.remedies.executions.rules import DUTY_OF, NextStep, needs_paper, next_step
from complaints.remedies.papers import WITH_CERTIFICATE
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
    _note(execution, "remedy_carried_out", actor=actor, words=words)
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
    _note(execution, "remedy_ended", actor=actor, words=words)
    return execution


@transaction.atomic
def take_back(execution: Execution, *, actor: Actor, reason: str) -> Execution:
    """It was said to be carried out, or ended, by mistake: open again, with the deadline it had before."""
    execution = _locked(execution)
    require(may_take_back(actor, execution))
    access.person(actor)
    refuse(against_taking_back(execution) + rules.texts(reason=reason))
    before = {"state": execution.state, "words": execution.words}
    step = next_step(execution.remedy.kind, approved.measure(execution.remedy), papers_of(execution.remedy))
    execution.state, execution.next_step, execution.duty = ExecutionState.OPEN, step, DUTY_OF.get(step, "")
    execution.over_at, execution.over_by, execution.words = None, None, ""
    execution.save(update_fields=["state", "next_step", "duty", "over_at", "over_by", "words"])
    _run_on(execution, actor=actor)
    after = {"complaint": execution.case.reference, "remedy": execution.remedy_id, "state": execution.state}
    audit.record(
        actor, "remedies.execution.taken_back", execution, before=before, after=after, reason=reason.strip()
    )
    _note(execution, "remedy_taken_back", actor=actor, words=reason)
    tell(execution)
    return execution


def against_taking_back(execution: Execution) -> list[Objection]:
    """What rests on its end. A posting stays; what ended with the decision is not carried out any more. Closing the
    complaint rests on papers that were handed on (`closing.papers_issued`), never on this: a closed one may be open here again.
    """
    if execution.is_open:
        return [Objection("remedies.not_over")]
    if not approved.holds(execution.case):
        return [Objection("remedies.over_with_the_decision", {"state": execution.case.get_state_display()})]
    remedy = execution.remedy
    if next_step(remedy.kind, approved.measure(remedy), papers_of(remedy)) is NextStep.NOTHING:
        return [Objection("remedies.posted_in_full")]
    papers = remedy.certificates if remedy.kind in WITH_CERTIFICATE else remedy.slips
    posted = papers.live().filter(posted_at__gt=execution.over_at).order_by("posted_at").first()
    return [Objection("remedies.posted_since", {"number": posted.number})] if posted is not None else []


def papers_under_way(execution: Execution) -> list[Objection]:
    """Why it is not ended with less yet: papers that finance has not posted."""
    papers = papers_of(execution.remedy)
    return [Objection("remedies.papers_under_way")] if any(not paper.is_posted for paper in papers) else []


def may_carry_out(actor: Actor, execution: Execution) -> bool:
    """The owner of the complaint, or the service department of the site."""
    is_owner = position(actor).employee_id == execution.case.owner_id
    return is_owner or access.is_service(actor, execution.site_id)


def may_take_back(actor: Actor, execution: Execution) -> bool:
    """Who may end it: of words the owner too, of papers the service department."""
    with_papers = needs_paper(execution.remedy.kind, execution.remedy.amount)
    return access.is_service(actor, execution.site_id) if with_papers else may_carry_out(actor, execution)


def _run_on(execution: Execution, *, actor: Actor) -> None:
    """Its deadline runs from when it had begun; before the customer's yes there was none."""
    clock = Clock.objects.of(execution).filter(kind=KIND).order_by("-pk").first()
    if clock is None:
        return
    again = start_clock(
        KIND,
        execution,
        site=execution.site,
        actor=actor,
        at=clock.started_at,
        owner=execution.case.owner.user,
    )
    execution.due_at = again.due_at
    execution.save(update_fields=["due_at"])


def _note(execution: Execution, kind: str, *, actor: Actor, words: str) -> None:
    """A line in the log of the complaint."""
    log.note(execution.case, kind, actor=actor, comment=words.strip(), data={"remedy": execution.remedy.kind})


def _locked(execution: Execution) -> Execution:
    """Held until the transaction ends; its complaint and remedy before it, as everybody takes them."""
    approved.locked(execution.remedy)
    rows = Execution.objects.select_for_update(of=("self",)).select_related(
        "site", "case__owner__user", "remedy"
    )
    return rows.get(pk=execution.pk)


def _still_open(execution: Execution) -> list[Objection]:
    if execution.is_open:
        return []
    return [Objection("remedies.execution_over", {"state": execution.get_state_display()})]
