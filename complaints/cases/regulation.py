"""Deadlines of a regulator beside the six days (A21): three units side by side on one complaint, counted from its receipt.

Insurance: 15 calendar days, with an approval 30, with a second one 60. Finance: the end of the third business day for a summary
resolution, eight weeks for the final response. They end when the customer is told of the decision.
"""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from callcenter.access.permissions import Actor
from callcenter.access.posts import PostCode
from callcenter.approvals import services as approvals
from callcenter.approvals.kinds import Facts, Kind
from callcenter.approvals.requests.models import RUNNING, Request
from callcenter.approvals.rules import Target
from callcenter.audit import services as audit
from callcenter.clocks.kinds import ClockKind, Step, When, find
from callcenter.clocks.models import Clock
from callcenter.clocks.models import Outcome as ClockOutcome
from callcenter.clocks.rules import DayEnd, Unit
from callcenter.clocks.services import start_clock, stop_clock
from callcenter.objections import Objection, RuleViolation, refuse
from callcenter.rulebook import cite
from callcenter.rulebook.values import value
from complaints.cases import access, log, moving
from complaints.cases.deadlines import people_of_case
from complaints.cases.dossier import Case
from complaints.cases.permits import require_service

KIND = "cases.regulatory_extension"
REGIME = "complaint.regulatory_clock"
SIMPLE, COMPLEX, SPECIAL = "cases.regulatory_simple", "cases.regulatory_complex", "cases.regulatory_special"
SUMMARY, FINAL = "cases.regulatory_summary", "cases.regulatory_final"
REGIMES: dict[str, tuple[str, ...]] = {"off": (), "insurance": (SIMPLE,), "finance": (SUMMARY, FINAL)}
# What an approval turns a deadline into, and who may give it.
EXTENDED: dict[str, tuple[str, PostCode]] = {
    SIMPLE: (COMPLEX, PostCode.CENTER_MANAGER),
    COMPLEX: (SPECIAL, PostCode.DEPUTY_GM),
}


def _clock(key: str, title: object, unit: Unit, amount: str) -> ClockKind:
    return ClockKind(
        key,
        title,  # type: ignore[arg-type]
        _("The regulator’s deadline, counted from the receipt."),
        unit,
        amount=amount,
        day_end=DayEnd.END_OF_DAY,
        ladder=(
            Step("near", _("Reminder"), When.BEFORE, offset="complaint.remind_before_hours"),
            Step("overdue", _("Overdue"), audience="deputy_gm", notice="cases.overdue"),
        ),
        recipients=people_of_case,
        follows_rules=(REGIME,),
    )


CLOCKS = (
    _clock(SIMPLE, _("Regulator: answer"), Unit.CALENDAR_DAYS, "complaint.regulatory_simple_days"),
    _clock(COMPLEX, _("Regulator: answer, complex"), Unit.CALENDAR_DAYS, "complaint.regulatory_complex_days"),
    _clock(SPECIAL, _("Regulator: answer, special"), Unit.CALENDAR_DAYS, "complaint.regulatory_special_days"),
    _clock(
        SUMMARY, _("Regulator: summary resolution"), Unit.WORKING_DAYS, "complaint.regulatory_summary_days"
    ),
    _clock(FINAL, _("Regulator: final response"), Unit.CALENDAR_DAYS, "complaint.regulatory_final_days"),
)
KINDS = tuple(clock.key for clock in CLOCKS)


def start(case: Case, *, actor: Actor) -> list[Clock]:
    """The regulator's deadlines of the site as of the receipt begin with it; called at acceptance."""
    on = case.received_at.astimezone(case.site.zone).date()
    regime = value(REGIME, case.site, on=on)
    return [
        start_clock(kind, case, site=case.site, actor=actor, at=case.received_at, owner=case.owner.user)
        for kind in REGIMES[regime]
    ]


def stop(case: Case, *, actor: Actor) -> None:
    """The customer is told: the regulator's deadlines are met, or missed."""
    for clock in running(case):
        stop_clock(clock, actor=actor)


def hold_request(case: Case) -> Request | None:
    """The request for a longer deadline, locked: before the complaint, as in its decision; None without one."""
    return requests_of(case).filter(state__in=RUNNING).select_for_update(of=("self",)).first()


