"""Putting something on the board, releasing it, taking places: first come, first served, one at a time under a lock."""

import datetime
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from callcenter.access.permissions import Actor, require, user_of
from callcenter.approvals import services as approvals
from callcenter.approvals.models import Request
from callcenter.audit import services as audit
from callcenter.objections import Objection, RuleViolation
from callcenter.people.models import Department, Employee, Team, TeamMembership
from staffing.roster import services as roster
from staffing.roster.models import Assignment, Origin
from staffing.shifts.models import ShiftType
from staffing.shifts.rules import instant, span
from staffing.swaps import rules as swap_rules
from staffing.swaps.board import access, rules, telling
from staffing.swaps.board.facts import offer_of, own_shift
from staffing.swaps.board.models import Claim, Posting, PostingKind, PostingState
from staffing.swaps.board.selectors import running_request
from staffing.swaps.models import SwapShift
from staffing.swaps.policy import hours
from staffing.swaps.situation import gather

KIND = "swaps.posting"
MOST_PLACES = 200
BATCH = 200
ORIGINS = {
    PostingKind.COVER: Origin.COVER,
    PostingKind.OPEN_SHIFT: Origin.OPEN_SHIFT,
    PostingKind.TIME_OFF: Origin.TIME_OFF,
}


@dataclass(frozen=True)
class NewPosting:
    """What a leader puts on the board. `shift_type` for an open shift; for time off it narrows to those who have it.

    `starts_at` and `ends_at` for overtime, and for time off without a shift.
    """

    kind: PostingKind
    department: Department
    on: datetime.date
    reason: str
    team: Team | None = None
    shift_type: ShiftType | None = None
    starts_at: datetime.datetime | None = None
    ends_at: datetime.datetime | None = None
    places: int = 1


@transaction.atomic
def post(new: NewPosting, *, actor: Actor) -> Posting:
    """Put an open shift or an offer on the board. An offer of overtime waits for who may approve overtime."""
    require(access.may_post(actor, new.department, new.team))
    now = timezone.now()
    times, found = _times(new)
    if not new.reason.strip():
        found.append(Objection("swaps.note_needed", {}, "reason"))
    if not 1 <= new.places <= MOST_PLACES:
        found.append(Objection("swaps.places", {"most": MOST_PLACES}, "places"))
    if times is not None and times[0] <= now:
        found.append(Objection("swaps.in_the_past", {"at": times[0]}, "on"))
    if found or times is None:
        raise RuleViolation(found)
    waits = access.needs_release(actor, new.kind)
    posting = Posting.objects.create(
        kind=new.kind,
        site=new.department.site,
        department=new.department,
        team=new.team,
        on=new.on,
        shift_type=new.shift_type,
        starts_at=times[0],
        ends_at=times[1],
        places=new.places,
        reason=new.reason.strip(),
        state=PostingState.ASKED if waits else PostingState.OPEN,
        posted_by=user_of(actor),
        posted_at=now,
    )
    audit.record(
        actor,
        "swaps.posting.posted",
        posting,
        after={"kind": new.kind, "on": new.on.isoformat(), "places": new.places},
        reason=posting.reason,
    )
    _begin(posting, actor, _employee_of(actor))
    return posting


@transaction.atomic
def give_away(assignment: Assignment, *, reason: str, actor: Actor) -> Posting:
    """Give one's shift away: after the leader's release the first who may take it has it (a cover)."""
    giver = _held(assignment.employee_id)
    require(access.may_give_away(actor, giver))
    row = Assignment.objects.select_related("site", "shift_type", "team__department", "roster").get(
        pk=assignment.pk
    )
    now = timezone.now()
    found = _against_giving(row, giver, reason, now)
    if found:
        raise RuleViolation(found)
    department = row.team.department if row.team else row.roster.department
    posting = Posting(
        kind=PostingKind.COVER,
        site=row.site,
        department=department,
        on=row.on,
        shift_type=row.shift_type,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        assignment=row,
        giver=giver,
        reason=reason.strip(),
        state=PostingState.ASKED,
        posted_by=user_of(actor),
        posted_at=now,
    )
    try:
        with transaction.atomic():
            posting.save(force_insert=True)
    except IntegrityError as error:
        if "shift_is_given_away_once_at_a_time" not in str(error):
            raise
        raise RuleViolation(Objection("swaps.given_already")) from error
    audit.record(
        actor,
        "swaps.posting.posted",
        posting,
        after={"kind": posting.kind, "on": row.on.isoformat(), "code": row.code},
        reason=posting.reason,
    )
    _begin(posting, actor, giver)
    return posting


