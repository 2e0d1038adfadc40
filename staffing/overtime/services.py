"""Asking for overtime, assigning it, consent, approval, calling off (domain §4.6).

Locks are taken in this order: the running request, the overtime, the person, the roster.
"""

import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.utils import timezone

from callcenter.access.permissions import Actor, require, user_of
from callcenter.approvals import services as approvals
from callcenter.approvals.requests.models import RUNNING, Request
from callcenter.audit import services as audit
from callcenter.notifications.services import notify
from callcenter.objections import Objection, RuleViolation, refuse
from callcenter.people.models import Employee, TeamMembership
from callcenter.workcalendar.periods import Kind, period_of
from staffing.overtime import access, rules
from staffing.overtime.models import KIND, OPEN, Overtime, OvertimeState
from staffing.overtime.wording import times
from staffing.roster import services as roster
from staffing.roster.duties import Duty
from staffing.roster.models import Origin
from staffing.shifts.rules import DAY, Segment
from staffing.swaps.rules import Person
from staffing.swaps.situation import Situation, gather

LONGEST = datetime.timedelta(hours=24)
BATCH = 200


@transaction.atomic
def ask(
    employee: Employee,
    starts_at: datetime.datetime,
    ends_at: datetime.datetime,
    *,
    reason: str,
    actor: Actor,
) -> Overtime:
    """The employee asks to work overtime; the leader endorses, the director approves."""
    employee = _held(employee.pk)
    require(access.may_ask(actor, employee))
    overtime = _new(employee, starts_at, ends_at, reason, actor)
    now = timezone.now()
    overtime.state, overtime.consented_at = OvertimeState.ASKED, now
    refuse(objections(overtime, at=now))
    _keep(overtime)
    audit.record(actor, "overtime.request.asked", overtime, after=_facts(overtime), reason=overtime.reason)
    approvals.start(KIND, overtime, applicant=employee, actor=None, reason=overtime.reason)
    return overtime


@transaction.atomic
def assign(
    employee: Employee,
    starts_at: datetime.datetime,
    ends_at: datetime.datetime,
    *,
    reason: str,
    actor: Actor,
    override_reason: str = "",
) -> Overtime:
    """A leader asks somebody to work overtime: nothing happens without their consent.

    `override_reason`: the center manager lets the limits of the law pass, and says why.
    """
    employee = _held(employee.pk)
    overtime = _new(employee, starts_at, ends_at, reason, actor)
    require(access.may_assign(actor, employee.site, overtime.team_id))
    require(not _is(actor, employee))
    if override_reason.strip():
        require(access.may_let_pass(actor, employee.site))
        overtime.override_reason, overtime.overridden_by = override_reason.strip(), user_of(actor)
    overtime.state = OvertimeState.ASSIGNED
    overtime.assigned_by = Employee.objects.filter(user=getattr(actor, "pk", None)).first()
    refuse(objections(overtime, at=timezone.now()))
    _keep(overtime)
    _tell("overtime.assigned", overtime, [employee], leader=overtime.assigned_by or "")
    after = _facts(overtime) | ({"let_pass": overtime.override_reason} if overtime.override_reason else {})
    audit.record(actor, "overtime.request.assigned", overtime, after=after, reason=overtime.reason)
    return overtime


@transaction.atomic
def consent(overtime: Overtime, *, actor: Actor) -> Overtime:
    """The employee agrees: it goes up the line, or into the roster where who assigned it decides alone."""
    overtime = _locked(overtime)
    require(access.may_answer(actor, overtime))
    _require_assigned(overtime)
    employee, now = _held(overtime.employee_id), timezone.now()
    refuse(objections(overtime, at=now))
    overtime.state, overtime.consented_at = OvertimeState.ASKED, now
    overtime.save(update_fields=["state", "consented_at"])
    audit.record(actor, "overtime.request.consented", overtime)
    assigner = overtime.asked_by
    if assigner is not None and access.decides_alone(assigner, overtime.site):
        _apply(overtime, actor=assigner, words=overtime.reason)
    else:
        approvals.start(KIND, overtime, applicant=employee, actor=None, reason=overtime.reason)
    _answered(overtime)
    return overtime


@transaction.atomic
def decline(overtime: Overtime, *, actor: Actor, words: str = "") -> Overtime:
    """The employee does not agree: it ends here."""
    overtime = _locked(overtime)
    require(access.may_answer(actor, overtime))
    _require_assigned(overtime)
    _close(overtime, OvertimeState.DECLINED, words)
    _answered(overtime)
    audit.record(actor, "overtime.request.declined", overtime, reason=words)
    return overtime


