"""What may be done with a clock: start, pause, resume, stop, hand over. Sweeping is in `sweeping`, re-basing in `rebasing`.

Rooms call these inside the transaction of their own act. Who may start and stop is the caller's rule: it has asked it already.
Every moment may lie in the past (`at`): what is recorded late is worked out as if it had been known in time.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from callcenter.access.permissions import Actor, require, user_of
from callcenter.accounts.models import User
from callcenter.audit.labels import kept_label
from callcenter.audit.services import Entry, record, record_many
from callcenter.clocks import access, derivation, kinds, promises
from callcenter.clocks.models import Clock, ClockEvent, EventKind, Outcome, Rung, RungState
from callcenter.clocks.policy import Happening, plan, sequence_faults
from callcenter.clocks.rebasing import rebase
from callcenter.clocks.sweeping import sweep
from callcenter.objections import Objection, RuleViolation
from callcenter.people.models import Department, Site, Team
from callcenter.rulebook.wording import duration
from callcenter.workcalendar.selectors import open_hours

__all__ = [
    "Start",
    "hand_over",
    "pause_clock",
    "rebase",
    "resume_clock",
    "running_clock",
    "start_clock",
    "start_clocks",
    "stop_clock",
    "sweep",
]

SKEW = datetime.timedelta(minutes=1)  # clocks of two machines may differ by so much
BATCH = 1_000  # rows of a statement


@dataclass(frozen=True)
class Start:
    """One of many deadlines that are started together; the fields are those of `start_clock`."""

    subject: models.Model
    at: datetime.datetime | None = None
    due_at: datetime.datetime | None = None
    owner: User | None = None
    team: Team | None = None
    department: Department | None = None


def running_clock(kind_key: str, subject: models.Model) -> Clock | None:
    """The clock of that kind that runs for the object; None when none does."""
    return Clock.objects.of(subject).running().filter(kind=kind_key).select_related("site").first()


@transaction.atomic
def start_clock(
    kind_key: str,
    subject: models.Model,
    *,
    site: Site,
    actor: Actor,
    at: datetime.datetime | None = None,
    due_at: datetime.datetime | None = None,
    owner: User | None = None,
    team: Team | None = None,
    department: Department | None = None,
) -> Clock:
    """Start a deadline of that kind for the object, by the opening hours and rules of the site on the day of `at` (now).

    `due_at` for kinds with a fixed moment, and only for them. `owner` answers for it and sees it on Today; `team` and
    `department` say who else sees it. Steps that lie further back than clocks.oldest_step_hours never fire. KeyError for a
    kind that no room declared; RuleViolation when one is running already, or `at` lies ahead.
    """
    start = Start(subject, at, due_at, owner, team, department)
    return start_clocks(kind_key, [start], site=site, actor=actor)[0]


@transaction.atomic
def start_clocks(kind_key: str, starts: Sequence[Start], *, site: Site, actor: Actor) -> list[Clock]:
    """Start many deadlines of one kind at a site, all or none, as `start_clock` does each: one statement for a thousand
    clocks, for their events, their steps and their lines of the trail. In the order of `starts`.
    """
    kind = kinds.get(kind_key)
    now = timezone.now()
    moments = [start.at or now for start in starts]
    if not starts:
        return []
    if max(moments) > now + SKEW:
        raise RuleViolation(Objection("clocks.in_future"))
    policies = promises.policies_of(
        kind, site, list(zip(moments, (one.due_at for one in starts), strict=True))
    )
    calendar = derivation.keep_calendar(open_hours(site, moments[0].astimezone(site.zone).date()))
    dues = derivation.dues(calendar.open_hours, [policy.allowance for policy in policies], moments)
    clocks, ladders = [], []
    not_before = derivation.oldest_step(site, now)
    for start, at, policy, due_at in zip(starts, moments, policies, dues, strict=True):
        steps = plan(calendar.open_hours, policy, due_at, now=now, not_before=not_before, started_at=at)
        ladders.append(steps)
        clocks.append(
            Clock(
                kind=kind.key,
                subject_type=ContentType.objects.get_for_model(start.subject),
                subject_id=start.subject.pk,
                label=kept_label(start.subject),
                site=site,
                owner=start.owner,
                team=start.team,
                department=start.department,
                calendar=calendar,
                policy_data=policy.to_json(),
                started_at=at,
                due_at=due_at,
                next_alarm_at=derivation.next_alarm(steps),
            )
        )
    _insert(clocks)
    rungs = [
        derivation.rung(c.pk, c.epoch, step)
        for c, steps in zip(clocks, ladders, strict=True)
        for step in steps
    ]
    Rung.objects.bulk_create(rungs, batch_size=BATCH)
    events = [_event(clock, EventKind.STARTED, clock.started_at, actor) for clock in clocks]
    ClockEvent.objects.bulk_create(events, batch_size=BATCH)
    record_many(actor, [Entry("clocks.clock.started", clock, after=_facts(clock)) for clock in clocks])
    return clocks


def _insert(clocks: list[Clock]) -> None:
    """Write them, always in the order of their objects: two who start some of the same never wait for each other in a ring."""
    ordered = sorted(clocks, key=lambda clock: (clock.subject_type_id, clock.subject_id))
    try:
        with transaction.atomic():
            Clock.objects.bulk_create(ordered, batch_size=BATCH)
    except IntegrityError as error:
        if "clock_one_running_per_subject_and_kind" not in str(error):
            raise
        raise RuleViolation(Objection("clocks.already_running")) from error


@transaction.atomic
def pause_clock(clock: Clock, *, actor: Actor, reason: str, at: datetime.datetime | None = None) -> Clock:
    """The clock stands still from `at` (now) on. Refused without a reason, or where its kind does not pause."""
    clock = _locked(clock)
    now = timezone.now()
    require(access.may_change(actor, clock))
    events = derivation.happenings(clock)
    event = Happening(EventKind.PAUSED, at or now)
    found = _objections(clock, [*events, event], event.at, now)
    if not clock.policy.may_pause:
        found.append(Objection("clocks.no_pause", rules=_rules(clock.clock_kind.pause_allowed)))
    if not reason.strip():
        found.append(Objection("clocks.pause_needs_reason", field="reason"))
    found = found or _cap_objections(clock, events)
    if found:
        raise RuleViolation(found)
    return _happened(clock, events, event, now=now, actor=actor, reason=reason, verb="clocks.clock.paused")


@transaction.atomic
def resume_clock(
    clock: Clock, *, actor: Actor, reason: str = "", at: datetime.datetime | None = None
) -> Clock:
    """The clock runs on from `at` (now); its deadline and its ladder are worked out anew."""
    clock = _locked(clock)
    now = timezone.now()
    require(access.may_change(actor, clock))
    events = derivation.happenings(clock)
    event = Happening(EventKind.RESUMED, at or now)
    if found := _objections(clock, [*events, event], event.at, now):
        raise RuleViolation(found)
    return _happened(clock, events, event, now=now, actor=actor, reason=reason, verb="clocks.clock.resumed")


@transaction.atomic
def stop_clock(
    clock: Clock,
    *,
    actor: Actor,
    at: datetime.datetime | None = None,
    outcome: Outcome = Outcome.DONE,
    reason: str = "",
) -> Clock:
    """What was due is done, or is due no more, since `at` (now): no step fires after this. Once stopped, it stays stopped."""
    clock = _locked(clock)
    now = timezone.now()
    at = at or now
    events = derivation.happenings(clock)
    found = _objections(clock, [], at, now)
    if not found and any(event.at > at for event in events):
        found = [Objection("clocks.after_stop")]
    if found:
        raise RuleViolation(found)
    if events and events[-1].kind == EventKind.PAUSED:  # it waited for this: the pause ends with it
        derivation.rewrite(clock, [*events, Happening(EventKind.RESUMED, at)], now=now)
    before = _facts(clock)
    clock.stopped_at, clock.outcome, clock.next_alarm_at = at, outcome, None
    clock.paused_at = clock.pause_ends_at = None
    clock.save(update_fields=["stopped_at", "outcome", "next_alarm_at", "paused_at", "pause_ends_at"])
    Rung.objects.filter(clock=clock, state=RungState.PLANNED).update(state=RungState.CANCELLED)
    _note(clock, EventKind.STOPPED, at, actor, reason, outcome=str(outcome))
    record(
        actor,
        "clocks.clock.stopped",
        clock,
        before=before,
        after=_facts(clock) | {"outcome": str(outcome)},
        reason=reason,
    )
    return clock


def stop_running(
    kind_key: str,
    subject: models.Model,
    *,
    actor: Actor,
    at: datetime.datetime | None = None,
    outcome: Outcome = Outcome.DONE,
) -> None:
    """Stop the clock of that kind that runs for the object; nothing happens where none does."""
    clock = running_clock(kind_key, subject)
    if clock is not None:
        stop_clock(clock, actor=actor, at=at, outcome=outcome)


@transaction.atomic
def hand_over(
    clock: Clock,
    *,
    actor: Actor,
    owner: User | None,
    team: Team | None = None,
    department: Department | None = None,
    reason: str = "",
) -> Clock:
    """Somebody else answers for it from now on; the deadline stays."""
    clock = _locked(clock)
    now = timezone.now()
    require(access.may_change(actor, clock))
    if not clock.is_running:
        raise RuleViolation(Objection("clocks.has_stopped"))
    before = {"owner": clock.owner_id, "team": clock.team_id, "department": clock.department_id}
    clock.owner, clock.team, clock.department = owner, team, department
    clock.save(update_fields=["owner", "team", "department"])
    after = {"owner": clock.owner_id, "team": clock.team_id, "department": clock.department_id}
    _note(clock, EventKind.HANDED_OVER, now, actor, reason, before=before, after=after)
    record(actor, "clocks.clock.handed_over", clock, before=before, after=after, reason=reason)
    return clock


def _locked(clock: Clock) -> Clock:
    return Clock.objects.select_for_update(of=("self",)).select_related("site", "calendar").get(pk=clock.pk)


def _objections(
    clock: Clock, events: list[Happening], at: datetime.datetime, now: datetime.datetime
) -> list[Objection]:
    if not clock.is_running:
        return [Objection("clocks.has_stopped")]
    if at > now + SKEW:
        return [Objection("clocks.in_future", field="at")]
    if at < clock.started_at:
        return [Objection("clocks.before_start", field="at")]
    return sequence_faults(events, clock.started_at)


def _cap_objections(clock: Clock, events: list[Happening]) -> list[Objection]:
    policy = clock.policy
    if policy.pause_cap is None:
        return []
    stops = derivation.pauses_of(events, policy.pause_cap)
    taken = sum((stop.end - stop.start).total_seconds() for stop in stops if stop.end)
    if taken < policy.pause_cap:
        return []
    cap = duration(datetime.timedelta(seconds=policy.pause_cap))
    return [Objection("clocks.pause_used_up", {"cap": cap}, rules=_rules(clock.clock_kind.pause_cap))]


def _rules(key: str) -> tuple[str, ...]:
    return (key,) if key else ()


def _happened(
    clock: Clock,
    events: list[Happening],
    event: Happening,
    *,
    now: datetime.datetime,
    actor: Actor,
    reason: str,
    verb: str,
) -> Clock:
    before = _facts(clock)
    derivation.rewrite(clock, [*events, event], now=now)
    derivation.tell_moved([clock])
    after = _facts(clock)
    _note(clock, EventKind(event.kind), event.at, actor, reason, before=before, after=after)
    record(actor, verb, clock, before=before, after=after, reason=reason)
    return clock


def _note(
    clock: Clock,
    kind: EventKind,
    at: datetime.datetime,
    actor: Actor,
    reason: str = "",
    **detail: object,
) -> None:
    _event(clock, kind, at, actor, reason, **detail).save(force_insert=True)


def _event(
    clock: Clock,
    kind: EventKind,
    at: datetime.datetime,
    actor: Actor,
    reason: str = "",
    **detail: object,
) -> ClockEvent:
    return ClockEvent(
        clock=clock,
        kind=kind,
        occurred_at=at,
        actor=user_of(actor),
        reason=reason.strip()[:500],
        detail=detail,
    )


def _facts(clock: Clock) -> dict[str, str | None]:
    """What the trail and the event log keep of a clock: its deadline, and since when it is paused."""
    return {
        "due_at": clock.due_at.isoformat() if clock.due_at else None,
        "paused_at": clock.paused_at.isoformat() if clock.paused_at else None,
    }
