"""Merging a duplicate into the complaint that stands for both, and undoing it (lessons 6.11).

The survivor keeps the earliest receipt, the strictest deadline and every trigger of seriousness; the clocks of the merged
one stop as merged, its steps are not needed any more. `Merge.before` holds what was changed, so that undoing puts it back.
"""

import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from callcenter.access.permissions import Actor, user_of
from callcenter.audit import services as audit
from callcenter.clocks import kinds as clocks_kinds
from callcenter.clocks.derivation import happenings
from callcenter.clocks.models import Clock, EventKind
from callcenter.clocks.models import Outcome as ClockOutcome
from callcenter.clocks.rules import Unit
from callcenter.clocks.services import pause_clock, resume_clock, start_clock, stop_clock
from callcenter.objections import Objection, RuleViolation
from complaints.cases import log, moving
from complaints.cases.accepting import clock_of_severity
from complaints.cases.deadlines import CLOSE_KINDS, REPORT
from complaints.cases.dossier import Case
from complaints.cases.duplicates.models import Merge
from complaints.cases.duplicates.rules import (
    MergeFacts,
    earliest_receipt,
    merge_objections,
    strictest_deadline,
)
from complaints.cases.permits import require_service
from complaints.cases.states import AFTER_DECISION, Severity, State
from complaints.cases.steps import planning
from complaints.cases.steps.models import Step, StepState

OPEN_STEPS = (StepState.WAITING, StepState.RUNNING)
PAUSING = (EventKind.PAUSED, EventKind.RESUMED)
MOMENTS = ("received_at", "due_at", "joint_due_at")


def facts_of(case: Case) -> MergeFacts:
    """The complaint as the rule sees it."""
    return MergeFacts(
        case.pk,
        case.reference,
        case.site_id,
        case.is_open,
        case.accepted_at is not None,
        case.state in AFTER_DECISION,
        case.received_at,
        case.due_at,
        asks_for_approval=case.state == State.REPORTED,
    )


@transaction.atomic
def merge(survivor: Case, merged: Case, *, actor: Actor, reason: str) -> Merge:
    """The second is a duplicate of the first. Refused with every reason: over, decided, at another site, not accepted."""
    survivor, merged = _both(survivor, merged)
    for case in (survivor, merged):
        require_service(actor, case)
    now = timezone.now()
    if found := merge_objections(facts_of(survivor), facts_of(merged)):
        raise RuleViolation(found)
    stopped = _stopped(merged, actor, now)
    before = {"survivor": _kept(survivor), "merged": {"state": merged.state, **stopped}}
    _strictest(survivor, merged, stopped["clocks"], actor=actor)
    made = Merge.objects.create(
        survivor=survivor, merged=merged, at=now, by=user_of(actor), reason=reason.strip(), before=before
    )
    made.before["after"] = _kept(survivor)
    made.save(update_fields=["before"])
    changed = {"closed_at": now, "merged_into": survivor}
    if merged.due_at is not None and merged.overdue_at is None and now > merged.due_at:
        changed["overdue_at"] = merged.due_at
    data = {"survivor": survivor.reference}
    moving.move(merged, "merge", actor=actor, comment=reason, changed=changed, data=data)
    log.note(survivor, "joined", actor=actor, comment=reason, data={"reference": merged.reference})
    return made


def _both(one: Case, other: Case) -> tuple[Case, Case]:
    """Both, locked in the order of their ids: two that are merged into each other at once never wait in a ring."""
    held = {pk: moving.held(Case(pk=pk)) for pk in sorted({one.pk, other.pk})}
    return held[one.pk], held[other.pk]


def _kept(case: Case) -> dict[str, Any]:
    """What a merge changes of the survivor."""
    close = Clock.objects.of(case).running().filter(kind__in=CLOSE_KINDS).first()
    return {
        **{name: _text(getattr(case, name)) for name in MOMENTS},
        "severity": case.severity,
        "triggers": list(case.triggers),
        "close": _clock(close) if close is not None else None,
    }


