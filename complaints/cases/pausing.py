"""Waiting for the customer: only where the rulebook allows it, with a reason, counted gross and net (domain §6.4)."""

from django.db import transaction
from django.db.models import F

from callcenter.access.permissions import Actor
from callcenter.clocks.models import Clock
from callcenter.clocks.services import pause_clock, resume_clock
from callcenter.objections import Objection, RuleViolation
from complaints.cases import log, moving
from complaints.cases.deadlines import CLOSE_KINDS
from complaints.cases.dossier import Case
from complaints.cases.permits import require_service


def clock_of(case: Case) -> Clock | None:
    """The clock of the whole complaint: the running one, or the last that ran."""
    clocks = Clock.objects.of(case).filter(kind__in=CLOSE_KINDS).select_related("site", "calendar")
    return clocks.order_by(F("stopped_at").desc(nulls_first=True)).first()


@transaction.atomic
def wait_for_customer(case: Case, *, actor: Actor, reason: str) -> Case:
    """The clock stands still until the customer answers, or the cap is reached."""
    case = moving.held(case)
    require_service(actor, case)
    clock = _running(case)
    pause_clock(clock, actor=None, reason=reason)
    log.note(case, "paused", actor=actor, comment=reason)
    return Case.objects.get(pk=case.pk)


@transaction.atomic
def wait_no_longer(case: Case, *, actor: Actor, reason: str = "") -> Case:
    """The customer has answered: the clock runs on."""
    case = moving.held(case)
    require_service(actor, case)
    resume_clock(_running(case), actor=None, reason=reason)
    log.note(case, "resumed", actor=actor, comment=reason)
    return Case.objects.get(pk=case.pk)


def _running(case: Case) -> Clock:
    clock = Clock.objects.of(case).running().filter(kind__in=CLOSE_KINDS).first()
    if clock is None:
        raise RuleViolation(Objection("cases.not_running", {"reference": case.reference}))
    return clock
