"""Findings, verdict, proposed remedies, the report and its decision by the amount (S2A-26 to S2A-28, S2A-36)."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Max, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from callcenter.access.permissions import Actor, user_of
from callcenter.approvals import services as approvals
from callcenter.approvals.requests.models import RUNNING, Request
from callcenter.audit import services as audit
from callcenter.clocks.models import Outcome as ClockOutcome
from callcenter.clocks.services import start_clock, stop_running
from callcenter.objections import Objection, RuleViolation
from callcenter.people.models import Department
from callcenter.rulebook.values import value
from callcenter.web import cells
from complaints.cases import deadlines, log, moving, rules, telling
from complaints.cases.decisions.models import Findings, RemedyLine, Report
from complaints.cases.dossier import Case
from complaints.cases.permits import require_service
from complaints.cases.states import Outcome, Remedy, State
from complaints.cases.steps import planning
from complaints.cases.steps.models import StepKind

KIND = "cases.decision"
INVESTIGATING = (State.ACCEPTED, State.INVESTIGATED)
COUNTED = (
    State.REPORTED,
    State.DECIDED,
    State.CONVEYED,
    State.EXECUTING,
    State.CLOSED,
    State.NOT_ACCEPTED,
)


@dataclass(frozen=True)
class RemedyFacts:
    """One remedy as it is proposed."""

    kind: Remedy
    amount: Decimal = Decimal(0)
    quantity: Decimal | None = None
    unit: str = ""
    note: str = ""


@transaction.atomic
def write_findings(
    case: Case,
    *,
    actor: Actor,
    text: str,
    fault: str = "",
    outcome: str = "",
    originating_unit: Department | None = None,
) -> Findings:
    """What the investigation found: whose fault, how it ends, which unit it came from."""
    case = moving.held(case)
    require_service(actor, case)
    _require_investigating(case)
    found, _is_new = Findings.objects.get_or_create(case=case)
    found.text, found.fault, found.outcome = text.strip(), fault, outcome
    found.originating_unit = originating_unit
    found.save(update_fields=["text", "fault", "outcome", "originating_unit"])
    moving.write(case, {"fault": fault, "outcome": outcome})
    log.note(case, "findings", actor=actor)
    audit.record(
        actor,
        "cases.findings.written",
        found,
        after={"fault": fault, "outcome": outcome},
        site_id=case.site_id,
    )
    return found


@transaction.atomic
def give_verdict(
    case: Case,
    *,
    actor: Actor,
    is_own_quality_problem: bool,
    is_human_negligence: bool,
    is_improvement_tracked: bool,
) -> Findings:
    """Yes or no to each (S2A-27): our quality problem, human negligence, improvement to be tracked."""
    case = moving.held(case)
    require_service(actor, case)
    _require_investigating(case)
    if is_human_negligence and is_improvement_tracked:
        raise RuleViolation(Objection("cases.negligence_is_exempt", {}, "is_improvement_tracked"))
    found, _is_new = Findings.objects.get_or_create(case=case)
    verdict = {
        "is_own_quality_problem": is_own_quality_problem,
        "is_human_negligence": is_human_negligence,
        "is_improvement_tracked": is_improvement_tracked,
    }
    for name, answer in verdict.items():
        setattr(found, name, answer)
    found.verdict_by, found.verdict_at = user_of(actor), timezone.now()
    found.save(update_fields=[*verdict, "verdict_by", "verdict_at"])
    log.note(case, "verdict", actor=actor)
    audit.record(actor, "cases.verdict.given", found, after=verdict, site_id=case.site_id)
    return found


@transaction.atomic
def propose_remedies(case: Case, lines: Iterable[RemedyFacts], *, actor: Actor) -> list[RemedyLine]:
    """What is to be done for the customer, in the place of what was proposed: whole or not at all."""
    case = moving.held(case)
    require_service(actor, case)
    _require_investigating(case)
    lines = list(lines)
    found = []
    for line in lines:
        if line.amount < 0 or (line.amount and line.kind in (Remedy.APOLOGY, Remedy.EXPLANATION)):
            found.append(Objection("cases.remedy_amount", {"remedy": Remedy(line.kind).label}, "amount"))
        if line.kind in (Remedy.RETURN, Remedy.REPROCESSING) and not (line.quantity and line.quantity > 0):
            found.append(Objection("cases.remedy_quantity", {"remedy": Remedy(line.kind).label}, "quantity"))
    if found:
        raise RuleViolation(found)
    before = str(case.amount)
    case.remedies.all().delete()
    made = [
        RemedyLine(
            case=case, kind=one.kind, amount=one.amount, quantity=one.quantity, unit=one.unit, note=one.note
        )
        for one in lines
    ]
    RemedyLine.objects.bulk_create(made)
    amount = sum((line.amount for line in made), Decimal(0))
    moving.write(case, {"amount": amount})
    log.note(case, "remedies", actor=actor, data={"total": f"{amount:.2f}"})
    audit.record(
        actor, "cases.remedies.proposed", case, before={"amount": before}, after={"amount": str(amount)}
    )
    return made


@transaction.atomic
def finish_investigation(
    case: Case, *, actor: Actor, comment: str = "", at: datetime.datetime | None = None
) -> Case:
    """Everybody has done their part and it is known what happened: the days of the report begin."""
    case = moving.held(case)
    now = timezone.now()
    at = at or now
    moving.permit(case, "finish_investigation", actor)
    assert case.accepted_at is not None
    if not case.accepted_at <= at <= now:
        raise RuleViolation(Objection("cases.investigated_outside", {}, "at"))
    moving.move(case, "finish_investigation", actor=actor, comment=comment, changed={"investigated_at": at})
    start_clock(
        deadlines.REPORT,
        case,
        site=case.site,
        actor=actor,
        at=at,
        due_at=deadlines.report_due(case, at),
        owner=case.owner.user,
    )
    planning.own_step(case, StepKind.REPORT, actor=actor, done=False)
    return case


@transaction.atomic
def resume_investigation(case: Case, *, actor: Actor, reason: str) -> Case:
    """More is to be found out: the days of the report begin anew when it is finished again."""
    case = moving.held(case)
    moving.move(case, "resume_investigation", actor=actor, comment=reason, changed={"investigated_at": None})
    stop_running(deadlines.REPORT, case, actor=actor, outcome=ClockOutcome.CANCELLED)
    return case


@dataclass(frozen=True)
class Weight:
    """What a decision weighs: the case's own total, what counts with it, the tier."""

    own: Decimal
    counted: Decimal
    tier: int

    @property
    def is_raised(self) -> bool:
        """Whether other forms of the chain or the customer count with it."""
        return self.counted > self.own


