"""An improvement from the verdict to its measured effect (S2A-23(5), S2A-27)."""

import dataclasses
import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from callcenter.access.permissions import Actor, require, user_of
from callcenter.audit import services as audit
from callcenter.clocks.services import hand_over, running_clock, start_clock, stop_running
from callcenter.notifications.figures import choice
from callcenter.notifications.services import notify
from callcenter.objections import Objection, RuleViolation
from callcenter.people.models import Employee, TeamMembership
from callcenter.rulebook.values import value
from complaints.cases import log
from complaints.cases.decisions.models import Findings
from complaints.cases.dossier import Case
from complaints.improvement import access, rules
from complaints.improvement.calls import calls_by_day
from complaints.improvement.deadlines import ACTION
from complaints.improvement.models import Improvement, ImprovementState, Measurement

BATCH = 100


def case_moved(case: Case, transition: str, actor: Actor) -> None:
    """The decision opens an improvement where the verdict says that it is tracked; negligence is exempt (S2A-27)."""
    if transition not in ("decide", "decide_not_upheld"):
        return
    findings = Findings.objects.filter(case=case).first()
    if findings is None or not findings.is_improvement_tracked or findings.is_human_negligence:
        return
    if not Improvement.objects.filter(case=case).exists():
        open_improvement(case, findings, actor=actor)


@transaction.atomic
def open_improvement(case: Case, findings: Findings, *, actor: Actor) -> Improvement:
    """One for a complaint: its owner answers for it until somebody else is named."""
    today = case.site.today()
    days = value("improvement.due_days", case.site, on=today)
    made = Improvement.objects.create(
        site=case.site,
        case=case,
        cause=case.cause,
        owner=case.owner,
        department=findings.originating_unit,
        due_on=today + datetime.timedelta(days=days),
        created_at=timezone.now(),
    )
    _start(made, actor)
    _tell("improvement.opened", made, f"{made.pk}")
    log.note(case, "improvement_opened", actor=actor, data={"number": made.number})
    audit.record(actor, "improvement.item.opened", made, after=_facts(made))
    return made


@transaction.atomic
def plan(
    improvement: Improvement,
    *,
    actor: Actor,
    root_cause: str,
    action: str,
    owner: Employee,
    due_on: datetime.date,
) -> Improvement:
    """Root cause, corrective action, a named owner, a day: until it is done it may be planned anew."""
    improvement = held(improvement.pk)
    require(access.may_plan(actor, improvement))
    _require_state(improvement, ImprovementState.OPEN, ImprovementState.PLANNED)
    today, found = improvement.site.today(), []
    for field, words in (("root_cause", root_cause), ("action", action)):
        if not words.strip():
            found.append(Objection("improvement.words_needed", field=field))
    if due_on < today:
        found.append(Objection("improvement.due_is_past", field="due_on"))
    if owner.site_id != improvement.site_id or not owner.is_employed(today):
        found.append(Objection("improvement.owner_elsewhere", {"name": owner}, "owner"))
    if found:
        raise RuleViolation(found)
    before = _facts(improvement)
    improvement.state, improvement.root_cause, improvement.action = (
        ImprovementState.PLANNED,
        root_cause.strip(),
        action.strip(),
    )
    improvement.owner, improvement.due_on = owner, due_on
    place = (
        TeamMembership.objects.filter(employee=owner, period__contains=today).select_related("team").first()
    )
    if place is not None:
        improvement.department_id = place.team.department_id
    improvement.save()
    stop_running(ACTION, improvement, actor=actor)
    _start(improvement, actor)
    _tell("improvement.given", improvement, f"{improvement.pk}:{improvement.round}:{owner.pk}:{due_on}")
    audit.record(actor, "improvement.item.planned", improvement, before=before, after=_facts(improvement))
    return improvement


@transaction.atomic
def give(improvement: Improvement, owner: Employee, *, actor: Actor) -> Improvement:
    """Somebody else answers for it from now on; what is planned and its day stay."""
    improvement = held(improvement.pk)
    require(access.may_plan(actor, improvement))
    if improvement.state == ImprovementState.EFFECTIVE:
        raise RuleViolation(_not_now(improvement))
    before = _facts(improvement)
    improvement.owner = owner
    improvement.save(update_fields=["owner"])
    clock = running_clock(ACTION, improvement)
    if clock is not None:
        hand_over(clock, actor=None, owner=owner.user, team=clock.team, department=clock.department)
    _tell("improvement.given", improvement, f"{improvement.pk}:{improvement.round}:{owner.pk}:given")
    audit.record(actor, "improvement.item.given", improvement, before=before, after=_facts(improvement))
    return improvement


@transaction.atomic
def finish(improvement: Improvement, *, actor: Actor, evidence: str) -> Improvement:
    """The action is done, with what shows it."""
    improvement = held(improvement.pk)
    require(access.may_finish(actor, improvement))
    _require_state(improvement, ImprovementState.PLANNED)
    if not evidence.strip():
        raise RuleViolation(Objection("improvement.words_needed", field="evidence"))
    improvement.state, improvement.evidence = ImprovementState.DONE, evidence.strip()
    improvement.done_at, improvement.done_by = timezone.now(), user_of(actor)
    improvement.save(update_fields=["state", "evidence", "done_at", "done_by"])
    stop_running(ACTION, improvement, actor=actor)
    audit.record(actor, "improvement.item.done", improvement, after=_facts(improvement), reason=evidence)
    return improvement


