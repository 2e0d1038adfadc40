"""Slots of breaks: assigned, asked for, moved, left and ended; a spread for a whole team.

Every place is taken under a lock of the team, so that of two who take the last one, one gets a sentence.
"""

import datetime
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils import timezone

from callcenter.access.permissions import Actor, require, user_of
from callcenter.audit import services as audit
from callcenter.notifications.services import Notice, notify_many
from callcenter.objections import Objection, RuleViolation, refuse
from callcenter.people.models import Team
from callcenter.web.addresses import address
from staffing.attendance.days.models import Reason
from staffing.attendance.days.services import mark_stale
from staffing.floor import access
from staffing.floor.breaks import facts, rules
from staffing.floor.breaks.models import Break, BreakKind, BreakState, OffPost
from staffing.floor.breaks.policy import policy, waves
from staffing.floor.breaks.rules import MINUTE
from staffing.roster.models import Assignment

RULES = ("break.max_simultaneous_pct",)


@transaction.atomic
def assign(
    assignment: Assignment, kind: BreakKind, starts_at: datetime.datetime, minutes: int, *, actor: Actor
) -> Break:
    """The leader gives somebody a slot."""
    row, team = _locked(assignment)
    require(access.may_lead_breaks(actor, team))
    slot = _new(row, team, kind, starts_at, minutes, BreakState.PLANNED, "", actor)
    _tell("floor.break_assigned", slot, actor)
    audit.record(actor, "floor.break.assigned", slot)
    return slot


@transaction.atomic
def ask(
    assignment: Assignment,
    kind: BreakKind,
    starts_at: datetime.datetime,
    minutes: int,
    *,
    actor: Actor,
    note: str = "",
) -> Break:
    """Somebody asks for a slot of their own shift; it holds no place until the leader agrees."""
    row, team = _locked(assignment)
    require(access.may_take_breaks(actor, row))
    slot = _new(row, team, kind, starts_at, minutes, BreakState.ASKED, note.strip(), actor)
    audit.record(actor, "floor.break.asked", slot, reason=slot.note)
    return slot


@transaction.atomic
def decide(slot: Break, *, accepts: bool, actor: Actor) -> Break:
    """The leader agrees to a slot that was asked for, or not."""
    slot, _row, team = _slot(slot)
    require(access.may_lead_breaks(actor, team))
    _refuse_unless(slot.state == BreakState.ASKED, "floor.break_decided_already")
    if accepts:
        refuse(_crowd(team, slot.starts_at, slot.ends_at, besides=[slot.pk]))
    slot.state = BreakState.PLANNED if accepts else BreakState.DECLINED
    slot.save(update_fields=["state"])
    _tell("floor.break_assigned" if accepts else "floor.break_declined", slot, actor)
    audit.record(actor, "floor.break.accepted" if accepts else "floor.break.declined", slot)
    return slot


@transaction.atomic
def move(slot: Break, starts_at: datetime.datetime, *, actor: Actor) -> Break:
    """The leader gives a slot another time; its length stays."""
    slot, row, team = _slot(slot)
    require(access.may_lead_breaks(actor, team))
    _refuse_unless(slot.state in (BreakState.ASKED, BreakState.PLANNED), "floor.break_gone")
    _refuse_unless(slot.left_at is None, "floor.break_begun")
    ends_at = starts_at + slot.length
    _refuse_unless(ends_at > timezone.now(), "floor.break_past")
    found = rules.slot_objections(
        slot.kind, starts_at, ends_at, facts.shift_of(row), policy(row.site, row.on)
    )
    refuse(found + _crowd(team, starts_at, ends_at, besides=[slot.pk]))
    before = {"starts_at": slot.starts_at.isoformat()}
    slot.starts_at, slot.ends_at, slot.state = starts_at, ends_at, BreakState.PLANNED
    _save_slot(slot, ["starts_at", "ends_at", "state"])
    _tell("floor.break_assigned", slot, actor)
    audit.record(actor, "floor.break.moved", slot, before=before, after={"starts_at": starts_at.isoformat()})
    return slot


