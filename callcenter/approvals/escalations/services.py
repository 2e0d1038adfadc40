"""Reporting up the line, and writing down the instruction."""

from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction

from callcenter.access.permissions import Actor, require
from callcenter.approvals import access, services
from callcenter.approvals.escalations.models import KIND, Escalation
from callcenter.approvals.requests.models import Request, State, StepState
from callcenter.audit import services as audit
from callcenter.people.models import Employee


@dataclass(frozen=True)
class Report:
    """What is reported. `is_urgent`: an emergency, past the direct superior."""

    topic: str
    situation: str
    question: str = ""
    is_urgent: bool = False


@transaction.atomic
def escalate(report: Report, *, author: Employee, actor: Actor) -> Request:
    """Report to the direct superior; in an emergency to the one above, and to the direct superior the same day."""
    require(access.may_ask(actor, author))
    escalation = Escalation.objects.create(author=author, site=author.site, **asdict(report))
    return services.start(
        KIND,
        escalation,
        applicant=author,
        actor=actor,
        reason=report.question,
        skip_level=report.is_urgent,
    )


@transaction.atomic
def put_right(escalation: Escalation, report: Report, *, actor: Actor) -> Request:
    """Correct a report that came back, and send it in again; whether it was an emergency stays."""
    rows = Escalation.objects.select_for_update(of=("self",)).select_related("author")
    escalation = rows.get(pk=escalation.pk)
    require(access.may_ask(actor, escalation.author))
    before = {"topic": escalation.topic, "situation": escalation.situation, "question": escalation.question}
    for name in before:
        setattr(escalation, name, getattr(report, name))
    escalation.save(update_fields=list(before))
    audit.record(
        actor,
        "approvals.escalation.put_right",
        escalation,
        before=before,
        after={name: getattr(report, name) for name in before},
    )
    request = Request.objects.get(kind=KIND, subject_id=escalation.pk, state=State.RETURNED)
    return services.send_in_again(request, actor=actor, reason=report.question)


def keep_instruction(escalation: Any, request: Request, actor: Actor) -> None:
    """The answer of whoever answered finally becomes the instruction of the escalation; called by the decision."""
    step = request.steps.filter(round=request.round, state=StepState.APPROVED).order_by("-place").first()
    assert step is not None
    escalation.instruction, escalation.instructed_by = step.comment, step.acted_by
    escalation.instructed_at = step.decided_at
    escalation.save(update_fields=["instruction", "instructed_by", "instructed_at"])
