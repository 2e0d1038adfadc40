"""Collecting an invoice after a complaint was not upheld (S2A-33): who, by when, settled or not after all; the memo when the customer objects."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from callcenter.access.permissions import Actor, position, require
from callcenter.approvals import services as approvals
from callcenter.approvals.requests.models import Request
from callcenter.audit import services as audit
from callcenter.clocks.models import Clock
from callcenter.clocks.services import hand_over, running_clock, start_clock, stop_running
from callcenter.notifications.services import notify
from callcenter.objections import Objection, refuse
from callcenter.people.models import Employee
from complaints.cases import log
from complaints.cases.models import Case
from complaints.remedies import access, approved, rules
from complaints.remedies.duties.models import Duty
from complaints.remedies.executions.people import handlers
from complaints.remedies.receivables.models import CLOCK, MEMO, Receivable, ReceivableState


@transaction.atomic
def follow_up(case: Case, *, actor: Actor) -> Receivable:
    """Open the follow-up when a complaint is not upheld; sales hears of it and names the salesperson."""
    found = Receivable.objects.filter(case=case).first()
    if found is not None:
        return found
    now = timezone.now()
    made = Receivable.objects.create(case=case, site=case.site, due_at=now)
    clock = start_clock(CLOCK, made, site=case.site, actor=actor, at=now)
    assert clock.due_at is not None
    made.due_at = clock.due_at
    made.save(update_fields=["due_at"])
    people = handlers(case.site, Duty.SALES)
    if people:
        figures = {"reference": case.reference, "due": made.due_at}
        notify(
            "remedies.receivable_opened",
            recipients=people,
            subject=made,
            figures=figures,
            key=f"{made.pk}:opened",
        )
    audit.record(actor, "remedies.receivable.opened", made, after=_facts(made))
    return made


@transaction.atomic
def name_salesperson(receivable: Receivable, employee: Employee, *, actor: Actor) -> Receivable:
    """Say who collects it."""
    receivable = _locked(receivable)
    require(may_handle(actor, receivable))
    refuse(_still_open(receivable))
    before = _facts(receivable)
    receivable.salesperson = employee
    receivable.save(update_fields=["salesperson"])
    clock = running_clock(CLOCK, receivable)
    if clock is not None and employee.user is not None:
        hand_over(clock, owner=employee.user, actor=None)  # who may name a salesperson is asked above
    if employee.user_id:
        figures = {"reference": receivable.case.reference, "due": receivable.due_at}
        key = f"{receivable.pk}:named:{employee.pk}"
        notify(
            "remedies.receivable_opened",
            recipients=[employee.user_id],
            subject=receivable,
            figures=figures,
            key=key,
        )
    audit.record(
        actor, "remedies.receivable.salesperson_named", receivable, before=before, after=_facts(receivable)
    )
    return receivable


@transaction.atomic
def settle(receivable: Receivable, *, actor: Actor, is_collected: bool, words: str = "") -> Receivable:
    """The money is there, or there is nothing to collect (with the reason)."""
    receivable = _locked(receivable)
    require(may_handle(actor, receivable))
    me = access.person(actor)
    refuse(_still_open(receivable) + ([] if is_collected else rules.texts(words=words)))
    receivable.state = ReceivableState.COLLECTED if is_collected else ReceivableState.DROPPED
    receivable.over_at, receivable.over_by, receivable.words = timezone.now(), me, words.strip()
    receivable.save(update_fields=["state", "over_at", "over_by", "words"])
    stop_running(CLOCK, receivable, actor=actor)
    log.note(receivable.case, f"receivable_{receivable.state}", actor=actor, comment=words.strip())
    audit.record(
        actor, "remedies.receivable.settled", receivable, after=_facts(receivable), reason=words.strip()
    )
    return receivable


@transaction.atomic
def take_back(receivable: Receivable, *, actor: Actor, reason: str) -> Receivable:
    """It was settled by mistake: to be collected again, on the term it had. No posting and no closing rests on it."""
    receivable = _locked(receivable)
    require(may_handle(actor, receivable))
    access.person(actor)
    refuse(against_taking_back(receivable) + rules.texts(reason=reason))
    before = _facts(receivable) | {"words": receivable.words}
    receivable.state, receivable.words = ReceivableState.OPEN, ""
    receivable.over_at, receivable.over_by = None, None
    receivable.save(update_fields=["state", "words", "over_at", "over_by"])
    clock = Clock.objects.of(receivable).filter(kind=CLOCK).order_by("-pk").first()
    if clock is not None:
        seller = receivable.salesperson.user if receivable.salesperson else None
        start_clock(CLOCK, receivable, site=receivable.site, actor=actor, at=clock.started_at, owner=seller)
    log.note(receivable.case, "receivable_taken_back", actor=actor, comment=reason.strip())
    audit.record(
        actor, "remedies.receivable.taken_back", receivable, before=before, after=_facts(receivable), reason=reason.strip(),
    )  # fmt: skip
    return receivable


def against_taking_back(receivable: Receivable) -> list[Objection]:
    """Only what is settled is taken back; what a later form of the complaint upheld is not collected again."""
    if receivable.is_open:
        return [Objection("remedies.not_over")]
    later = Case.objects.filter(
        parent=receivable.case_id, decided_at__isnull=False, outcome__in=approved.UPHELD
    )
    found = later.first()
    return [Objection("remedies.upheld_since", {"reference": found.reference})] if found is not None else []


@transaction.atomic
def write_memo(receivable: Receivable, *, actor: Actor, text: str) -> Request:
    """The customer objects to the decision: a memo (签呈) goes up the author's line to the deputy GM."""
    receivable = _locked(receivable)
    require(may_handle(actor, receivable))
    me = access.person(actor)
    found = _still_open(receivable) + rules.texts(memo=text)
    if receivable.memo_at is not None and not receivable.memo_answer:
        found.append(Objection("remedies.memo_under_way"))
    refuse(found)
    receivable.memo, receivable.memo_by, receivable.memo_at = text.strip(), me, timezone.now()
    receivable.memo_answer = ""
    receivable.save(update_fields=["memo", "memo_by", "memo_at", "memo_answer"])
    request = approvals.start(MEMO, receivable, applicant=me, actor=actor, reason=text.strip()[:500])
    log.note(receivable.case, "memo_written", actor=actor, comment=text.strip())
    audit.record(actor, "remedies.receivable.memo_written", receivable, after=_facts(receivable))
    return request


