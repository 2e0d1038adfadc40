"""Keeps an execution in step with its papers: what is next, whose turn it is, done once finance has posted everything."""

import datetime
from collections.abc import Iterable
from decimal import Decimal

from django.utils import timezone

from callcenter.access.permissions import Actor, position
from callcenter.audit import services as audit
from callcenter.clocks.services import stop_running
from callcenter.notifications.services import notify
from callcenter.people.models import Employee
from complaints.cases.models import RemedyLine
from complaints.remedies import approved
from complaints.remedies.executions.models import KIND, Execution, ExecutionState
from complaints.remedies.executions.people import handlers, signers
from complaints.remedies.executions.rules import DUTY_OF, NextStep, PaperFacts, next_step
from complaints.remedies.papers import WITH_CERTIFICATE


def papers_of(remedy: RemedyLine) -> list[PaperFacts]:
    """The remedy's papers that are not void."""
    rows: Iterable[tuple[str, Decimal, datetime.datetime | None]]
    if remedy.kind in WITH_CERTIFICATE:
        rows = remedy.certificates.live().values_list("state", "amount", "posted_at")
    else:
        rows = remedy.slips.live().values_list("state", "quantity", "posted_at")
    return [PaperFacts(state, measure, posted_at is not None) for state, measure, posted_at in rows]


def refresh(remedy: RemedyLine, *, actor: Actor) -> None:
    """Work the next step out anew, inside the transaction of the act; tell whose turn it has become."""
    rows = Execution.objects.select_for_update(of=("self",)).select_related("site", "case", "remedy")
    execution = rows.filter(remedy=remedy, state=ExecutionState.OPEN).first()
    if execution is None:
        return
    step = next_step(remedy.kind, approved.measure(remedy), papers_of(remedy))
    if step is NextStep.NOTHING:
        settle(execution, ExecutionState.DONE, actor=actor)
    elif step != execution.next_step:
        execution.next_step, execution.duty = step, DUTY_OF.get(step, "")
        execution.save(update_fields=["next_step", "duty"])
        tell(execution)


def settle(execution: Execution, state: ExecutionState, *, actor: Actor, words: str = "") -> None:
    """Close a held execution, its clock with it."""
    execution.state, execution.next_step, execution.duty = state, NextStep.NOTHING, ""
    execution.over_at, execution.words = timezone.now(), words.strip()
    execution.over_by = Employee.objects.filter(pk=position(actor).employee_id or 0).first()
    execution.save(update_fields=["state", "next_step", "duty", "over_at", "over_by", "words"])
    stop_running(KIND, execution, actor=actor)
    after = {"complaint": execution.case.reference, "remedy": execution.remedy_id, "state": str(state)}
    verb = "remedies.execution.finished" if state == ExecutionState.DONE else "remedies.execution.cancelled"
    audit.record(actor, verb, execution, after=after, reason=words.strip())


def tell(execution: Execution) -> None:
    """Tell whoever has to act now: the handlers of the department, or the sales deputy GM."""
    if execution.next_step == NextStep.SIGN:
        people = signers(execution.site)
    elif execution.duty:
        people = handlers(execution.site, execution.duty)
    else:
        people = [execution.case.owner.user_id] if execution.case.owner.user_id else []
    if not people:
        return
    figures = {
        "reference": execution.case.reference,
        "step": execution.get_next_step_display(),
        "remedy": execution.remedy.get_kind_display(),
    }
    key = f"{execution.pk}:{execution.next_step}:{execution.pk}:{timezone.now():%Y%m%d%H%M%S%f}"
    notify(
        "remedies.your_turn",
        recipients=people,
        subject=execution,
        figures=figures,
        key=key,
        site_id=execution.site_id,
    )
