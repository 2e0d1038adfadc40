"""What time does to leave, done every minute: late requests become absences, what nobody decided on is settled, certificates
overdue, leave is closed.

Each leave in a transaction of its own, found by its rows: a tick that is missed or doubled changes nothing.
"""

import datetime
from collections.abc import Callable

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from callcenter.approvals import services as approvals
from callcenter.approvals.models import Request
from callcenter.audit import services as audit
from staffing.leave import booking, changes, policy, returns, telling, undecided
from staffing.leave.asking import facts_of
from staffing.leave.cancelling import RUNNING
from staffing.leave.decisions import locked
from staffing.leave.models import REQUEST_KIND, LeaveRequest
from staffing.leave.states import State
from staffing.roster.models import Assignment

BATCH = 500
RETURNS_WITHIN = datetime.timedelta(days=31)


def look_after(now: datetime.datetime | None = None) -> dict[str, int]:
    """Do what is due; how many of each."""
    now = now or timezone.now()
    return {
        "made_absence": _each(late_requests(now), make_absence),
        "settled": sum(undecided.settle(leave, shift) for leave, shift in undecided.undecided(now)),
        "overdue": _each(without_certificate(now), note_overdue),
        "dropped": _each(waiting_in_vain(now), drop_waiting),
        "closed": _look_for_returns(now),
    }


def _each(leaves: list[LeaveRequest], act: Callable[[LeaveRequest], bool]) -> int:
    return sum(act(leave) for leave in leaves)


def late_requests(now: datetime.datetime) -> list[LeaveRequest]:
    """Late requests whose first shift has ended without consent."""
    rows = LeaveRequest.objects.filter(
        is_late=True, consent_by__lte=now, state__in=[State.LATE_REQUEST, State.DRAFT]
    )
    return list(rows.order_by("pk")[:BATCH])


@transaction.atomic
def make_absence(leave: LeaveRequest) -> bool:
    """Nobody agreed in time: it is an absence (S2E-22). The request to the line ends. Whether this call did it."""
    asked = Request.objects.select_for_update(of=("self",)).filter(
        kind=REQUEST_KIND, subject_id=leave.pk, state__in=RUNNING
    )
    request = asked.first()
    leave = locked(leave)
    if leave.state not in (State.LATE_REQUEST, State.DRAFT):
        return False
    before = {"state": str(leave.state)}
    leave.state, leave.decided_at = State.ABSENCE, timezone.now()
    leave.save(update_fields=["state", "decided_at"])
    telling.decision_wanted_no_more(leave, is_done=False)
    booking.give_back(leave, actor=None)
    if request is not None:
        approvals.withdraw(request, actor=None)
    telling.made_absence(leave)
    audit.record(None, "leave.request.made_absence", leave, before=before, after=facts_of(leave))
    audit.record(None, "leave.decided", leave, after=facts_of(leave) | {"decision": "absence"})
    changes.tell(booking.days_of(leave))
    return True


def without_certificate(now: datetime.datetime) -> list[LeaveRequest]:
    """Those whose certificate was due by a day that is over at their site."""
    rows = LeaveRequest.objects.filter(
        state=State.CERTIFICATE_PENDING, certificate_due_on__lt=now.date() + datetime.timedelta(days=1)
    )
    found = rows.select_related("site").order_by("pk")[:BATCH]
    return [
        each
        for each in found
        if each.certificate_due_on and each.certificate_due_on < now.astimezone(each.site.zone).date()
    ]


@transaction.atomic
def note_overdue(leave: LeaveRequest) -> bool:
    """The certificate is overdue: the superiors decide whether it was an absence. Whether this call noted it."""
    leave = locked(leave)
    if leave.state != State.CERTIFICATE_PENDING:
        return False
    before = {"state": str(leave.state)}
    leave.state = State.CERTIFICATE_OVERDUE
    leave.save(update_fields=["state"])
    telling.overdue(leave)
    audit.record(None, "leave.request.overdue", leave, before=before, after=facts_of(leave))
    changes.tell(booking.days_of(leave))
    return True


def waiting_in_vain(now: datetime.datetime) -> list[LeaveRequest]:
    """Those on the waiting list whose day has come."""
    return list(LeaveRequest.objects.filter(state=State.WAITING, starts_at__lte=now).order_by("pk")[:BATCH])


@transaction.atomic
def drop_waiting(leave: LeaveRequest) -> bool:
    """No place came free: the balance is there again. Whether this call did it."""
    leave = locked(leave)
    if leave.state != State.WAITING:
        return False
    leave.state, leave.decided_at = State.CANCELLED, timezone.now()
    leave.save(update_fields=["state", "decided_at"])
    booking.give_back(leave, actor=None)
    telling.no_place(leave)
    audit.record(None, "leave.request.cancelled", leave, after=facts_of(leave))
    return True


def _look_for_returns(now: datetime.datetime) -> int:
    """Close leave that is over once the first shift after it was punched; report who has not come back (销假)."""
    over = Q(state__in=[State.APPROVED, State.CERTIFIED], ends_at__lte=now)
    rows = LeaveRequest.objects.filter(over).select_related("site", "employee").order_by("pk")
    leaves = list(rows[:BATCH])
    shifts = first_shifts_after(leaves, now)
    punched = returns.punched(list(shifts.values()))
    closed = 0
    for leave in leaves:
        shift = shifts.get(leave.pk)
        if shift is None:
            closed += now - leave.ends_at > RETURNS_WITHIN and close(leave, None)
        elif shift.pk in punched or not returns.is_known():
            closed += close(leave, shift)
        elif leave.missed_at is None and shift.starts_at + _grace(leave) <= now:
            note_not_back(leave)
    return closed


def first_shifts_after(leaves: list[LeaveRequest], now: datetime.datetime) -> dict[int, Assignment]:
    """By leave: the employee's first published shift after it that has begun. One query."""
    if not leaves:
        return {}
    rows = Assignment.objects.published().filter(
        employee__in={leave.employee_id for leave in leaves},
        starts_at__gte=min(leave.ends_at for leave in leaves),
        starts_at__lte=now,
        shift_type__isnull=False,
    )
    by_person: dict[int, list[Assignment]] = {}
    for shift in rows.order_by("starts_at"):
        by_person.setdefault(shift.employee_id, []).append(shift)
    found = {}
    for leave in leaves:
        own = by_person.get(leave.employee_id, [])
        later = [each for each in own if each.starts_at >= leave.ends_at]
        if later:
            found[leave.pk] = later[0]
    return found


def _grace(leave: LeaveRequest) -> datetime.timedelta:
    return policy.settings(leave.site, leave.site.today()).report_back


@transaction.atomic
def close(leave: LeaveRequest, shift: Assignment | None) -> bool:
    """The leave is over and the employee is back. Whether this call closed it."""
    leave = locked(leave)
    if leave.state not in (State.APPROVED, State.CERTIFIED):
        return False
    leave.state = State.CLOSED
    leave.reported_back_at = shift.starts_at if shift else None
    leave.save(update_fields=["state", "reported_back_at"])
    audit.record(None, "leave.request.closed", leave, after=facts_of(leave))
    return True


@transaction.atomic
def note_not_back(leave: LeaveRequest) -> bool:
    """The first shift after the leave began and nobody punched: the superior hears of it, once."""
    changed = LeaveRequest.objects.filter(pk=leave.pk, missed_at=None).update(missed_at=timezone.now())
    if not changed:
        return False
    leave = locked(leave)
    telling.not_back(leave)
    audit.record(None, "leave.request.not_back", leave, after=facts_of(leave))
    return True
