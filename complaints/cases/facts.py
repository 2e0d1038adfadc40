"""Gathers what the rules ask of a complaint, in constant queries."""

from typing import Any

from django.utils import timezone

from complaints.cases.contacts.models import About, Contact
from complaints.cases.decisions.models import Findings
from complaints.cases.dossier import PRODUCT_FIELDS, Case
from complaints.cases.rules import Facts, ProposedRemedy
from complaints.cases.states import Severity
from complaints.cases.steps.models import BY_DEPARTMENTS, Step, StepState

OPEN_STEPS = (StepState.WAITING, StepState.RUNNING)


def gather(case: Case, **given: Any) -> Facts:
    """The complaint as it stands now; `given` goes before what is stored (what an act is about to write)."""
    findings = Findings.objects.filter(case=case).first() or Findings()
    steps = list(Step.objects.filter(case=case))
    about = set(Contact.objects.filter(case=case, is_ours=True).values_list("about", flat=True))
    now = timezone.now()
    owner_user = case.owner.user if case.owner_id else None
    facts: dict[str, Any] = {
        "nature": case.nature,
        "has_contact": bool(case.customer_id or case.contact_phone or case.contact_email),
        "demand": case.demand,
        "asked_for": tuple(case.cause.needs) if case.cause else (),
        "filled": frozenset(name for name in PRODUCT_FIELDS if getattr(case, name) not in (None, "")),
        "not_applicable": frozenset(case.not_applicable),
        "has_cause": case.cause_id is not None,
        "owner_can_log_in": bool(owner_user and owner_user.is_active),
        "is_about_owner": case.about_id is not None and case.about_id == case.owner_id,
        "is_joint": case.is_joint,
        "joint_due_at": case.joint_due_at,
        "due_at": case.due_at,
        "is_acknowledged": case.acknowledged_at is not None,
        "open_steps": sum(step.kind in BY_DEPARTMENTS and step.state in OPEN_STEPS for step in steps),
        "unexplained_steps": sum(not step.overdue_reason and _was_late(step, now) for step in steps),
        "findings": findings.text,
        "fault": findings.fault,
        "outcome": findings.outcome,
        "unanswered_third_parties": case.third_parties.filter(answered_at=None).count(),
        "is_own_quality_problem": findings.is_own_quality_problem,
        "is_human_negligence": findings.is_human_negligence,
        "is_improvement_tracked": findings.is_improvement_tracked,
        "remedies": tuple(ProposedRemedy(r.kind, r.amount, r.quantity) for r in case.remedies.all()),
        "is_serious": case.severity == Severity.SERIOUS,
        "is_decided": case.decided_at is not None,
        "is_told": case.conveyed_at is not None,
        "has_answer": case.answered_at is not None,
        "was_overdue": case.overdue_at is not None,
        "has_apologised": About.APOLOGY in about,
    }
    return Facts(**(facts | given))


def _was_late(step: Step, now: Any) -> bool:
    """Steps of departments, running or done, that passed their deadline."""
    if step.kind not in BY_DEPARTMENTS or step.state in (StepState.WAITING, StepState.SKIPPED):
        return False
    return (step.done_at or now) > step.due_at