def weigh(case: Case) -> Weight:
    """The total that counts for the approval: with the chain of forms, and with the customer's of the last days, so that
    nobody stays below a tier by splitting (domain §6.6)."""
    on = case.site.today()
    tier1 = value("complaint.tier1_max", case.site, on=on)
    tier2 = value("complaint.tier2_max", case.site, on=on)
    since = timezone.now() - datetime.timedelta(days=value("complaint.split_days", case.site, on=on))
    root = case.root_id or case.pk
    chain = Case.objects.filter(root=root).exclude(pk=case.pk) | Case.objects.filter(pk=root).exclude(
        pk=case.pk
    )
    ids = set(chain.filter(state__in=COUNTED).values_list("pk", flat=True))
    if case.customer_id is not None:
        near = Case.objects.filter(customer=case.customer_id, reported_at__gte=since, state__in=COUNTED)
        ids |= set(near.exclude(pk=case.pk).values_list("pk", flat=True))
    others = Case.objects.filter(pk__in=ids).aggregate(total=Sum("amount"))["total"] or Decimal(0)
    counted = case.amount + others if case.amount else Decimal(0)
    return Weight(case.amount, counted, rules.tier(counted, tier1, tier2))


@transaction.atomic
def submit_report(case: Case, *, actor: Actor, text: str) -> Report:
    """Hand the report in (S2A-26): it goes up the owner's line to whoever may approve its amount."""
    case = moving.held(case)
    now = timezone.now()
    moving.move(case, "submit_report", actor=actor, comment=text, changed={"reported_at": now}, report=text)
    weight = weigh(case)
    last = Report.objects.filter(case=case).aggregate(last=Max("round"))["last"] or 0
    report = Report.objects.create(
        case=case,
        round=last + 1,
        text=text.strip(),
        outcome=case.outcome,
        amount=weight.own,
        counted_amount=weight.counted,
        tier=weight.tier,
        submitted_at=now,
        submitted_by=user_of(actor),
    )
    stop_running(deadlines.REPORT, case, actor=actor)
    planning.own_step(case, StepKind.REPORT, actor=actor)
    planning.own_step(case, StepKind.DECIDE, actor=actor, done=False)
    approvals.start(KIND, report, applicant=case.owner, actor=None, reason=report.text)
    telling.reported(case, report)
    return report


@transaction.atomic
def take_back_report(case: Case, *, actor: Actor, reason: str) -> Case:
    """The service department takes it back before it is decided: the proposal changes."""
    request = hold_request(case)
    case = moving.held(case)
    moving.move(case, "take_back_report", actor=actor, comment=reason, changed={"reported_at": None})
    _settle(case, is_approved=False, words=reason, actor=actor)
    if request is not None:
        approvals.withdraw(request, actor=None, comment=reason)
    _back_to_report(case, actor=actor)
    return case


