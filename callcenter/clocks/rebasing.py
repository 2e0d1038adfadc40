"""Running clocks keep the opening hours and rules they were started under, until somebody has them worked out anew.

First a preview says how many deadlines would move and which would be overdue; then the same is done, in batches, each set-based. Nobody
is alarmed about the past: steps of the new deadline that lie behind are skipped.
"""

import datetime
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import connection, transaction
from django.utils import timezone

from callcenter.access.permissions import Actor, require, user_of
from callcenter.audit.services import record
from callcenter.clocks import access, kinds, promises, rules
from callcenter.clocks.derivation import PAUSES, dues, keep_calendar, next_alarm, rung, tell_moved
from callcenter.clocks.models import (
    CalendarCopy,
    Clock,
    ClockEvent,
    ClockQuerySet,
    EventKind,
    Rung,
    RungState,
)
from callcenter.clocks.policy import Happening, Policy, pauses_of, plan
from callcenter.clocks.rules import Pause, Unit, is_overdue
from callcenter.objections import Objection, RuleViolation
from callcenter.people.models import Site
from callcenter.workcalendar.rules import OpenHours
from callcenter.workcalendar.selectors import open_hours

BATCH = 2_000
EXAMPLES = 10
WRITE = """
    UPDATE clocks_clock AS clock SET due_at = new.due_at, pause_ends_at = new.pause_ends_at, epoch = new.epoch,
        next_alarm_at = new.next_alarm_at, calendar_id = %s, policy_data = new.policy::jsonb
    FROM unnest(%s::bigint[], %s::timestamptz[], %s::timestamptz[], %s::int[], %s::timestamptz[], %s::text[])
        AS new(id, due_at, pause_ends_at, epoch, next_alarm_at, policy)
    WHERE clock.id = new.id
"""


@dataclass(frozen=True)
class Scope:
    """Which running clocks are worked out anew, and what of: the opening hours as of today, the rules as of today, or both.

    `hours`: other opening hours than those that hold today, for a look ahead.
    """

    site: Site
    kind: str = ""  # a kind's key; "": every kind
    with_calendar: bool = True
    with_rules: bool = False
    hours: OpenHours | None = None


@dataclass(frozen=True)
class Move:
    """A clock and its deadlines, now and then."""

    clock: Clock
    policy: Policy
    due_at: datetime.datetime | None
    pause_ends_at: datetime.datetime | None
    was_overdue: bool
    is_overdue: bool

    @property
    def is_moved(self) -> bool:
        return self.due_at != self.clock.due_at

    @property
    def shift(self) -> datetime.timedelta:
        """How far it moves; nothing where one of the two is open."""
        if self.due_at is None or self.clock.due_at is None:
            return datetime.timedelta()
        return self.due_at - self.clock.due_at


@dataclass
class Preview:
    """What a re-base would do, or has done. `mark` stands for the clocks that it was worked out from."""

    running: int = 0
    earlier: int = 0
    later: int = 0
    newly_overdue: int = 0
    no_longer_overdue: int = 0
    examples: list[Move] = field(default_factory=list)
    mark: str = ""

    @property
    def moved(self) -> int:
        return self.earlier + self.later

    def take(self, move: Move) -> None:
        """Count one clock."""
        self.running += 1
        self.newly_overdue += move.is_overdue and not move.was_overdue
        self.no_longer_overdue += move.was_overdue and not move.is_overdue
        if not move.is_moved:
            return
        self.later += move.shift >= datetime.timedelta()
        self.earlier += move.shift < datetime.timedelta()
        self.examples.append(move)
        if len(self.examples) > 20 * EXAMPLES:
            self._keep_farthest()

    def _keep_farthest(self) -> None:
        newly = [move for move in self.examples if move.is_overdue and not move.was_overdue]
        rest = [move for move in self.examples if not (move.is_overdue and not move.was_overdue)]
        ordered = sorted(newly, key=_farthest) + sorted(rest, key=_farthest)
        self.examples = ordered[:EXAMPLES]

    def done(self, mark: str) -> "Preview":
        """The ten that matter most: those that become overdue, then the farthest moved."""
        self._keep_farthest()
        self.mark = mark
        return self


def _farthest(move: Move) -> tuple[datetime.timedelta, int]:
    return (-abs(move.shift), move.clock.pk)


def preview_rebase(scope: Scope) -> Preview:
    """How many running deadlines would move, which way, and how many would be overdue at once. Changes nothing."""
    now = timezone.now()
    found = Preview()
    for batch in _batches(scope):
        for move in _moves(scope, batch, now):
            found.take(move)
    return found.done(_mark(scope))


def rebase(scope: Scope, *, actor: Actor, reason: str, seen: str | None = None) -> Preview:
    """Work the running clocks out anew, a batch in a transaction; what moved. `seen` is the mark of the preview shown.

    Killed halfway, some clocks have moved and the others have not: doing it again does the rest.
    """
    check(scope, actor=actor, reason=reason, seen=seen)
    done = Preview()
    for move in work_out(scope, actor=actor, reason=reason):
        done.take(move)
    return done.done("")