def _against_giving(row: Assignment, giver: Employee, reason: str, now: datetime.datetime) -> list[Objection]:
    where = gather(row.site, {giver.pk}, {row.on}, on=row.site.today())
    person, shift = where.people[giver.pk], where.shift(row, giver.pk)
    found = []
    if not reason.strip():
        found.append(Objection("swaps.note_needed", {}, "reason"))
    if not shift.is_standing or shift.duty.is_overtime:
        found.append(Objection("swaps.shift_is_gone", {"name": person.name, "on": row.on}))
    if shift.duty.is_swapped:
        found.append(Objection("swaps.swapped_is_worked", {"on": row.on}))
    if SwapShift.objects.filter(is_open=True, assignment=row).exists():
        found.append(Objection("swaps.in_a_swap"))
    found += swap_rules.on_holiday(shift) + swap_rules.on_leave(person, shift)
    return found + swap_rules.notice(row.starts_at, where.policy.min_notice, now)


@transaction.atomic
def withdraw(posting: Posting, *, actor: Actor, reason: str = "") -> Posting:
    """Take it off the board; places that are taken stay taken."""
    posting = _locked(posting)
    require(access.may_withdraw(actor, posting))
    if posting.state not in (PostingState.ASKED, PostingState.OPEN):
        raise RuleViolation(Objection("swaps.board_closed"))
    _close(posting, PostingState.WITHDRAWN)
    request = running_request(posting)
    if request is not None:
        approvals.withdraw(request, actor=None, comment=reason)
    audit.record(actor, "swaps.posting.withdrawn", posting, reason=reason)
    return posting


@transaction.atomic
def claim(posting: Posting, *, employee: Employee, actor: Actor) -> Claim:
    """Take a place: checked and carried out at once, first come, first served."""
    posting = _locked(posting)
    employee = _held(employee.pk)
    require(access.may_claim(actor, employee))
    now = timezone.now()
    off = own_shift(posting, employee.pk) if posting.kind == PostingKind.TIME_OFF else None
    found = claim_objections(posting, employee, off, now)
    if found:
        raise RuleViolation(found)
    taken = posting.claims.count()
    assignment = _carry_out(posting, employee, off, actor)
    claimed = Claim.objects.create(
        posting=posting, place=taken + 1, employee=employee, assignment=assignment, claimed_at=now
    )
    if taken + 1 == posting.places:
        _close(posting, PostingState.FULL)
    telling.claimed(claimed)
    audit.record(
        actor, "swaps.posting.claimed", posting, after={"employee": employee.number, "place": taken + 1}
    )
    return claimed


def claim_objections(
    posting: Posting, employee: Employee, off: Assignment | None, now: datetime.datetime
) -> list[Objection]:
    """Everything against this person's taking a place now."""
    people = {employee.pk} | ({posting.giver_id} if posting.giver_id else set())
    where = gather(posting.site, people, {posting.on}, on=now.astimezone(posting.site.zone).date())
    offer = offer_of(posting, where, employee.pk, off)
    found = rules.objections(
        offer,
        where.people[employee.pk],
        where.policy,
        where.roster,
        at=now,
        least=hours("swap.claim_notice_hours", posting.site, where.site.today()),
        off=off.duty if off else None,
        has_place=posting.claims.filter(employee=employee).exists(),
    )
    if not _is_offered(posting, employee):
        found.append(Objection("swaps.not_offered"))
    return found


def _is_offered(posting: Posting, employee: Employee) -> bool:
    rows = TeamMembership.objects.filter(employee=employee, period__contains=posting.on)
    place = {"team": posting.team_id} if posting.team_id else {"team__department": posting.department_id}
    return rows.filter(**place).exists()


def _carry_out(posting: Posting, employee: Employee, off: Assignment | None, actor: Actor) -> Assignment:
    kind = PostingKind(posting.kind)
    if kind is PostingKind.OVERTIME:
        return roster.add_overtime(
            employee, posting.starts_at, posting.ends_at, actor=actor, reason=posting.reason
        )
    why, origin = posting.reason, ORIGINS[kind]
    if kind is PostingKind.COVER:
        assert posting.assignment is not None
        return roster.hand_over(posting.assignment, employee, actor=actor, reason=why, origin=origin)
    if kind is PostingKind.TIME_OFF:
        assert off is not None
        return roster.take_back(off, actor=actor, reason=why, origin=origin)
    assert posting.shift_type is not None
    return roster.add_shift(employee, posting.on, posting.shift_type, actor=actor, reason=why, origin=origin)