def drop(request: Request | None, *, reason: str) -> None:
    """There is nothing to extend any more: the request, held by the caller, is withdrawn."""
    if request is not None:
        approvals.withdraw(request, actor=None, comment=reason)


def requests_of(case: Case) -> QuerySet[Request]:
    """Every request for a longer deadline of this complaint, the latest first."""
    kind = ContentType.objects.get_for_model(Case)
    return Request.objects.filter(kind=KIND, subject_type=kind, subject_id=case.pk).order_by("-pk")


def running(case: Case) -> list[Clock]:
    """The regulator's deadlines that run."""
    return list(Clock.objects.of(case).running().filter(kind__in=KINDS).order_by("due_at"))


@transaction.atomic
def ask_for_extension(case: Case, *, actor: Actor, reason: str) -> Request:
    """Ask the line for the next longer deadline of the regulator, with the reason that the customer will be told."""
    case = moving.held(case)
    require_service(actor, case)
    found = []
    if extendable(case) is None:
        found.append(Objection("cases.no_extension", {"reference": case.reference}, rules=(REGIME,)))
    if not reason.strip():
        found.append(Objection("cases.reason_missing", {}, "comment"))
    refuse(found)
    request = approvals.start(KIND, case, applicant=case.owner, actor=None, reason=reason.strip())
    log.note(case, "extension_asked", actor=actor, comment=reason)
    audit.record(actor, "cases.case.extension_asked", case, reason=reason)
    return request


def extendable(case: Case) -> Clock | None:
    """The deadline of the regulator that an approval would make longer; None where none can be."""
    return next((clock for clock in running(case) if clock.kind in EXTENDED), None)


def may_ask(actor: Actor, case: Case) -> bool:
    """Whether a longer deadline can be asked for now: there is one, and nobody is being asked already."""
    if not access.may_serve(actor, case) or extendable(case) is None:
        return False
    return not requests_of(case).filter(state__in=RUNNING).exists()


def what_is_asked(case: Case) -> str:
    """How long the next deadline would be, in a sentence; empty where there is none."""
    clock = extendable(case)
    if clock is None:
        return ""
    following = find(EXTENDED[clock.kind][0])
    on = case.received_at.astimezone(case.site.zone).date()
    sentence: str = cite(following.amount, case.site, on).sentence
    return sentence


def _extended(case: Case, request: Request, actor: Actor) -> None:
    """Approved: the longer deadline runs from the same receipt."""
    case = moving.held(case)
    clock = extendable(case)
    if clock is None:
        raise RuleViolation(Objection("cases.no_extension", {"reference": case.reference}, rules=(REGIME,)))
    following = EXTENDED[clock.kind][0]
    stop_clock(clock, actor=actor, outcome=ClockOutcome.CANCELLED)
    start_clock(following, case, site=case.site, actor=actor, at=case.received_at, owner=case.owner.user)
    log.note(case, "extended", actor=actor)
    audit.record(actor, "cases.case.extended", case, reason=request.reason)


def _refused(case: Case, request: Request, actor: Actor) -> None:
    """Refused: the deadline stays, and why is on the complaint's page."""
    log.note(case, "extension_refused", actor=actor, comment=_last_words(request))
    audit.record(actor, "cases.case.extension_refused", case, reason=_last_words(request))


def _last_words(request: Request) -> str:
    """What the last one who decided said."""
    step = request.steps.exclude(decided_at=None).order_by("-decided_at", "-pk").first()
    return step.comment if step else ""


def _target(case: Any) -> Target:
    clock = extendable(case)
    return Target(EXTENDED[clock.kind][1] if clock else PostCode.CENTER_MANAGER)


def _facts(case: Any) -> Facts:
    yield _("Complaint"), f"{case.reference} {case.title}"
    for clock in running(case):
        yield clock.clock_kind.title, clock.due_at


EXTENSION = Kind(
    KIND,
    _("Extension of the regulator’s deadline"),
    target=_target,
    facts=_facts,
    parties=lambda case: {case.about_id} if case.about_id else set(),
    on_approved=_extended,
    on_rejected=_refused,
    icon="calendar-plus",
)
