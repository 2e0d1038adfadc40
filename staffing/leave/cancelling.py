"""Taking leave back: before the decision, off the waiting list, or after it was approved."""

import datetime

from django.db import transaction
from django.utils import timezone

from callcenter.access.permissions import Actor, require
from callcenter.approvals import services as approvals
from callcenter.approvals.models import Request
from callcenter.audit import services as audit
from callcenter.objections import Objection, RuleViolation
from staffing.leave import access, booking, changes, policy, telling, waiting
from staffing.leave.asking import facts_of
from staffing.leave.decisions import locked, not_in_that_state
from staffing.leave.models import REQUEST_KIND, LeaveRequest
from staffing.leave.states import HOLDING, State

RUNNING = ("open", "returned")


def request_of(leave: LeaveRequest) -> Request | None:
    """The latest request for a decision on this leave; None while it waits for a place or was approved at once."""
    return Request.objects.filter(kind=REQUEST_KIND, subject_id=leave.pk).order_by("-pk").first()


@transaction.atomic
def cancel(leave: LeaveRequest, *, actor: Actor, reason: str = "") -> LeaveRequest:
    """Take leave back. While it is asked for the employee may at any time; approved leave until leave.cancel_min_hours before
    it starts. The director and the center manager take approved leave back with a reason, also later. Balance and place come
    free, and whoever waits first gets the place.
    """
    require(access.may_see(actor, leave) and access.may_cancel(actor, leave))
    asked = request_of(leave)
    if asked is not None and asked.state in RUNNING:
        own = None if actor is None else actor
        approvals.withdraw(asked, actor=own, comment=reason)
        return locked(leave)
    leave = locked(leave)
    if leave.state == State.WAITING:
        return _cancelled(leave, actor=actor, reason=reason, had_place=False)
    if leave.state not in HOLDING or leave.state == State.CLOSED:
        raise not_in_that_state(leave)
    found = _late_objections(leave, actor=actor, reason=reason)
    if found:
        raise RuleViolation(found)
    changed = _cancelled(leave, actor=actor, reason=reason, had_place=True)
    telling.certificate_wanted_no_more(changed, actor=actor)
    return changed


def _late_objections(leave: LeaveRequest, *, actor: Actor, reason: str) -> list[Objection]:
    if actor is None or not access.is_own(actor, leave.employee_id):
        return [] if reason.strip() else [Objection("leave.reason_for_taking_back", field="reason")]
    least = policy.settings(leave.site, leave.site.today()).cancel_min
    if timezone.now() <= leave.starts_at - least:
        return []
    figures = {"hours": int(least / datetime.timedelta(hours=1))}
    return [Objection("leave.cancel_too_late", figures, rules=("leave.cancel_min_hours",))]


def _cancelled(leave: LeaveRequest, *, actor: Actor, reason: str, had_place: bool) -> LeaveRequest:
    before = {"state": str(leave.state)}
    leave.state, leave.decided_at = State.CANCELLED, timezone.now()
    leave.save(update_fields=["state", "decided_at"])
    booking.give_back(leave, actor=actor)
    changes.tell(booking.days_of(leave))
    audit.record(actor, "leave.request.cancelled", leave, before=before, after=facts_of(leave), reason=reason)
    if actor is not None and not access.is_own(actor, leave.employee_id):
        telling.taken_back(leave, reason)
    if had_place:
        waiting.fill(leave)
    return leave