def _times(new: NewPosting) -> tuple[tuple[datetime.datetime, datetime.datetime] | None, list[Objection]]:
    """When it is: as the shift says, else as was written; and what is wrong with it."""
    if new.shift_type is not None:
        first, last = span(new.shift_type.parts)
        zone = new.department.site.zone
        return (instant(new.on, first, zone), instant(new.on, last, zone)), []
    if new.kind is PostingKind.OPEN_SHIFT or new.starts_at is None or new.ends_at is None:
        return None, [Objection("swaps.shift_needed", {}, "shift_type")]
    found = [] if new.starts_at < new.ends_at else [Objection("swaps.times", {}, "ends_at")]
    return (new.starts_at, new.ends_at), found


def _begin(posting: Posting, actor: Actor, applicant: Employee | None) -> None:
    """Ask for the release, or tell those it is offered to."""
    if posting.state == PostingState.ASKED and applicant is not None:
        approvals.start(KIND, posting, applicant=applicant, actor=None, reason=posting.reason)
    else:
        telling.posted(posting)


def released(posting: Posting, request: Request, actor: Actor) -> None:
    """A leader's or director's yes: it is open from now on."""
    posting = _held_posting(posting.pk)
    if posting.state != PostingState.ASKED or posting.starts_at <= timezone.now():
        raise RuleViolation(Objection("swaps.board_closed"))
    posting.state = PostingState.OPEN
    posting.save(update_fields=["state"])
    telling.posted(posting)
    audit.record(actor, "swaps.posting.released", posting, after={"by": request.number})


def not_released(posting: Posting, request: Request, actor: Actor) -> None:
    """Their no, or the applicant's own withdrawal: it never opens."""
    posting = _held_posting(posting.pk)
    if posting.state == PostingState.ASKED:
        is_no = request.state == "rejected"
        _close(posting, PostingState.REJECTED if is_no else PostingState.WITHDRAWN)
        verb = "swaps.posting.rejected" if is_no else "swaps.posting.withdrawn"
        audit.record(actor, verb, posting, after={"by": request.number})


@transaction.atomic
def close_begun(posting: Posting) -> None:
    """Nothing can be taken any more once it has begun."""
    posting = _locked(posting)
    if posting.state in (PostingState.ASKED, PostingState.OPEN):
        _close(posting, PostingState.CLOSED)
        request = running_request(posting)
        if request is not None:
            approvals.withdraw(request, actor=None)
        audit.record(None, "swaps.posting.closed", posting)


def close_all_begun(now: datetime.datetime | None = None) -> int:
    """Close what has begun, and covers whose shift is gone; how many."""
    over = Q(starts_at__lte=now or timezone.now()) | Q(assignment__cancelled_at__isnull=False)
    rows = Posting.objects.filter(over, state__in=[PostingState.ASKED, PostingState.OPEN])
    begun = list(rows.order_by("pk")[:BATCH])
    for posting in begun:
        close_begun(posting)
    return len(begun)


def _close(posting: Posting, state: PostingState) -> None:
    posting.state, posting.closed_at = state, timezone.now()
    posting.save(update_fields=["state", "closed_at"])


def _employee_of(actor: Actor) -> Employee | None:
    return Employee.objects.filter(user=getattr(actor, "pk", None)).first() if actor else None


def _held(employee_id: int) -> Employee:
    rows = Employee.objects.select_for_update(of=("self",)).select_related("site", "user")
    return rows.get(pk=employee_id)


def _locked(posting: Posting) -> Posting:
    """The posting held, its running request before it, as approvals do."""
    request = running_request(posting)
    if request is not None:
        Request.objects.select_for_update(of=("self",)).get(pk=request.pk)
    return _held_posting(posting.pk)


def _held_posting(pk: int) -> Posting:
    rows = Posting.objects.select_for_update(of=("self",)).select_related(
        "site", "department__site", "team", "shift_type", "assignment__shift_type", "giver__user", "posted_by"
    )
    return rows.get(pk=pk)


__all__ = ["KIND", "NewPosting", "claim", "give_away", "post", "withdraw"]
