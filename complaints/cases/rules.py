"""What a complaint needs before it goes on (domain §6.3 to §6.10). Pure: facts come in, objections come out."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from callcenter.objections import Objection
from complaints.cases.states import WITH_GOODS, Fault, Nature, Outcome, Remedy
from complaints.cases.transitions import Need

UPHELD = (Outcome.SUBSTANTIATED, Outcome.PARTLY)


@dataclass(frozen=True)
class ProposedRemedy:
    """One line of the proposal."""

    kind: str
    amount: Decimal = Decimal(0)
    quantity: Decimal | None = None


@dataclass(frozen=True)
class Facts:
    """A complaint as its needs see it: what is there, not where it is kept."""

    nature: str = Nature.COMPLAINT
    has_contact: bool = True
    demand: str = ""
    asked_for: tuple[str, ...] = ()  # fields that the cause asks for
    filled: frozenset[str] = frozenset()
    not_applicable: frozenset[str] = frozenset()
    has_cause: bool = False
    owner_can_log_in: bool = True
    is_about_owner: bool = False
    is_joint: bool = False
    joint_due_at: datetime.datetime | None = None
    due_at: datetime.datetime | None = None
    reason: str = ""
    is_acknowledged: bool = False
    open_steps: int = 0
    unexplained_steps: int = 0  # late, and nobody said why
    findings: str = ""
    fault: str = ""
    outcome: str = ""
    unanswered_third_parties: int = 0
    is_own_quality_problem: bool | None = None
    is_human_negligence: bool | None = None
    is_improvement_tracked: bool | None = None
    remedies: tuple[ProposedRemedy, ...] = ()
    report: str = ""
    is_serious: bool = False
    is_by_letter: bool = False
    is_decided: bool = False
    is_told: bool = False
    has_answer: bool = False
    was_overdue: bool = False
    has_apologised: bool = False


def unmet(needs: Iterable[Need], facts: Facts) -> list[Objection]:
    """Every need that is not met. `Need.PAPERS` is asked of the rooms above and is met here."""
    return [found for need in needs for found in _CHECKS[need](facts)]


def _when(is_missing: bool, code: str, field: str = "", *rules: str, **figures: object) -> list[Objection]:
    return [Objection(code, dict(figures), field, rules)] if is_missing else []


def _intake_data(facts: Facts) -> list[Objection]:
    missing = [name for name in facts.asked_for if name not in facts.filled | facts.not_applicable]
    return [Objection("cases.intake_data", {"field": name}, name) for name in missing]


def _joint(facts: Facts) -> list[Objection]:
    if not facts.is_joint:
        return []
    if facts.joint_due_at is None:
        return [Objection("cases.joint_deadline_missing", {}, "joint_due_at")]
    if facts.due_at is not None and facts.joint_due_at > facts.due_at:
        figures = {"due": facts.due_at}
        return [Objection("cases.joint_deadline_too_late", figures, "joint_due_at", ("complaint.sla_days",))]
    return []


def _owner(facts: Facts) -> list[Objection]:
    return _when(not facts.owner_can_log_in, "cases.owner_without_login", "owner") + _when(
        facts.is_about_owner, "cases.owner_is_concerned", "owner"
    )


def _findings(facts: Facts) -> list[Objection]:
    found = _when(not facts.findings.strip(), "cases.findings_missing", "text")
    found += _when(not facts.fault, "cases.fault_missing", "fault")
    found += _when(not facts.outcome, "cases.outcome_missing", "outcome")
    if facts.outcome in UPHELD and facts.fault in (Fault.CUSTOMER, Fault.NONE):
        found.append(Objection("cases.outcome_without_fault", {}, "fault"))
    return found


def _verdict(facts: Facts) -> list[Objection]:
    """Asked explicitly, yes or no (S2A-27); negligence is exempt from improvement."""
    given = (facts.is_own_quality_problem, facts.is_human_negligence, facts.is_improvement_tracked)
    if None in given:
        return [Objection("cases.verdict_missing", {}, "is_improvement_tracked")]
    if facts.is_human_negligence and facts.is_improvement_tracked:
        return [Objection("cases.negligence_is_exempt", {}, "is_improvement_tracked")]
    return []


def _proposal(facts: Facts) -> list[Objection]:
    if facts.outcome not in UPHELD:
        costs = [line for line in facts.remedies if line.amount or line.kind in WITH_GOODS]
        return [Objection("cases.remedy_without_grounds", {}, "remedies")] if costs else []
    if not facts.remedies:
        return [Objection("cases.remedy_missing", {}, "remedies")]
    return []


_CHECKS = {
    Need.CONTACT: lambda f: _when(not f.has_contact, "cases.contact_missing", "contact_name"),
    Need.DEMAND: lambda f: _when(
        not f.demand.strip() and "demand" not in f.not_applicable, "cases.demand_missing", "demand"
    ),
    Need.INTAKE_DATA: _intake_data,
    Need.COMPLAINT: lambda f: _when(f.nature != Nature.COMPLAINT, "cases.no_complaint", "nature"),
    Need.CLASSIFIED: lambda f: _when(not f.has_cause, "cases.cause_missing", "cause"),
    Need.OWNER: _owner,
    Need.JOINT_DEADLINE: _joint,
    Need.REASON: lambda f: _when(not f.reason.strip(), "cases.reason_missing", "comment"),
    Need.ACKNOWLEDGED: lambda f: _when(not f.is_acknowledged, "cases.not_acknowledged"),
    Need.STEPS_DONE: lambda f: _when(f.open_steps > 0, "cases.steps_open", number=f.open_steps),
    Need.LATE_REASON: lambda f: _when(f.unexplained_steps > 0, "cases.steps_unexplained", number=f.unexplained_steps),
    Need.FINDINGS: _findings,
    Need.THIRD_PARTIES: lambda f: _when(
        f.unanswered_third_parties > 0, "cases.third_parties_open", number=f.unanswered_third_parties
    ),
    Need.VERDICT: _verdict,
    Need.PROPOSAL: _proposal,
    Need.REPORT: lambda f: _when(not f.report.strip(), "cases.report_missing", "report"),
    Need.BY_LETTER: lambda f: _when(f.is_serious and not f.is_by_letter, "cases.letter_needed", "means"),
    Need.DECISION: lambda f: _when(not f.is_decided, "cases.not_decided"),
    Need.TOLD: lambda f: _when(not f.is_told, "cases.not_told"),
    Need.ANSWER: lambda f: _when(not f.has_answer, "cases.no_answer"),
    Need.APOLOGY: lambda f: _when(f.was_overdue and not f.has_apologised, "cases.apology_missing"),
    Need.PAPERS: lambda f: [],
}  # fmt: skip


def total(remedies: Iterable[ProposedRemedy]) -> Decimal:
    """What the remedies cost: compensation, discount and goods taken back together (domain §6.6)."""
    return sum((line.amount for line in remedies), Decimal(0))


def tier(amount: Decimal, tier1_max: Decimal, tier2_max: Decimal) -> int:
    """The tier of domain §6.6: 0 nothing, 1 up to the first limit, 2 up to the second, 3 above; limits belong to their tier."""
    if amount <= 0:
        return 0
    if amount <= tier1_max:
        return 1
    return 2 if amount <= tier2_max else 3


def is_with_amount(kind: str) -> bool:
    """Whether a remedy may cost something."""
    return kind not in (Remedy.APOLOGY, Remedy.EXPLANATION)
