"""Proposing and judging liability; its approval comes with the decision of the complaint."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from callcenter.access.permissions import Actor, position, require, user_of
from callcenter.access.posts import PostCode
from callcenter.approvals import services as approvals
from callcenter.approvals.requests.models import Request
from callcenter.audit import services as audit
from callcenter.objections import Objection, RuleViolation
from callcenter.people.models import Department, Employee, Team
from callcenter.rulebook.values import value
from complaints.cases import log, moving
from complaints.cases.decisions.models import Findings
from complaints.cases.dossier import Case
from complaints.cases.states import Fault, State
from complaints.liability import access, rules
from complaints.liability.judging.models import Liability, LiabilityState, LossKind, LossLine, Responsible

PENALTIES = "liability.penalties"  # the kind of request
OPEN_FOR_IT = (State.ACCEPTED, State.INVESTIGATED)
ABOVE = frozenset({PostCode.DEPUTY_GM, PostCode.GM})


@dataclass(frozen=True)
class ShareFacts:
    """One who is responsible, as given."""

    percent: Decimal
    employee: Employee | None = None
    team: Team | None = None
    penalty: str = ""
    points: int = 0
    words: str = ""


@dataclass(frozen=True)
class LossFacts:
    """One loss, as given: an amount, or hours of handling."""

    kind: LossKind
    department: Department
    amount: Decimal = Decimal(0)
    hours: Decimal | None = None
    note: str = ""


@dataclass(frozen=True)
class LiabilityFacts:
    """Whose it is and what it cost, whole: it takes the place of what was there."""

    unit: Department | None
    words: str = ""
    shares: Sequence[ShareFacts] = ()
    losses: Sequence[LossFacts] = ()


@transaction.atomic
def propose(case: Case, facts: LiabilityFacts, *, actor: Actor) -> Liability:
    """Who investigates proposes the unit and the persons (S2A-22); the service department judges."""
    case = moving.held(case)
    require(access.may_propose(actor, case))
    liability = Liability.objects.filter(case=case).first()
    if liability is not None and liability.state != LiabilityState.PROPOSED:
        raise RuleViolation(Objection("liability.judged_already", {"reference": case.reference}))
    liability = liability or Liability(case=case)
    liability.state, liability.proposed_by, liability.proposed_at = (
        LiabilityState.PROPOSED,
        user_of(actor),
        timezone.now(),
    )
    _write(case, liability, facts, actor)
    log.note(case, "liability_proposed", actor=actor)
    audit.record(actor, "liability.case.proposed", liability, after=_told(facts), site_id=case.site_id)
    return liability


@transaction.atomic
def judge(case: Case, facts: LiabilityFacts, *, actor: Actor) -> Liability:
    """The service department says whose it is (S2A-23(4)); until the report is handed in it may judge anew."""
    case = moving.held(case)
    require(access.may_judge(actor, case))
    if facts.unit is None:
        raise RuleViolation(Objection("liability.unit_needed", {}, "unit"))
    liability = Liability.objects.filter(case=case).first()
    now = timezone.now()
    if liability is None:
        liability = Liability(case=case, proposed_by=user_of(actor), proposed_at=now)
    before = {"state": liability.state, "unit": liability.unit.code if liability.unit else None}
    liability.state, liability.judged_by, liability.judged_at = LiabilityState.JUDGED, user_of(actor), now
    _write(case, liability, facts, actor)
    Findings.objects.filter(case=case).update(originating_unit=facts.unit)
    log.note(case, "liability_judged", actor=actor)
    audit.record(
        actor, "liability.case.judged", liability, before=before, after=_told(facts), site_id=case.site_id
    )
    return liability


def _write(case: Case, liability: Liability, facts: LiabilityFacts, actor: Actor) -> None:
    """Check everything, then put unit, persons and losses in the place of those before."""
    found = []
    if case.state not in OPEN_FOR_IT:
        found.append(Objection("liability.wrong_state", {"state": case.get_state_display()}))
    shares = [
        rules.Share(
            one.employee.pk if one.employee else None,
            one.team.pk if one.team else None,
            one.percent,
            one.penalty,
            one.points,
        )
        for one in facts.shares
    ]
    me = position(actor).employee_id
    found += rules.share_objections(shares, judge=me, proposer=None)
    for loss in facts.losses:
        if loss.kind == LossKind.HANDLING:
            if not loss.hours or loss.hours <= 0:
                found.append(Objection("liability.hours_needed", {}, "hours"))
        elif loss.amount <= 0:
            found.append(Objection("liability.amount_needed", {}, "amount"))
    if found:
        raise RuleViolation(found)
    liability.unit, liability.words = facts.unit, facts.words.strip()
    liability.save()
    liability.responsibles.all().delete()
    liability.losses.all().delete()
    Responsible.objects.bulk_create(
        Responsible(
            liability=liability, employee=one.employee, team=one.team, percent=one.percent, penalty=one.penalty,
            points=one.points, words=one.words.strip(),
        )
        for one in facts.shares
    )  # fmt: skip
    rate = value("liability.hour_rate", case.site, on=case.site.today())
    LossLine.objects.bulk_create(_line(liability, one, rate) for one in facts.losses)


def _line(liability: Liability, loss: LossFacts, rate: Decimal) -> LossLine:
    made = LossLine(
        liability=liability, kind=loss.kind, department=loss.department, amount=loss.amount, note=loss.note
    )
    if loss.kind == LossKind.HANDLING and loss.hours is not None:
        made.hours, made.rate = loss.hours, rate
        made.amount = rules.handling_cost(loss.hours, rate)
    return made


def needed_before_report(case: Case) -> list[Objection]:
    """Where it is our fault, the report needs the responsible unit judged (S2A-27); asked by the complaint."""
    if case.fault != Fault.OWN:
        return []
    is_judged = Liability.objects.filter(case=case).exclude(state=LiabilityState.PROPOSED).exists()
    return [] if is_judged else [Objection("liability.not_judged", {"reference": case.reference})]


def case_moved(case: Case, transition: str, actor: Actor) -> None:
    """The decision of the complaint approves its liability; individual penalties need the deputy GM at least (S2A-28)."""
    if transition not in ("decide", "decide_not_upheld"):
        return
    liability = Liability.objects.filter(case=case, state=LiabilityState.JUDGED).first()
    if liability is None:
        return
    has_penalties = liability.responsibles.exclude(penalty="", points=0).exists()
    if has_penalties and not position(actor).posts & ABOVE:
        _ask_for_penalties(liability, actor)
        return
    _approve(liability, actor)


def _ask_for_penalties(liability: Liability, actor: Actor) -> None:
    owner = liability.case.owner
    if approvals.preview(PENALTIES, liability, owner)[1]:
        return  # the line ends below the deputy GM today: the page asks again
    approvals.start(PENALTIES, liability, applicant=owner, actor=None, reason=liability.words)


@transaction.atomic
def ask_for_approval(liability: Liability, *, actor: Actor) -> Request:
    """Ask the deputy GM for the penalties, where the decision could not."""
    liability = held(liability.pk)
    require(access.may_judge(actor, liability.case))
    if liability.state != LiabilityState.JUDGED or liability.case.decided_at is None:
        raise RuleViolation(Objection("liability.not_waiting", {"state": liability.get_state_display()}))
    made = approvals.start(
        PENALTIES, liability, applicant=liability.case.owner, actor=None, reason=liability.words
    )
    audit.record(actor, "liability.case.sent_up", liability, site_id=liability.case.site_id)
    return made


def penalties_approved(liability: Liability, request: Request, actor: Actor) -> None:
    """The deputy GM's yes."""
    liability = held(liability.pk)
    if liability.state == LiabilityState.JUDGED:
        _approve(liability, actor)


def _approve(liability: Liability, actor: Actor) -> None:
    liability.state, liability.approved_at, liability.approved_by = (
        LiabilityState.APPROVED,
        timezone.now(),
        user_of(actor),
    )
    liability.save(update_fields=["state", "approved_at", "approved_by"])
    log.note(liability.case, "liability_approved", actor=actor)
    audit.record(actor, "liability.case.approved", liability, site_id=liability.case.site_id)


def held(pk: int) -> Liability:
    """The row, held."""
    rows = Liability.objects.select_for_update(of=("self",))
    return rows.select_related("case__site", "case__owner__user", "unit").get(pk=pk)


def _told(facts: LiabilityFacts) -> dict[str, object]:
    return {
        "unit": facts.unit.code if facts.unit else None,
        "responsible": [
            f"{one.employee.number if one.employee else one.team} {one.percent}" for one in facts.shares
        ],
        "losses": [f"{one.kind} {one.amount}" for one in facts.losses],
    }