def _text(moment: datetime.datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _moment(text: str | None) -> datetime.datetime | None:
    return parse_datetime(text) if text else None


def _stopped(case: Case, actor: Actor, now: datetime.datetime) -> dict[str, Any]:
    """Stop the clocks of a complaint and its steps; what runs, and which steps are open, as undoing needs it."""
    steps = list(Step.objects.filter(case=case, state__in=OPEN_STEPS).order_by("pk"))
    clocks = list(Clock.objects.of(case).running().order_by("pk"))
    kind = ContentType.objects.get_for_model(Step)
    of_steps = Clock.objects.running().filter(subject_type=kind, subject_id__in=[step.pk for step in steps])
    kept = []
    for clock in [*clocks, *of_steps.order_by("pk")]:
        kept.append(_clock(clock) | {"step": clock.subject_id if clock.subject_type_id == kind.pk else None})
        stop_clock(clock, actor=actor, at=now, outcome=ClockOutcome.MERGED)
    states = [{"id": one.pk, "state": one.state, "started_at": _text(one.started_at)} for one in steps]
    Step.objects.filter(pk__in=[one.pk for one in steps]).update(state=StepState.SKIPPED, done_at=now)
    return {"clocks": kept, "steps": states}


def _clock(clock: Clock) -> dict[str, Any]:
    """A clock as it can be started again: from when, with which pauses, to which moment where that is fixed."""
    pauses = [[str(one.kind), _text(one.at)] for one in happenings(clock) if one.kind in PAUSING]
    fixed = clocks_kinds.get(clock.kind).unit is Unit.MOMENT
    return {
        "kind": clock.kind,
        "started_at": _text(clock.started_at),
        "due_at": _text(clock.due_at) if fixed else None,
        "pauses": pauses,
    }


def _start_again(kept: dict[str, Any], case: Case, *, actor: Actor, step: Step | None = None) -> Clock:
    """The clock runs once more as it ran: from its start, over its pauses."""
    clock = start_clock(
        kept["kind"], step or case, site=case.site, actor=actor, at=_moment(kept["started_at"]),
        due_at=_moment(kept["due_at"]), owner=step.assignee.user if step and step.assignee else case.owner.user,
        team=None if step else case.team, department=step.department if step else None,
    )  # fmt: skip
    for kind, at in kept["pauses"]:
        if kind == EventKind.PAUSED:
            clock = pause_clock(clock, actor=None, reason=str(_("As before the merging")), at=_moment(at))
        else:
            clock = resume_clock(clock, actor=None, at=_moment(at))
    return clock


def _strictest(survivor: Case, merged: Case, clocks: list[dict[str, Any]], *, actor: Actor) -> None:
    """The earliest receipt, every trigger, the stricter severity, the strictest deadline."""
    one, other = facts_of(survivor), facts_of(merged)
    triggers = [*survivor.triggers, *(t for t in merged.triggers if t not in survivor.triggers)]
    is_serious = Severity.SERIOUS in (survivor.severity, merged.severity)
    changed = {
        "received_at": earliest_receipt(one, other),
        "triggers": triggers,
        "severity": Severity.SERIOUS if is_serious else Severity.ORDINARY,
    }
    moving.write(survivor, changed)
    clock_of_severity(survivor, actor=actor)
    due_at = strictest_deadline(facts_of(survivor), other)
    stricter = next((one for one in clocks if one["kind"] in CLOSE_KINDS), None)
    if due_at is not None and due_at != survivor.due_at and stricter is not None:
        _take_over(survivor, stricter, actor=actor)


def _take_over(case: Case, kept: dict[str, Any], *, actor: Actor) -> None:
    """The complaint is closed by that clock from now on; no step, report or joint deadline lies after it."""
    for clock in Clock.objects.of(case).running().filter(kind__in=CLOSE_KINDS):
        stop_clock(clock, actor=actor, outcome=ClockOutcome.CANCELLED)
    due_at = _start_again(kept, case, actor=actor).due_at
    if due_at is None:  # it stands still while we wait for the customer: due when it runs on
        return
    changed: dict[str, Any] = {"due_at": due_at}
    if case.joint_due_at is not None and case.joint_due_at > due_at:
        changed["joint_due_at"] = due_at
    moving.write(case, changed)
    for clock in Clock.objects.of(case).running().filter(kind=REPORT, due_at__gt=due_at):
        stop_clock(clock, actor=actor, outcome=ClockOutcome.CANCELLED)
        _start_again(_clock(clock) | {"due_at": _text(due_at)}, case, actor=actor)
    planning.cap(case, actor=actor)


def undo_objections(made: Merge) -> list[Objection]:
    """Every reason why it stays merged: something later depends on it."""
    if made.undone_at is not None or made.merged.state != State.MERGED:
        return [Objection("cases.unmerge_done", {"reference": made.merged.reference})]
    found = []
    survivor = made.survivor
    if not survivor.is_open:
        figures = {"reference": survivor.reference, "state": survivor.get_state_display()}
        found.append(Objection("cases.unmerge_over", figures))
    elif survivor.state in AFTER_DECISION or survivor.state == State.REPORTED:
        found.append(Objection("cases.unmerge_decided", {"reference": survivor.reference}))
    later = Merge.objects.filter(survivor=survivor, undone_at=None, pk__gt=made.pk).select_related("merged")
    if rest := [one.merged.reference for one in later]:
        found.append(Objection("cases.unmerge_later", {"references": ", ".join(rest)}))
    return found


@transaction.atomic
def unmerge(made: Merge, *, actor: Actor, reason: str) -> Merge:
    """It was no duplicate: both are as they were before. Refused while something later depends on the merging."""
    survivor, merged = _both(made.survivor, made.merged)
    made = Merge.objects.select_for_update(of=("self",)).get(pk=made.pk)
    made.survivor, made.merged = survivor, merged
    for case in (survivor, merged):
        require_service(actor, case)
    found = undo_objections(made)
    if not reason.strip():
        found.append(Objection("cases.reason_missing", {}, "comment"))
    if found:
        raise RuleViolation(found)
    was = made.before["merged"]
    moving.write(merged, {"state": State(was["state"]), "closed_at": None, "merged_into": None})
    _run_again(merged, was, actor=actor)
    _put_back(survivor, made.before["survivor"], made.before["after"], actor=actor)
    made.undone_at, made.undone_by, made.undo_reason = timezone.now(), user_of(actor), reason.strip()
    made.save(update_fields=["undone_at", "undone_by", "undo_reason"])
    data = {"survivor": survivor.reference}
    moving.note(merged, "unmerge", State.MERGED, actor=actor, comment=reason, data=data)
    log.note(survivor, "left", actor=actor, comment=reason, data={"reference": merged.reference})
    audit.record(actor, "cases.merge.undone", survivor, after={"merged": merged.reference}, reason=reason)
    return made


def _run_again(case: Case, was: dict[str, Any], *, actor: Actor) -> None:
    """Its steps are open again, its clocks run to the moments they ran to."""
    for one in was["steps"]:
        Step.objects.filter(pk=one["id"], case=case, state=StepState.SKIPPED).update(
            state=one["state"], done_at=None, started_at=_moment(one["started_at"])
        )
    steps = {
        step.pk: step
        for step in Step.objects.filter(case=case).select_related("assignee__user", "department")
    }
    for one in was["clocks"]:
        step = steps.get(one["step"])
        if one["step"] is None or step is not None:
            _start_again(one, case, actor=actor, step=step)


def _put_back(case: Case, was: dict[str, Any], after: dict[str, Any], *, actor: Actor) -> None:
    """What the merge changed of the survivor, as it was; what somebody changed since stays as they left it."""
    now = _kept(case)
    back = {name: was[name] for name in was if was[name] != after[name] and now[name] == after[name]}
    changed = {name: given for name, given in back.items() if name in ("severity", "triggers")}
    if "received_at" in back:
        changed["received_at"] = _moment(back["received_at"])
    if changed:
        moving.write(case, changed)
    if "due_at" in back and was["close"] is not None:
        _take_over(case, was["close"], actor=actor)
    if "joint_due_at" in back:
        moving.write(case, {"joint_due_at": _moment(back["joint_due_at"])})