@transaction.atomic
def take_back(slot: Break, *, actor: Actor) -> Break:
    """The leader, or who it is for, takes back a slot that was not used."""
    slot, row, team = _slot(slot)
    require(access.may_lead_breaks(actor, team) or access.may_take_breaks(actor, row))
    _refuse_unless(slot.state in (BreakState.ASKED, BreakState.PLANNED), "floor.break_gone")
    _refuse_unless(slot.left_at is None, "floor.break_begun")
    slot.state = BreakState.CANCELLED
    slot.save(update_fields=["state"])
    audit.record(actor, "floor.break.taken_back", slot)
    return slot


@transaction.atomic
def leave(slot: Break, *, actor: Actor) -> Break:
    """Somebody goes: by their own phone from the slot's time on, or by the leader's hand at any time."""
    slot, row, team = _slot(slot)
    leads = access.may_lead_breaks(actor, team)
    require(leads or access.may_take_breaks(actor, row))
    now = timezone.now()
    _refuse_unless(slot.state == BreakState.PLANNED, "floor.break_not_assigned")
    _refuse_unless(slot.left_at is None, "floor.break_begun")
    name = {"name": str(row.employee)}
    if row.cancelled_at is not None or not row.starts_at <= now < row.ends_at:
        raise RuleViolation(Objection("floor.not_on_duty", name))
    if not leads and now < slot.starts_at:
        at = f"{slot.starts_at.astimezone(row.site.zone):%H:%M}"
        raise RuleViolation(Objection("floor.break_too_early", {"at": at}))
    refuse(_away_now(team, now))
    slot.left_at = now
    try:
        with transaction.atomic():
            slot.save(update_fields=["left_at"])
    except IntegrityError as clash:
        raise RuleViolation(Objection("floor.away_already", name)) from clash
    audit.record(actor, "floor.break.left", slot)
    return slot


@transaction.atomic
def come_back(slot: Break, *, actor: Actor) -> Break:
    """Somebody is back. Longer than the slot and the tolerance: the time too long is time off post."""
    slot, row, team = _slot(slot)
    require(access.may_lead_breaks(actor, team) or access.may_take_breaks(actor, row))
    _refuse_unless(slot.is_away, "floor.not_away")
    assert slot.left_at is not None
    now = timezone.now()
    slot.returned_at = now
    slot.overrun_seconds = rules.overrun(slot.left_at, slot.length, now, policy(row.site, row.on))
    slot.save(update_fields=["returned_at", "overrun_seconds"])
    if slot.overrun_seconds:
        OffPost.objects.create(
            site=row.site,
            team=team,
            assignment=row,
            employee=row.employee,
            on=row.on,
            left_at=slot.due_back_at,
            returned_at=now,
            from_break=slot,
        )
        mark_stale([(row.employee_id, row.on)], Reason.PUNCH)
    audit.record(actor, "floor.break.ended", slot, after={"overrun_seconds": slot.overrun_seconds})
    return slot


@transaction.atomic
def spread_breaks(team: Team, on: datetime.date, *, actor: Actor) -> tuple[list[Break], list[rules.Wanted]]:
    """Give everybody of the day's shifts what they are entitled to and have not got; what has no room comes back."""
    team = _lock_team(team)
    require(access.may_lead_breaks(actor, team))
    now = timezone.now()
    suggestion, shifts = suggest(team, on, now)
    made = [
        Break(
            site=team.department.site,
            team=team,
            assignment=shifts[each.key],
            employee=shifts[each.key].employee,
            on=on,
            kind=each.kind,
            starts_at=each.start,
            ends_at=each.end,
            state=BreakState.PLANNED,
            asked_by=user_of(actor),
        )
        for each in suggestion.placed
    ]
    Break.objects.bulk_create(made)
    notify_many(_notice("floor.break_assigned", slot) for slot in made if slot.employee.user_id)
    if made:
        after = {"team": team.code, "on": on.isoformat(), "slots": len(made)}
        audit.record(actor, "floor.breaks.spread", team, after=after, site_id=team.department.site_id)
    return made, [wanted for _key, wanted in suggestion.left_over]