def check(scope: Scope, *, actor: Actor, reason: str, seen: str | None = None) -> None:
    """Refuse a re-base that may not be, or whose preview is out of date."""
    require(access.may_rebase(actor, scope.site.pk))
    found = []
    if not reason.strip():
        found.append(Objection("clocks.rebase_needs_reason", field="reason"))
    if not (scope.with_calendar or scope.with_rules):
        found.append(Objection("clocks.rebase_of_nothing"))
    if not found and seen is not None and seen != _mark(scope):
        found.append(Objection("clocks.rebase_is_stale"))
    if found:
        raise RuleViolation(found)


def work_out(scope: Scope, *, actor: Actor, reason: str) -> Iterator[Move]:
    """Do it, a batch in a transaction, and tell of each clock as its batch is done."""
    for batch in _batches(scope):
        yield from rebase_batch(scope, [clock.pk for clock in batch], actor=actor, reason=reason)


def count(scope: Scope) -> int:
    """How many clocks run in the scope."""
    return _running(scope).count()


@transaction.atomic
def rebase_batch(scope: Scope, ids: list[int], *, actor: Actor, reason: str) -> list[Move]:
    """Work these clocks out anew, in few statements."""
    require(access.may_rebase(actor, scope.site.pk))
    now = timezone.now()
    clocks = list(_running(scope).filter(pk__in=ids).select_for_update(of=("self",)).order_by("pk"))
    moves = _moves(scope, clocks, now)
    changed = [move for move in moves if move.is_moved or _is_other_basis(scope, move)]
    if changed:
        _write(scope, changed, now, actor, reason.strip())
        tell_moved(move.clock for move in changed if move.is_moved)
    counted = Preview()
    for move in moves:
        counted.take(move)
    record(
        actor,
        "clocks.clock.rebased",
        after={"clocks": len(moves), "moved": counted.moved, "newly_overdue": counted.newly_overdue},
        reason=reason,
        site_id=scope.site.pk,
    )
    return moves


# --- which clocks ----------------------------------------------------------------------------------------------------


def _running(scope: Scope) -> ClockQuerySet:
    found = Clock.objects.running().filter(site=scope.site)
    return found.filter(kind=scope.kind) if scope.kind else found


def _batches(scope: Scope) -> Iterator[list[Clock]]:
    """The running clocks by their number, a batch at a time."""
    last = 0
    while True:
        batch = list(_running(scope).filter(pk__gt=last).order_by("pk")[:BATCH])
        if not batch:
            return
        yield batch
        last = batch[-1].pk


