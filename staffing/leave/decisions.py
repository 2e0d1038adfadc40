"""What a decision of the line does to a leave. Called by approvals, inside the transaction of the decision."""

from typing import Any

from django.utils import timezone

from callcenter.access.permissions import Actor
from callcenter.approvals.models import Request
from callcenter.audit import services as audit
from callcenter.objections import Objection, RuleViolation
from staffing.leave import booking, changes, telling, waiting
from staffing.leave.asking import facts_of, settle_approved
from staffing.leave.models import LeaveRequest
from staffing.leave.states import ASKED, State


def locked(leave: LeaveRequest) -> LeaveRequest:
    """The leave's row, held until the transaction ends. Approvals' request is always locked before it."""
    rows = LeaveRequest.objects.select_for_update(of=("self",))
    return rows.select_related("employee__site", "employee__user", "kind", "site", "team__department").get(
        pk=leave.pk
    )


def endorsed(subject: Any, request: Request, actor: Actor) -> None:
    """The next level decides; a late request stays one, because it does not count yet."""
    leave = _asked(subject)
    if leave.state == State.SUBMITTED:
        leave.state = State.ENDORSED
        leave.save(update_fields=["state"])


def approved(subject: Any, request: Request, actor: Actor) -> None:
    """It is leave. Consent to a late request comes before the end of its first shift (S2E-22), not later."""
    leave = _asked(subject)
    if leave.is_late and leave.consent_by is not None and timezone.now() >= leave.consent_by:
        ended = leave.consent_by.astimezone(leave.site.zone).strftime("%Y-%m-%d %H:%M")
        raise RuleViolation(Objection("leave.consent_too_late", {"ended": ended}))
    settle_approved(leave, actor=actor)


def rejected(subject: Any, request: Request, actor: Actor) -> None:
    """No leave: what was reserved is there again, and so is the place."""
    leave = _asked(subject)
    _end(leave, State.REJECTED, actor=actor)
    audit.record(actor, "leave.decided", leave, after=facts_of(leave) | {"decision": "rejected"})
    waiting.fill(leave)


def returned(subject: Any, request: Request, actor: Actor) -> None:
    """To be put right by the employee; place and balance stay reserved."""
    leave = _asked(subject)
    leave.state = State.DRAFT
    leave.save(update_fields=["state"])


def sent_again(subject: Any, request: Request, actor: Actor) -> None:
    """It is asked for again."""
    leave = _asked(subject)
    leave.state = State.LATE_REQUEST if leave.is_late else State.SUBMITTED
    leave.reason = request.reason or leave.reason
    leave.save(update_fields=["state", "reason"])


def withdrawn(subject: Any, request: Request, actor: Actor) -> None:
    """Taken back before it was decided; a late request that became an absence is past that."""
    leave = locked(subject)
    if leave.state not in ASKED:
        return
    _end(leave, State.CANCELLED, actor=actor)
    audit.record(actor, "leave.request.cancelled", leave, after=facts_of(leave))
    waiting.fill(leave)


def _asked(subject: LeaveRequest) -> LeaveRequest:
    leave = locked(subject)
    if leave.state not in ASKED:
        raise not_in_that_state(leave)
    return leave


def not_in_that_state(leave: LeaveRequest) -> RuleViolation:
    """The refusal for a leave that has moved on."""
    figures = {"number": leave.number, "state": leave.get_state_display()}
    return RuleViolation(Objection("leave.not_in_that_state", figures))


def _end(leave: LeaveRequest, state: State, *, actor: Actor) -> None:
    leave.state, leave.decided_at = state, timezone.now()
    leave.save(update_fields=["state", "decided_at"])
    telling.decision_wanted_no_more(leave, is_done=state is State.REJECTED)
    booking.give_back(leave, actor=actor)
    changes.tell(booking.days_of(leave))