def answered(receivable: Receivable, request: Request, actor: Actor) -> None:
    """The superiors have answered the memo, either way; called by the decision."""
    receivable = _locked(receivable)
    acted = request.steps.exclude(decided_at=None).order_by("-decided_at", "-place")
    words = acted.values_list("comment", flat=True).first() or str(request.get_state_display())
    receivable.memo_answer = words
    receivable.save(update_fields=["memo_answer"])
    log.note(receivable.case, "memo_answered", actor=actor, comment=words)
    audit.record(actor, "remedies.receivable.memo_answered", receivable, after={"answer": words})


def may_handle(actor: Actor, receivable: Receivable) -> bool:
    """The salesperson, their department, or the service department where no department sells for the site."""
    is_mine = position(actor).employee_id == receivable.salesperson_id and actor is not None
    is_mine = is_mine and receivable.salesperson_id is not None
    return is_mine or access.has_duty(actor, Duty.SALES, receivable.site_id)


def _locked(receivable: Receivable) -> Receivable:
    rows = Receivable.objects.select_for_update(of=("self",)).select_related("site", "case", "salesperson")
    return rows.get(pk=receivable.pk)


def _still_open(receivable: Receivable) -> list[Objection]:
    if receivable.is_open:
        return []
    return [Objection("remedies.receivable_over", {"state": receivable.get_state_display()})]


def _facts(receivable: Receivable) -> dict[str, Any]:
    seller = receivable.salesperson
    return {
        "complaint": receivable.case.reference,
        "state": receivable.state,
        "due_at": receivable.due_at.isoformat(),
        "salesperson": seller.number if seller else None,
    }