def suggest(
    team: Team, on: datetime.date, now: datetime.datetime
) -> tuple[rules.Spread, dict[int, Assignment]]:
    """A spread for the shifts of a team's day, and those shifts by id. Constant queries."""
    site = team.department.site
    start = datetime.datetime.combine(on, datetime.time(), site.zone)
    around = facts.team_shifts(team, start, start + datetime.timedelta(days=2))
    shifts = {row.pk: row for row in around if row.on == on and row.shift_type_id}
    book, meal_waves = policy(site, on), waves(site, on)
    own: dict[int, list[Break]] = {}
    for each in Break.objects.standing().filter(assignment__in=shifts):
        own.setdefault(each.assignment_id, []).append(each)
    people: list[tuple[int, rules.Shift, list[rules.Wanted], list[rules.Stretch]]] = []
    for pk, row in shifts.items():
        slots = own.get(pk, [])
        shift = facts.shift_of(row)
        turn = len(people) + on.isocalendar().week  # who ate first this week eats later in the next
        best = rules.in_wave(rules.entitled(shift, book), shift, meal_waves, turn)
        wanted = rules.missing(best, [each.kind for each in slots])
        people.append((pk, shift, wanted, [(each.starts_at, each.ends_at) for each in slots]))
    last = max((row.ends_at for row in shifts.values()), default=start)
    found = rules.spread(
        people,
        facts.away(team, start, last, now),
        facts.duty(around),
        book,
        after=now,
        short_at=facts.shortness(team, on),
    )
    return found, shifts


@transaction.atomic
def report_off_post(assignment: Assignment, *, actor: Actor, note: str = "") -> OffPost:
    """The leader notes that somebody is off post without consent, from now on."""
    row, team = _locked(assignment)
    require(access.may_lead_breaks(actor, team) and not access.is_own(actor, row.employee))
    now = timezone.now()
    name = {"name": str(row.employee)}
    if not row.starts_at <= now < row.ends_at:
        raise RuleViolation(Objection("floor.not_on_duty", name))
    if Break.objects.away().filter(employee=row.employee).exists():
        raise RuleViolation(Objection("floor.away_already", name))
    if OffPost.objects.filter(employee=row.employee, returned_at=None).exists():
        raise RuleViolation(Objection("floor.off_post_already", name))
    found = OffPost.objects.create(
        site=row.site,
        team=team,
        assignment=row,
        employee=row.employee,
        on=row.on,
        left_at=now,
        note=note.strip()[:200],
        reported_by=user_of(actor),
    )
    mark_stale([(row.employee_id, row.on)], Reason.PUNCH)
    audit.record(actor, "floor.off_post.reported", found, reason=found.note)
    return found


@transaction.atomic
def back_on_post(found: OffPost, *, actor: Actor) -> OffPost:
    """The leader notes that somebody is back on post; never later than the end of the shift."""
    row, team = _locked(found.assignment)
    found = OffPost.objects.select_for_update(of=("self",)).get(pk=found.pk)
    require(access.may_lead_breaks(actor, team))
    _refuse_unless(found.returned_at is None, "floor.not_away")
    found.returned_at = max(found.left_at, min(timezone.now(), row.ends_at))
    found.save(update_fields=["returned_at"])
    mark_stale([(row.employee_id, row.on)], Reason.PUNCH)
    seconds = int((found.returned_at - found.left_at).total_seconds())
    audit.record(actor, "floor.off_post.ended", found, after={"seconds": seconds})
    return found


def _locked(assignment: Assignment) -> tuple[Assignment, Team]:
    """The shift as it stands, once its team is locked. Refused when it was taken back."""
    team_id = Assignment.objects.values_list("team", flat=True).get(pk=assignment.pk)
    team = _lock_team_id(team_id)
    row = Assignment.objects.select_related("employee", "site").get(pk=assignment.pk)
    if team is None or row.cancelled_at is not None or not row.is_published or row.team_id != team.pk:
        raise RuleViolation(Objection("floor.no_shift", {"name": str(row.employee)}))
    return row, team


def _lock_team(team: Team) -> Team:
    found = _lock_team_id(team.pk)
    assert found is not None
    return found


