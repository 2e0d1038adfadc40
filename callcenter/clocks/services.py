"""What may be done with a clock: start, pause, resume, stop, hand over. Sweeping is in `sweeping`, re-basing in `rebasing`.

Rooms call these inside the transaction of their own act. Who may start and stop is the caller's rule: it has asked it already.
Every moment may lie in the past (`at`): what is recorded late is worked out as if it had been known in time.
"""

import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from callcenter.access.permissions import Actor, require
from callcenter.accounts.models import User
from callcenter.audit.services import record
from callcenter.clocks import access, derivation, kinds, promises
from callcenter.clocks.models import Clock, ClockEvent, EventKind, Outcome, Rung, RungState
from callcenter.clocks.policy import Happening, sequence_faults
from callcenter.clocks.rebasing import rebase
from callcenter.clocks.sweeping import sweep
from callcenter.objections import Objection, RuleViolation
from callcenter.people.models import Department, Site, Team
from callcenter.rulebook.wording import duration
from callcenter.workcalendar.selectors import open_hours

__all__ = [
    "hand_over",
    "pause_clock",
    "rebase",
    "resume_clock",
    "running_clock",
    "start_clock",
    "stop_clock",
    "sweep",
]

SKEW = datetime.timedelta(minutes=1)  # clocks of two machines may differ by so much


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
    kind = kinds.get(kind_key)
    now = timezone.now()
    at = at or now
    if at > now + SKEW:
        raise RuleViolation(Objection("clocks.in_future"))
    on = at.astimezone(site.zone).date()
    policy = promises.policy_of(kind, site, on, due_at=due_at)
    clock = Clock(
        kind=kind.key,
        subject_type=ContentType.objects.get_for_model(subject),
        subject_id=subject.pk,
        label=str(subject)[:200],
        site=site,
        owner=owner,
        team=team,
        department=department,
        calendar=derivation.keep_calendar(open_hours(site, on)),
        policy_data=policy.to_json(),
        started_at=at,
    )
    clock.due_at = derivation.derive(clock, []).due_at
    try:
        with transaction.atomic():
            clock.save(force_insert=True)
    except IntegrityError as error:
        if "clock_one_running_per_subject_and_kind" not in str(error):
            raise
        raise RuleViolation(Objection("clocks.already_running")) from error
    derivation.plan_ladder(clock, now=now, not_before=derivation.oldest_step(site, now))
    clock.save(update_fields=["next_alarm_at"])
    _note(clock, EventKind.STARTED, at, actor)
    record(actor, "clocks.clock.started", clock, after=_facts(clock))
    return clock


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
    ClockEvent.objects.create(
        clock=clock,
        kind=kind,
        occurred_at=at,
        actor=actor if isinstance(actor, User) else None,
        reason=reason.strip()[:500],
        detail=detail,
    )


def _facts(clock: Clock) -> dict[str, str | None]:
    """What the trail and the event log keep of a clock: its deadline, and since when it is paused."""
    return {
        "due_at": clock.due_at.isoformat() if clock.due_at else None,
        "paused_at": clock.paused_at.isoformat() if clock.paused_at else None,
    }
