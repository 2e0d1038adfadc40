"""Acceptance: the number, the six days, the steps; who answers for it; how serious it is."""

import datetime

from django.db import transaction
from django.utils import timezone

from callcenter.access.permissions import Actor
from callcenter.audit import services as audit
from callcenter.clocks.models import Clock
from callcenter.clocks.models import Outcome as ClockOutcome
from callcenter.clocks.services import hand_over, start_clock, stop_clock
from callcenter.objections import Objection, RuleViolation
from callcenter.people.models import Employee
from complaints.cases import deadlines, log, moving, numbers, regulation, telling
from complaints.cases.dossier import Case
from complaints.cases.owners import may_own
from complaints.cases.permits import require_service
from complaints.cases.states import Severity
from complaints.cases.steps import planning


@transaction.atomic
def accept(
    case: Case,
    *,
    actor: Actor,
    owner: Employee | None = None,
    at: datetime.datetime | None = None,
    comment: str = "",
) -> Case:
    """The service department takes it on: number and six days begin (S2A-34), its steps are laid out."""
    case = moving.held(case)
    moving.permit(case, "accept", actor)
    now = timezone.now()
    at = at or now
    if not case.received_at <= at <= now:
        raise RuleViolation(Objection("cases.accepted_outside", {}, "accepted_at"))
    if owner is not None:
        _require_fit(case, owner)
        case.owner = owner
    on = at.astimezone(case.site.zone).date()
    case.number, case.number_series, case.number_seq = numbers.next_number(case.site, on)
    case.accepted_at = at
    kind = deadlines.kind_of_close(case.site, case.severity, on)
    clock = start_clock(kind, case, site=case.site, actor=actor, at=at, owner=case.owner.user, team=case.team)
    case.due_at = clock.due_at
    changed = {
        "owner": case.owner,
        "number": case.number,
        "number_series": case.number_series,
        "number_seq": case.number_seq,
        "accepted_at": at,
        "due_at": case.due_at,
    }
    moving.move(case, "accept", actor=actor, comment=comment, changed=changed, data={"number": case.number})
    moving.index(case)
    planning.lay_out(case, actor=actor)
    regulation.start(case, actor=actor)
    telling.accepted(case, actor=actor)
    return case


@transaction.atomic
def assign(case: Case, owner: Employee, *, actor: Actor, reason: str = "", is_told: bool = True) -> Case:
    """Somebody else answers for it from now on; `is_told`: whoever hands over many tells the owner once."""
    case = moving.held(case)
    require_service(actor, case)
    if not case.is_open:
        raise RuleViolation(Objection("cases.is_over", {"reference": case.reference}))
    _require_fit(case, owner)
    if owner.pk == case.owner_id:
        return case
    before = case.owner
    moving.write(case, {"owner": owner})
    for clock in Clock.objects.of(case).running():
        hand_over(clock, actor=None, owner=owner.user, team=clock.team, department=clock.department)
    planning.hand_over(case, before, owner)
    log.note(case, "assigned", actor=actor, comment=reason, data={"owner": str(owner)})
    audit.record(
        actor,
        "cases.case.assigned",
        case,
        before={"owner": before.pk},
        after={"owner": owner.pk},
        reason=reason,
    )
    if is_told:
        telling.assigned(case, actor=actor)
    return case


def _require_fit(case: Case, owner: Employee) -> None:
    found = []
    if not may_own(owner, case.site):
        found.append(Objection("cases.no_owner", {"name": owner}, "owner"))
    if case.about_id == owner.pk:
        found.append(Objection("cases.owner_is_concerned", {}, "owner"))
    if found:
        raise RuleViolation(found)


def clock_of_severity(case: Case, *, actor: Actor) -> None:
    """The severity changed: the other clock runs, from the same acceptance. What was overdue stays so."""
    if case.accepted_at is None or not case.is_running:
        return
    on = case.accepted_at.astimezone(case.site.zone).date()
    wanted = deadlines.kind_of_close(case.site, case.severity, on)
    running = Clock.objects.of(case).running().filter(kind__in=deadlines.CLOSE_KINDS).first()
    if running is not None and running.kind == wanted:
        return
    if running is not None:
        stop_clock(running, actor=actor, outcome=ClockOutcome.CANCELLED)
    clock = start_clock(
        wanted, case, site=case.site, actor=actor, at=case.accepted_at, owner=case.owner.user, team=case.team
    )
    moving.write(case, {"due_at": clock.due_at})
    planning.cap(case, actor=actor)
    is_serious = case.severity == Severity.SERIOUS
    kind = "serious" if is_serious else "no_longer_serious"
    log.note(case, kind, actor=actor, data={"triggers": ", ".join(case.triggers)})