def hold_request(case: Case) -> Request | None:
    """The request for its decision, locked: before the complaint, here as in the decision itself; None without one."""
    reports = Report.objects.filter(case=case)
    kind = ContentType.objects.get_for_model(Report)
    found = Request.objects.filter(
        kind=KIND, subject_type=kind, subject_id__in=reports.values("pk"), state__in=RUNNING
    )
    return found.select_for_update(of=("self",)).first()


# What the decisions of the line do: called by approvals in the transaction of the decision, with the request held.


def approved(report: Report, request: Request, actor: Actor) -> None:
    """Decided: upheld with its remedies, or not upheld. Refused where the amounts rose above the tier since."""
    case = moving.held(report.case)
    weight = weigh(case)
    if weight.tier > report.tier:
        figures = {"total": cells.number(weight.counted), "reference": case.reference}
        raise RuleViolation(Objection("cases.tier_rose", figures, "", tier_rules(weight.tier)))
    words = words_of(request)
    key = "decide" if report.outcome in rules.UPHELD else "decide_not_upheld"
    now = timezone.now()
    _settle(case, is_approved=True, words=words, actor=actor)
    moving.move(case, key, actor=actor, comment=words, changed={"decided_at": now}, report=report.text)
    planning.own_step(case, StepKind.DECIDE, actor=actor)
    planning.own_step(case, StepKind.CLOSE, actor=actor, done=False)
    telling.decided(case)


def refused(report: Report, request: Request, actor: Actor) -> None:
    """Sent back: the report is written anew."""
    case = moving.held(report.case)
    if case.state != State.REPORTED:
        return
    words = words_of(request)
    _settle(case, is_approved=False, words=words, actor=actor)
    moving.move(case, "refuse_report", actor=actor, comment=words, changed={"reported_at": None})
    _back_to_report(case, actor=actor)
    telling.report_refused(case, words)


def returned(report: Report, request: Request, actor: Actor) -> None:
    """The same, and the request ends with it: a new report asks anew, with its own amounts."""
    refused(report, request, actor)
    approvals.withdraw(request, actor=None, comment=words_of(request))


def withdrawn(report: Report, request: Request, actor: Actor) -> None:
    """The owner withdraws the request itself: the report comes back as if it were taken back."""
    case = moving.held(report.case)
    if case.state != State.REPORTED:
        return
    _settle(case, is_approved=False, words="", actor=actor)
    moving.move(
        case,
        "take_back_report",
        actor=None,
        comment=str(_("The request was withdrawn.")),
        changed={"reported_at": None},
    )
    _back_to_report(case, actor=actor)


def _settle(case: Case, *, is_approved: bool, words: str, actor: Actor) -> None:
    Report.objects.filter(case=case, decided_at=None).update(
        decided_at=timezone.now(), decided_by=user_of(actor), is_approved=is_approved, decision=words
    )


def _back_to_report(case: Case, *, actor: Actor) -> None:
    """The report is due again, from the same end of the investigation."""
    assert case.investigated_at is not None
    planning.reopen(case, StepKind.REPORT)
    start_clock(
        deadlines.REPORT,
        case,
        site=case.site,
        actor=actor,
        due_at=deadlines.report_due(case, case.investigated_at),
        owner=case.owner.user,
    )


def words_of(request: Request) -> str:
    """What the last one who decided said."""
    step = request.steps.exclude(decided_at=None).order_by("decided_at").last()
    return step.comment if step else ""


def tier_rules(tier: int) -> tuple[str, ...]:
    """The rulebook entries that a tier rests on."""
    return {
        0: (),
        1: ("complaint.tier1_max",),
        2: ("complaint.tier1_max", "complaint.tier2_max"),
        3: ("complaint.tier2_max",),
    }[tier]


def _require_investigating(case: Case) -> None:
    if case.state not in INVESTIGATING:
        figures: dict[str, Any] = {"reference": case.reference, "state": case.get_state_display()}
        raise RuleViolation(Objection("cases.proposal_is_fixed", figures))


def is_decided_upheld(case: Case) -> bool:
    """Whether remedies of it may be carried out."""
    return case.decided_at is not None and case.outcome in (Outcome.SUBSTANTIATED, Outcome.PARTLY)


def end_decision(case: Case, request: Request | None, *, actor: Actor, reason: str) -> None:
    """The complaint ends before its decision: the request for it, held by the caller, is withdrawn."""
    if request is not None:
        _settle(case, is_approved=False, words=reason, actor=actor)
        approvals.withdraw(request, actor=None, comment=reason)