@transaction.atomic
def cancel(overtime: Overtime, *, actor: Actor, words: str = "") -> Overtime:
    """Call it off: what waits, or what is in the roster and has not begun."""
    overtime = _locked(overtime)
    require(access.may_cancel(actor, overtime))
    before = overtime.state
    if before == OvertimeState.APPROVED:
        row = overtime.assignment
        if row is None or row.starts_at <= timezone.now():
            raise RuleViolation(Objection("overtime.begun", {"number": overtime.number}))
        roster.take_back(row, actor=actor, reason=words or overtime.reason, origin=Origin.CORRECTION)
    elif not overtime.is_open:
        raise _not_open(overtime)
    _close(overtime, OvertimeState.CANCELLED, words)
    for request in running_requests(overtime):
        approvals.withdraw(request, actor=None, comment=words)
    _tell("overtime.decided", overtime, [overtime.employee])
    audit.record(actor, "overtime.request.cancelled", overtime, before={"state": before}, reason=words)
    return overtime


def drop_begun(now: datetime.datetime | None = None) -> int:
    """Call off what nobody agreed to before it was over; how many."""
    rows = Overtime.objects.filter(state__in=OPEN, ends_at__lte=now or timezone.now()).order_by("pk")
    late = list(rows[:BATCH])
    for overtime in late:
        cancel(overtime, actor=None)
    return len(late)


# What the decisions of the line do: called by approvals in the transaction of the decision, with the request held.


def approved(overtime: Overtime, request: Request, actor: Actor) -> None:
    """The director's yes: checked anew with the person held, then it is in the roster."""
    overtime = _held_overtime(overtime.pk)
    if overtime.state != OvertimeState.ASKED:
        raise _not_open(overtime)
    _held(overtime.employee_id)
    refuse(objections(overtime, at=timezone.now(), is_new=False))
    _apply(overtime, actor=actor, words=_words(request))


def rejected(overtime: Overtime, request: Request, actor: Actor) -> None:
    """Somebody of the line says no."""
    overtime = _held_overtime(overtime.pk)
    if not overtime.is_open:
        return
    _close(overtime, OvertimeState.REJECTED, _words(request))
    _tell("overtime.decided", overtime, [overtime.employee])
    audit.record(actor, "overtime.request.rejected", overtime, reason=overtime.decision)


def withdrawn(overtime: Overtime, request: Request, actor: Actor) -> None:
    """The employee has withdrawn the request."""
    overtime = _held_overtime(overtime.pk)
    if overtime.is_open:
        _close(overtime, OvertimeState.CANCELLED, "")
        audit.record(actor, "overtime.request.cancelled", overtime)


def _apply(overtime: Overtime, *, actor: Actor, words: str) -> None:
    row = roster.add_overtime(
        overtime.employee, overtime.starts_at, overtime.ends_at, actor=actor, reason=overtime.reason
    )
    overtime.state, overtime.assignment = OvertimeState.APPROVED, row
    overtime.decided_at, overtime.decision = timezone.now(), words
    overtime.save(update_fields=["state", "assignment", "decided_at", "decision"])
    _tell("overtime.decided", overtime, [overtime.employee])
    audit.record(actor, "overtime.request.approved", overtime, after=_facts(overtime), reason=words)