def _mark(scope: Scope) -> str:
    """Stands for the set of running clocks and their deadlines: another one means that something changed since."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), coalesce(max(id), 0), coalesce(sum(epoch), 0) FROM clocks_clock"
            " WHERE stopped_at IS NULL AND site_id = %s AND (%s = '' OR kind = %s)",
            [scope.site.pk, scope.kind, scope.kind],
        )
        return "-".join(map(str, cursor.fetchone()))


# --- where they move -------------------------------------------------------------------------------------------------


def _moves(scope: Scope, clocks: list[Clock], now: datetime.datetime) -> list[Move]:
    hours = _hours(scope, clocks, now)
    policies = _policies(scope, clocks, now)
    stops = _pauses(clocks, policies)
    new = _dues(clocks, hours, policies, stops)
    moves = []
    for clock in clocks:
        pause = stops[clock.pk][-1] if clock.paused_at and stops[clock.pk] else None
        moves.append(
            Move(
                clock,
                policies[clock.pk],
                new[clock.pk],
                pause.end if pause else clock.pause_ends_at,
                is_overdue(clock.due_at, now),
                is_overdue(new[clock.pk], now),
            )
        )
    return moves


def _hours(scope: Scope, clocks: list[Clock], now: datetime.datetime) -> dict[int, OpenHours]:
    """Of each clock the opening hours that it would have."""
    if scope.with_calendar:
        new = scope.hours or open_hours(scope.site, now.astimezone(scope.site.zone).date())
        return dict.fromkeys((clock.pk for clock in clocks), new)
    copies = CalendarCopy.objects.in_bulk({clock.calendar_id for clock in clocks})
    return {clock.pk: copies[clock.calendar_id].open_hours for clock in clocks}


def _policies(scope: Scope, clocks: list[Clock], now: datetime.datetime) -> dict[int, Policy]:
    """Of each clock the rules that it would have; a kind that is declared no more keeps its own."""
    today = now.astimezone(scope.site.zone).date()
    known = {kind.key for kind in kinds.all_kinds()}
    new: dict[str, Policy] = {}
    found = {}
    for clock in clocks:
        own = clock.policy
        if not scope.with_rules or clock.kind not in known:
            found[clock.pk] = own
        elif own.allowance.unit is Unit.MOMENT:
            found[clock.pk] = promises.policy_of(
                clock.clock_kind, scope.site, today, due_at=rules.to_moment(own.allowance.amount)
            )
        else:
            if clock.kind not in new:
                new[clock.kind] = promises.policy_of(clock.clock_kind, scope.site, today)
            found[clock.pk] = new[clock.kind]
    return found


def _pauses(clocks: list[Clock], policies: dict[int, Policy]) -> dict[int, list[Pause]]:
    rows = ClockEvent.objects.filter(clock__in=[clock.pk for clock in clocks], kind__in=PAUSES)
    events: dict[int, list[Happening]] = defaultdict(list)
    for clock_id, kind, at in rows.order_by("clock_id", "occurred_at", "id").values_list(
        "clock_id", "kind", "occurred_at"
    ):
        events[clock_id].append(Happening(kind, at))
    return {clock.pk: pauses_of(events[clock.pk], policies[clock.pk].pause_cap) for clock in clocks}


def _dues(
    clocks: list[Clock],
    hours: dict[int, OpenHours],
    policies: dict[int, Policy],
    stops: dict[int, list[Pause]],
) -> dict[int, datetime.datetime | None]:
    """The new deadlines: those in open time without pauses all at once, the others one by one."""
    found: dict[int, datetime.datetime | None] = {}
    together: dict[OpenHours, list[Clock]] = defaultdict(list)
    for clock in clocks:
        policy = policies[clock.pk]
        if policy.allowance.unit is Unit.OPEN_TIME and not stops[clock.pk]:
            together[hours[clock.pk]].append(clock)
        else:
            found[clock.pk] = rules.due(hours[clock.pk], policy.allowance, clock.started_at, stops[clock.pk])
    for calendar, group in together.items():
        allowances = [policies[clock.pk].allowance for clock in group]
        due = dues(calendar, allowances, [clock.started_at for clock in group])
        found |= dict(zip((clock.pk for clock in group), due, strict=True))
    return found


# --- writing ---------------------------------------------------------------------------------------------------------


def _is_other_basis(scope: Scope, move: Move) -> bool:
    """The deadline stays, but it stands on another calendar or other rules from now on."""
    return scope.with_calendar or move.policy != move.clock.policy


def _write(scope: Scope, moves: list[Move], now: datetime.datetime, actor: Actor, reason: str) -> None:
    by_calendar: dict[int, list[Move]] = defaultdict(list)
    new = (
        keep_calendar(_hours(scope, [moves[0].clock], now)[moves[0].clock.pk])
        if scope.with_calendar
        else None
    )
    for move in moves:
        by_calendar[new.pk if new else move.clock.calendar_id].append(move)
    copies = {new.pk: new} if new else CalendarCopy.objects.in_bulk(by_calendar)
    replanned = [move for move in moves if move.is_moved or move.policy.ladder != move.clock.policy.ladder]
    Rung.objects.filter(clock__in=[move.clock.pk for move in replanned], state=RungState.PLANNED).update(
        state=RungState.CANCELLED
    )
    rungs: list[Rung] = []
    for calendar_id, group in by_calendar.items():
        rungs += _write_group(copies[calendar_id], group, {move.clock.pk for move in replanned}, now)
    Rung.objects.bulk_create(rungs, batch_size=5_000)
    ClockEvent.objects.bulk_create(
        [_event(scope, move, now, actor, reason) for move in moves], batch_size=5_000
    )


def _write_group(
    calendar: CalendarCopy, moves: list[Move], replanned: set[int], now: datetime.datetime
) -> list[Rung]:
    """Write the clocks that will stand on this calendar; the rungs of their new deadlines."""
    rungs: list[Rung] = []
    alarms: list[datetime.datetime | None] = []
    epochs = []
    for move in moves:
        is_new = move.clock.pk in replanned
        epochs.append(move.clock.epoch + is_new)
        if not is_new:
            alarms.append(move.clock.next_alarm_at)
            continue
        planned = plan(
            calendar.open_hours,
            move.policy,
            move.due_at,
            now=now,
            not_before=now,
            started_at=move.clock.started_at,
        )
        rungs += [rung(move.clock.pk, epochs[-1], each) for each in planned]
        alarms.append(next_alarm(planned))
    with connection.cursor() as cursor:
        cursor.execute(
            WRITE,
            [
                calendar.pk,
                [move.clock.pk for move in moves],
                [move.due_at for move in moves],
                [move.pause_ends_at for move in moves],
                epochs,
                alarms,
                [_json(move.policy) for move in moves],
            ],
        )
    return rungs


def _json(policy: Policy) -> str:
    return json.dumps(policy.to_json())


def _event(scope: Scope, move: Move, now: datetime.datetime, actor: Actor, reason: str) -> ClockEvent:
    kind = EventKind.REBASED
    if not scope.with_rules:
        kind = EventKind.CALENDAR_CHANGED
    elif not scope.with_calendar:
        kind = EventKind.POLICY_CHANGED
    before, after = move.clock.due_at, move.due_at
    return ClockEvent(
        clock=move.clock,
        kind=kind,
        occurred_at=now,
        actor=user_of(actor),
        reason=reason[:500],
        detail={
            "before": {"due_at": before.isoformat() if before else None},
            "after": {"due_at": after.isoformat() if after else None},
        },
    )
