"""Leave asked for in time on which nobody decided by the end of its first shift: what becomes of it (leave.undecided_at_end).

Whoever worked that shift took no leave: the request ends. Else silence makes it leave or an absence, as the rulebook says.
"""

import datetime

from django.db import transaction
from django.utils import timezone

from callcenter.approvals import services as approvals
from callcenter.approvals.models import Request
from callcenter.audit import services as audit
from staffing.leave import booking, changes, policy, returns, telling, waiting
from staffing.leave.asking import facts_of, settle_approved
from staffing.leave.cancelling import RUNNING
from staffing.leave.decisions import locked
from staffing.leave.models import REQUEST_KIND, LeaveRequest
from staffing.leave.rules import Path, counts_undecided
from staffing.leave.states import ASKED, State
from staffing.roster.models import Assignment

BATCH = 500
ONE_DAY = datetime.timedelta(days=1)


def undecided(now: datetime.datetime) -> list[tuple[LeaveRequest, Assignment | None]]:
    """Those whose first shift has ended and that nobody decided on, with that shift where one was published. Two queries."""
    rows = LeaveRequest.objects.filter(state__in=ASKED, is_late=False, starts_at__lte=now)
    leaves = list(rows.order_by("pk")[:BATCH])
    shifts = _first_shifts(leaves)
    found = [(leave, shifts.get(leave.pk)) for leave in leaves]
    return [(leave, shift) for leave, shift in found if _end(leave, shift) <= now]


def _end(leave: LeaveRequest, shift: Assignment | None) -> datetime.datetime:
    """The end of the first shift; without a published one that of the first day."""
    return shift.ends_at if shift is not None else min(leave.ends_at, leave.starts_at + ONE_DAY)


def _first_shifts(leaves: list[LeaveRequest]) -> dict[int, Assignment]:
    """By leave: the first published shift that it touches. One query."""
    if not leaves:
        return {}
    rows = Assignment.objects.published().filter(
        employee__in={leave.employee_id for leave in leaves},
        starts_at__lt=max(leave.ends_at for leave in leaves),
        ends_at__gt=min(leave.starts_at for leave in leaves),
        shift_type__isnull=False,
    )
    found: dict[int, Assignment] = {}
    for shift in rows.order_by("-starts_at"):
        for leave in leaves:
            is_touched = shift.starts_at < leave.ends_at and leave.starts_at < shift.ends_at
            if leave.employee_id == shift.employee_id and is_touched:
                found[leave.pk] = shift
    return found


@transaction.atomic
def settle(leave: LeaveRequest, shift: Assignment | None) -> bool:
    """Make of it what the rulebook says; the request to the line ends. Whether this call did it."""
    asked = Request.objects.select_for_update(of=("self",)).filter(
        kind=REQUEST_KIND, subject_id=leave.pk, state__in=RUNNING
    )
    request = asked.first()
    leave = locked(leave)
    if leave.state not in ASKED or leave.is_late:
        return False
    before = {"state": str(leave.state)}
    leave.was_undecided = True
    leave.save(update_fields=["was_undecided"])
    by = policy.settings(leave.site, leave.asked_at.astimezone(leave.site.zone).date()).undecided_at_end
    if _was_worked(leave, shift):
        _end_it(leave, State.CANCELLED)
        audit.record(None, "leave.request.worked", leave, before=before, after=facts_of(leave))
        telling.settled_undecided(leave, "leave.ended_by_work")
    else:
        audit.record(
            None, "leave.request.undecided", leave, before=before, after=facts_of(leave) | {"by": by}
        )
        if counts_undecided(Path(leave.path), by):
            settle_approved(leave, actor=None)
            telling.settled_undecided(leave, "leave.counts_undecided")
        else:
            _end_it(leave, State.ABSENCE)
            audit.record(None, "leave.decided", leave, after=facts_of(leave) | {"decision": "absence"})
            telling.settled_undecided(leave, "leave.absence_undecided")
    if request is not None:
        approvals.withdraw(request, actor=None)
    return True


def _was_worked(leave: LeaveRequest, shift: Assignment | None) -> bool:
    """Whether the whole of the first shift would have been leave, and it was begun with a punch."""
    if shift is None or shift.starts_at < leave.starts_at or leave.ends_at < shift.ends_at:
        return False
    return shift.pk in returns.punched([shift])


def _end_it(leave: LeaveRequest, state: State) -> None:
    leave.state, leave.decided_at = state, timezone.now()
    leave.save(update_fields=["state", "decided_at"])
    telling.decision_wanted_no_more(leave, is_done=False)
    booking.give_back(leave, actor=None)
    changes.tell(booking.days_of(leave))
    waiting.fill(leave)
