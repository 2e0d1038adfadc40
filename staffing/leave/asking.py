"""Asking for leave: refused with every reason, put on the waiting list, approved at once, or sent up the line."""

import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from callcenter.access.permissions import Actor, require, user_of
from callcenter.approvals import services as approvals
from callcenter.audit import services as audit
from callcenter.objections import Objection, RuleViolation
from callcenter.people.employees.services import locked, locked_team
from callcenter.people.models import Employee
from staffing.leave import access, booking, changes, telling
from staffing.leave.models import REQUEST_KIND, LeaveDay, LeaveRequest
from staffing.leave.outlook import Outlook, Wanted, foresee, team_of
from staffing.leave.sentences import plain
from staffing.leave.states import State


def ask(employee: Employee, wanted: Wanted, *, actor: Actor, records_refusal: bool = True) -> LeaveRequest:
    """Ask for leave. Refused with every reason at once; leave on a swapped shift is refused and that is recorded (S2E-36).

    For oneself, or for somebody of one's teams where the kind may be reported by another. In the state it comes back in:
    submitted, late_request, waiting (`wanted.may_wait` and no place is free), or approved where that is automatic.
    `records_refusal` False: whoever calls in a transaction that the refusal undoes calls `record_refusal` after it.
    """
    try:
        return _ask(employee, wanted, actor=actor)
    except RuleViolation as refusal:
        if records_refusal:
            record_refusal(employee, wanted, refusal, actor=actor)
        raise


@transaction.atomic
def _ask(employee: Employee, wanted: Wanted, *, actor: Actor) -> LeaveRequest:
    team = team_of(employee, wanted.wish.first_on)
    if wanted.kind.takes_place and team is not None:
        locked_team(team)  # two who ask for the last place: one is second
    employee = locked(employee)
    now = timezone.now()
    require(access.may_ask(actor, employee))
    is_own = actor is None or access.is_own(actor, employee.pk)
    outlook = foresee(employee, wanted, is_by_oneself=is_own, now=now)
    if outlook.objections:
        raise RuleViolation(outlook.objections)
    leave = _written(outlook, now=now, actor=actor)
    booking.reserve(leave, actor=actor)
    if outlook.is_waiting:
        audit.record(actor, "leave.request.waiting", leave, after=facts_of(leave), reason=leave.reason)
        return leave
    audit.record(actor, "leave.request.asked", leave, after=facts_of(leave), reason=leave.reason)
    send(leave, actor=actor, is_automatic=outlook.is_automatic)
    return leave


def send(leave: LeaveRequest, *, actor: Actor, is_automatic: bool = False) -> None:
    """Approve at once, or ask the line: whoever asks for another has been checked here, not as the applicant."""
    if is_automatic:
        leave.is_automatic = True
        leave.save(update_fields=["is_automatic"])
        settle_approved(leave, actor=None)
        telling.approved_at_once(leave)
        return
    applicant = leave.employee
    own = actor if actor is not None and access.is_own(actor, applicant.pk) else None
    approvals.start(REQUEST_KIND, leave, applicant=applicant, actor=own, reason=leave.reason)
    telling.decision_wanted(leave)
    if leave.is_late:
        telling.late(leave)
    changes.tell(booking.days_of(leave))


def settle_approved(leave: LeaveRequest, *, actor: Actor) -> None:
    """It is leave from now on: taken from the balance, the certificate's clock runs, everybody who wants to know hears."""
    leave.state = State.CERTIFICATE_PENDING if leave.certificate_due_on else State.APPROVED
    leave.decided_at = timezone.now()
    leave.save(update_fields=["state", "decided_at"])
    telling.decision_wanted_no_more(leave, is_done=True)
    booking.take(leave, actor=actor)
    if leave.certificate_due_on:
        telling.certificate_wanted(leave, actor=actor)
    after = facts_of(leave) | {"decision": "approved"}
    audit.record(actor, "leave.decided", leave, after=after)
    changes.tell(booking.days_of(leave))


def _written(outlook: Outlook, *, now: datetime.datetime, actor: Actor) -> LeaveRequest:
    assert outlook.answer is not None
    assert outlook.starts_at is not None
    assert outlook.ends_at is not None
    wanted, answer = outlook.wanted, outlook.answer
    state = State.LATE_REQUEST if answer.is_late else State.SUBMITTED
    leave = LeaveRequest(
        employee=outlook.employee,
        site=outlook.employee.site,
        team=outlook.team or team_of(outlook.employee, wanted.wish.first_on),
        kind=wanted.kind,
        part=wanted.wish.part.value,
        first_on=wanted.wish.first_on,
        last_on=wanted.wish.last_on,
        starts_at=outlook.starts_at,
        ends_at=outlook.ends_at,
        amount=outlook.amount,
        days=outlook.length,
        path=answer.path.value,
        state=State.WAITING if outlook.is_waiting else state,
        reason=wanted.reason.strip(),
        is_late=answer.is_late,
        consent_by=answer.consent_by,
        certificate_due_on=answer.certificate_due_on,
        decides=answer.decides,
        notified_by=wanted.notified_by.strip(),
        relation=wanted.relation.strip(),
        asked_by=user_of(actor),
        asked_at=now,
        waiting_since=now if outlook.is_waiting else None,
    )
    try:
        with transaction.atomic():
            leave.save(force_insert=True)
    except IntegrityError as error:
        if "nobody_is_on_leave_twice_at_once" not in str(error):
            raise
        raise RuleViolation(Objection("leave.overlaps", {"leave": leave.when}, "first_on")) from error
    LeaveDay.objects.bulk_create(
        LeaveDay(request=leave, on=each.on, minutes=each.minutes, of_minutes=each.of_minutes)
        for each in outlook.days
    )
    return leave


@transaction.atomic
def record_refusal(employee: Employee, wanted: Wanted, refusal: RuleViolation, *, actor: Actor) -> None:
    """Put on record that leave on a swapped shift was asked for and refused; nothing for other refusals."""
    if all(each.code != "leave.swapped_shift" for each in refusal.objections):
        return
    audit.record(
        actor,
        "leave.request.refused",
        employee,
        after={
            "kind": wanted.kind.code,
            "first_on": wanted.wish.first_on.isoformat(),
            "last_on": wanted.wish.last_on.isoformat(),
            "refused": [each.code for each in refusal.objections],
        },
        reason=wanted.reason,
        site_id=employee.site_id,
    )


def facts_of(leave: LeaveRequest) -> dict[str, object]:
    """What the trail and public events keep of a leave; never its reason, which may be a diagnosis."""
    return {
        "number": leave.number,
        "employee": leave.employee.number,
        "kind": leave.kind.code,
        "starts_at": leave.starts_at.isoformat(),
        "ends_at": leave.ends_at.isoformat(),
        "days": plain(leave.days),
        "path": leave.path,
        "state": str(leave.state),
    }