def _lock_team_id(pk: int | None) -> Team | None:
    teams = Team.objects.select_for_update(of=("self",), no_key=True).select_related("department__site")
    return teams.filter(pk=pk or 0).first()


def _slot(slot: Break) -> tuple[Break, Assignment, Team]:
    """The slot as it stands, once its team is locked."""
    team_id = Assignment.objects.values_list("team", flat=True).get(pk=slot.assignment_id)
    team = _lock_team_id(team_id or slot.team_id)
    assert team is not None
    rows = Break.objects.select_for_update(of=("self",))
    found = rows.select_related("assignment__employee", "assignment__site").get(pk=slot.pk)
    return found, found.assignment, team


def _new(
    row: Assignment,
    team: Team,
    kind: BreakKind,
    starts_at: datetime.datetime,
    minutes: int,
    state: BreakState,
    note: str,
    actor: Actor,
) -> Break:
    ends_at = starts_at + minutes * MINUTE
    found = rules.slot_objections(kind, starts_at, ends_at, facts.shift_of(row), policy(row.site, row.on))
    if ends_at <= timezone.now():
        found.append(Objection("floor.break_past", field="starts_at"))
    refuse(found or _crowd(team, starts_at, ends_at))
    slot = Break(
        site=row.site,
        team=team,
        assignment=row,
        employee=row.employee,
        on=row.on,
        kind=kind,
        starts_at=starts_at,
        ends_at=ends_at,
        state=state,
        note=note[:200],
        asked_by=user_of(actor),
    )
    _save_slot(slot)
    return slot


def _save_slot(slot: Break, fields: Sequence[str] | None = None) -> None:
    try:
        with transaction.atomic():
            slot.save(update_fields=fields) if fields else slot.save()
    except IntegrityError as clash:
        figures = {"name": str(slot.employee)}
        raise RuleViolation(Objection("floor.break_at_that_time", figures, "starts_at")) from clash


def _crowd(
    team: Team, start: datetime.datetime, end: datetime.datetime, *, besides: Sequence[int] = ()
) -> list[Objection]:
    """Why one more of the team may not be away then."""
    site, now = team.department.site, timezone.now()
    book = policy(site, start.astimezone(site.zone).date())
    shifts = facts.team_shifts(team, start, end)
    full = rules.crowded_at(
        start, end, facts.away(team, start, end, now, besides=besides), facts.duty(shifts), book
    )
    if full is None:
        return []
    figures = {"team": str(team), "at": f"{full[0].astimezone(site.zone):%H:%M}", "most": full[1]}
    return [Objection("floor.too_many_away", figures, "starts_at", RULES)]


def _away_now(team: Team, now: datetime.datetime) -> list[Objection]:
    """Why nobody more of the team may go at this moment: as many are really away as may be."""
    site = team.department.site
    heads = len(facts.team_shifts(team, now, now + MINUTE))
    most = rules.limit(heads, policy(site, now.astimezone(site.zone).date()))
    if Break.objects.away().filter(assignment__team=team).count() < most:
        return []
    figures = {"team": str(team), "at": f"{now.astimezone(site.zone):%H:%M}", "most": most}
    return [Objection("floor.too_many_away", figures, rules=RULES)]


def _refuse_unless(fits: bool, code: str) -> None:
    if not fits:
        raise RuleViolation(Objection(code))


def _tell(kind: str, slot: Break, actor: Actor) -> None:
    """Who it is for hears of it, unless they did it themselves."""
    if slot.employee.user_id and slot.employee.user_id != getattr(actor, "pk", None):
        notify_many([_notice(kind, slot)])


def _notice(kind: str, slot: Break) -> Notice:
    zone = slot.site.zone
    return Notice(
        kind,
        f"{slot.pk}:{slot.state}:{slot.starts_at.isoformat()}",
        [slot.employee.user_id or 0],
        None,
        {
            "kind": BreakKind(slot.kind).label,
            "start": f"{slot.starts_at.astimezone(zone):%H:%M}",
            "end": f"{slot.ends_at.astimezone(zone):%H:%M}",
        },
        slot.site_id,
        address("floor:my_breaks"),
    )