def objections(overtime: Overtime, *, at: datetime.datetime, is_new: bool = True) -> list[Objection]:
    """Everything that stands against it, as things are now."""
    where, person = situation(overtime)
    found = []
    if overtime.ends_at - overtime.starts_at > LONGEST:
        found.append(Objection("overtime.too_long", {"hours": int(LONGEST.total_seconds() // 3600)}, "ends"))
    if any(each.second or each.microsecond for each in (overtime.starts_at, overtime.ends_at)):
        found.append(Objection("overtime.only_minutes", {}, "begins"))
    return found + rules.objections(
        person,
        duty_of(overtime),
        where.roster,
        reason=overtime.reason,
        at=at,
        is_let_pass=bool(overtime.override_reason),
        is_new=is_new,
    )


def situation(overtime: Overtime) -> tuple[Situation, Person]:
    """The person with everything around that day."""
    where = gather(overtime.site, {overtime.employee_id}, month_days(overtime.on), on=overtime.site.today())
    return where, where.people[overtime.employee_id]


def month_days(on: datetime.date) -> set[datetime.date]:
    """The day and the last of its month: the month's overtime is counted whole."""
    return {on, period_of(Kind.MONTH, on).last}


def duty_of(overtime: Overtime) -> Duty:
    """As the rules take it: one stretch of work in wall-clock minutes of its day."""
    start = overtime.starts_at.astimezone(overtime.site.zone)
    first = start.hour * 60 + start.minute + (start.date() - overtime.on).days * DAY
    parts = (Segment(first, first + overtime.minutes),)
    return Duty(
        overtime.on,
        overtime.starts_at,
        overtime.ends_at,
        overtime.minutes,
        is_overtime=True,
        segments=parts,
    )


def running_requests(overtime: Overtime) -> Any:
    """What is asked of the line and not decided yet."""
    kind = ContentType.objects.get_for_model(Overtime)
    return Request.objects.filter(
        kind=KIND, subject_type=kind, subject_id=overtime.pk, state__in=RUNNING
    ).order_by("pk")


def _new(
    employee: Employee,
    starts_at: datetime.datetime,
    ends_at: datetime.datetime,
    reason: str,
    actor: Actor,
) -> Overtime:
    on = starts_at.astimezone(employee.site.zone).date()
    place = TeamMembership.objects.filter(employee=employee, period__contains=on).select_related("team")
    team = place[0].team if place else None
    return Overtime(
        site=employee.site,
        department_id=team.department_id if team else None,
        team=team,
        employee=employee,
        on=on,
        starts_at=starts_at,
        ends_at=ends_at,
        reason=reason.strip(),
        asked_by=user_of(actor),
        asked_at=timezone.now(),
    )


def _keep(overtime: Overtime) -> None:
    try:
        with transaction.atomic():
            overtime.save(force_insert=True)
    except IntegrityError as error:
        if "overtime_is_asked_for_once_at_a_time" not in str(error):
            raise
        raise RuleViolation(Objection("overtime.clashes")) from error


def _is(actor: Actor, employee: Employee) -> bool:
    return actor is not None and employee.user_id == actor.pk


def _held(employee_id: int) -> Employee:
    rows = Employee.objects.select_for_update(of=("self",)).select_related("site", "user")
    return rows.get(pk=employee_id)


def _locked(overtime: Overtime) -> Overtime:
    list(running_requests(overtime).select_for_update(of=("self",)))
    return _held_overtime(overtime.pk)


def _held_overtime(pk: int) -> Overtime:
    rows = Overtime.objects.select_for_update(of=("self",))
    return rows.select_related(
        "site", "employee__user", "employee__site", "assigned_by", "asked_by", "assignment"
    ).get(pk=pk)


def _require_assigned(overtime: Overtime) -> None:
    if overtime.state != OvertimeState.ASSIGNED:
        figures = {"number": overtime.number, "state": overtime.get_state_display()}
        raise RuleViolation(Objection("overtime.not_waiting", figures))


def _not_open(overtime: Overtime) -> RuleViolation:
    figures = {"number": overtime.number, "state": overtime.get_state_display()}
    return RuleViolation(Objection("overtime.not_open", figures))


def _close(overtime: Overtime, state: OvertimeState, words: str) -> None:
    overtime.state, overtime.decided_at, overtime.decision = state, timezone.now(), words.strip()
    overtime.save(update_fields=["state", "decided_at", "decision"])


def _words(request: Request) -> str:
    acted = request.steps.filter(state__in=["approved", "rejected"]).order_by("-decided_at", "-place")
    return acted.values_list("comment", flat=True).first() or ""


def _answered(overtime: Overtime) -> None:
    if overtime.assigned_by is not None:
        _tell("overtime.answered", overtime, [overtime.assigned_by])


def _tell(kind: str, overtime: Overtime, people: list[Employee], **figures: Any) -> None:
    users = [one.user_id for one in people if one.user_id]
    shown = {
        "name": overtime.employee,
        "on": overtime.on,
        "times": times(overtime),
        "state": OvertimeState(overtime.state).label,
        **figures,
    }
    if users:
        key = f"{overtime.pk}:{overtime.state}"
        notify(kind, recipients=users, subject=overtime, figures=shown, key=key, site_id=overtime.site_id)


def _facts(overtime: Overtime) -> dict[str, Any]:
    return {
        "employee": overtime.employee.number,
        "on": overtime.on.isoformat(),
        "times": times(overtime),
        "minutes": overtime.minutes,
    }