@transaction.atomic
def verify(improvement: Improvement, *, actor: Actor, is_done: bool, words: str) -> Improvement:
    """The service department looks: it is so, and the effect is measured in some weeks; or it goes back to its owner."""
    improvement = held(improvement.pk)
    require(access.may_verify(actor, improvement))
    require(actor is not None and actor.pk != improvement.done_by_id)
    _require_state(improvement, ImprovementState.DONE)
    if not words.strip():
        raise RuleViolation(Objection("improvement.words_needed", field="words"))
    improvement.words = words.strip()
    if is_done:
        improvement.state = ImprovementState.VERIFIED
        improvement.verified_at, improvement.verified_by = timezone.now(), user_of(actor)
        improvement.save(update_fields=["state", "words", "verified_at", "verified_by"])
    else:
        _back(improvement, ImprovementState.PLANNED, actor)
    audit.record(actor, "improvement.item.verified", improvement, after=_facts(improvement), reason=words)
    return improvement


def measure_due(now: datetime.datetime | None = None) -> int:
    """Measure what was verified and whose weeks are over; how many."""
    now = now or timezone.now()
    waiting = Improvement.objects.filter(state=ImprovementState.VERIFIED, done_at__isnull=False)
    found = 0
    for one in waiting.select_related("site").order_by("done_at")[:BATCH]:
        today = now.astimezone(one.site.zone).date()
        weeks = value("improvement.weeks", one.site, on=today)
        assert one.action_on is not None
        if rules.windows(one.action_on, weeks)[1] <= today:
            found += measure(one.pk, weeks) is not None
    return found


@transaction.atomic
def measure(pk: int, weeks: int) -> Measurement | None:
    """Hold the weeks after the action against those before: effective, or opened again (None: measured already)."""
    improvement = held(pk)
    if improvement.state != ImprovementState.VERIFIED or improvement.action_on is None:
        return None
    drop = value("improvement.least_drop", improvement.site, on=improvement.site.today())
    effect = effect_of(improvement, weeks)
    made = Measurement.objects.create(
        improvement=improvement,
        round=improvement.round,
        weeks=weeks,
        action_on=improvement.action_on,
        before=effect.before,
        after=effect.after,
        calls_before=effect.calls_before,
        calls_after=effect.calls_after,
        is_effective=effect.is_effective(drop),
        measured_at=timezone.now(),
    )
    if made.is_effective:
        improvement.state = ImprovementState.EFFECTIVE
        improvement.save(update_fields=["state"])
        verb = "improvement.item.effective"
    else:
        improvement.round += 1
        _back(improvement, ImprovementState.OPEN, None)
        verb = "improvement.item.reopened"
    _tell(
        "improvement.measured",
        improvement,
        f"{improvement.pk}:{made.round}",
        before=effect.before,
        after=effect.after,
    )
    audit.record(None, verb, improvement, after=dataclasses.asdict(effect) | {"weeks": weeks})
    return made


def effect_of(improvement: Improvement, weeks: int) -> rules.Effect:
    """Complaints of the cause before and after the action, with the calls of those weeks. Two queries."""
    assert improvement.action_on is not None
    site = improvement.site
    return rules.effect(
        later_complaints(improvement, weeks),
        calls_by_day(site, *rules.windows(improvement.action_on, weeks)),
        improvement.action_on,
        weeks,
        value("improvement.least_call_days", site, on=site.today()),
    )


def later_complaints(improvement: Improvement, weeks: int) -> list[datetime.date]:
    """Days at the site on which complaints of the cause came in, in the weeks around the action; duplicates left out. One query."""
    assert improvement.action_on is not None
    zone = improvement.site.zone
    first, end = (
        datetime.datetime.combine(day, datetime.time(), zone)
        for day in rules.windows(improvement.action_on, weeks)
    )
    rows = Case.objects.filter(
        site=improvement.site_id, cause=improvement.cause_id, received_at__gte=first, received_at__lt=end
    ).exclude(state__in=["merged", "redirected"])
    return [at.astimezone(zone).date() for at in rows.values_list("received_at", flat=True)]


def _back(improvement: Improvement, state: ImprovementState, actor: Actor) -> None:
    """To its owner again, with a new day where the old one is over."""
    today = improvement.site.today()
    improvement.state, improvement.done_at, improvement.done_by = state, None, None
    improvement.verified_at, improvement.verified_by = None, None
    if improvement.due_on <= today:
        days = value("improvement.due_days", improvement.site, on=today)
        improvement.due_on = today + datetime.timedelta(days=days)
    improvement.save()
    _start(improvement, actor)


def _start(improvement: Improvement, actor: Actor) -> None:
    start_clock(
        ACTION,
        improvement,
        site=improvement.site,
        actor=actor,
        due_at=improvement.due_at,
        owner=improvement.owner.user,
        department=improvement.department,
    )


def held(pk: int) -> Improvement:
    """The row, held."""
    rows = Improvement.objects.select_for_update(of=("self",))
    return rows.select_related("site", "case", "cause", "owner__user", "owner__site", "department").get(pk=pk)


def _require_state(improvement: Improvement, *states: ImprovementState) -> None:
    if improvement.state not in states:
        raise RuleViolation(_not_now(improvement))


def _not_now(improvement: Improvement) -> Objection:
    figures = {"number": improvement.number, "state": improvement.get_state_display()}
    return Objection("improvement.wrong_state", figures)


def _tell(kind: str, improvement: Improvement, key: str, **figures: Any) -> None:
    user = improvement.owner.user_id
    if user:
        shown = {
            "number": improvement.number,
            "case": improvement.case.reference,
            "due": improvement.due_on,
            "state": choice(improvement, "state"),
            **figures,
        }
        notify(
            kind, recipients=[user], subject=improvement, figures=shown, key=key, site_id=improvement.site_id
        )


def _facts(improvement: Improvement) -> dict[str, object]:
    return {
        "state": improvement.state,
        "owner": improvement.owner.number,
        "due_on": improvement.due_on.isoformat(),
        "round": improvement.round,
    }
