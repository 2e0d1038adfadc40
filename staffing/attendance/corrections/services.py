"""Asking for corrections; what the decision does. The original punch is never changed: a correction adds, or voids by reference."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from callcenter.access.permissions import Actor, position, require, user_of
from callcenter.approvals import services as approvals
from callcenter.approvals.requests.models import Request
from callcenter.audit import services as audit
from callcenter.objections import Objection, RuleViolation
from callcenter.people.models import Employee
from staffing.attendance import access
from staffing.attendance.corrections.models import KIND, Correction, State
from staffing.attendance.days.models import AttendanceDay, Reason
from staffing.attendance.days.services import refresh
from staffing.attendance.punches.models import Punch, PunchVoid, Source
from staffing.attendance.punches.services import time_objections, touched

FARTHEST = datetime.timedelta(days=1)  # a punch of a night shift may lie on the next day


@dataclass(frozen=True)
class Wish:
    """What is to be corrected: a punch that was forgotten (`adds_at` with `direction`), one that is wrong (`voids_id`)."""

    reason: str
    adds_at: datetime.datetime | None = None
    direction: str = ""
    voids_id: int | None = None


@transaction.atomic
def ask_correction(employee: Employee, on: datetime.date, wish: Wish, *, actor: Actor) -> Correction:
    """Ask for a correction of a day: the shift leader endorses, the director approves.

    The shift leader may ask for somebody of the team; the next one up then decides. Refused: nothing to correct, a punch of
    another day or one that is voided already, a moment that has not come, the same asked twice.
    """
    employee = (
        Employee.objects.select_for_update(of=("self",), no_key=True)
        .select_related("site")
        .get(pk=employee.pk)
    )
    team_id = _team_on(employee, on)
    require(access.may_ask_correction(actor, employee, team_id))
    found = _objections(employee, on, wish)
    if found:
        raise RuleViolation(found)
    correction = Correction(
        site=employee.site,
        employee=employee,
        team_id=team_id,
        on=on,
        adds_at=wish.adds_at.replace(microsecond=0) if wish.adds_at else None,
        direction=wish.direction if wish.adds_at else "",
        voids_punch_id=wish.voids_id,
        reason=wish.reason.strip(),
        asked_by=user_of(actor),
    )
    try:
        with transaction.atomic():
            correction.save(force_insert=True)
    except IntegrityError as error:
        if "a_punch_has_one_open" not in str(error) and "a_forgotten_punch" not in str(error):
            raise
        raise RuleViolation(Objection("attendance.asked_already")) from error
    audit.record(
        actor, "attendance.correction.asked", correction, after=_told(correction), reason=wish.reason
    )
    asker = actor if actor is not None and access.is_own(actor, employee) else None
    approvals.start(KIND, correction, applicant=employee, actor=asker, reason=correction.reason)
    return correction


def _team_on(employee: Employee, on: datetime.date) -> int | None:
    worked_for: int | None = (
        AttendanceDay.objects.filter(employee=employee, on=on).values_list("team_id", flat=True).first()
    )
    if worked_for is None:
        rows = employee.teammemberships.filter(period__contains=on)
        worked_for = rows.values_list("team_id", flat=True).first()
    return worked_for


def _objections(employee: Employee, on: datetime.date, wish: Wish) -> list[Objection]:
    found = []
    if wish.adds_at is None and wish.voids_id is None:
        found.append(Objection("attendance.nothing_to_correct", {}, "adds_at"))
    if not wish.reason.strip():
        found.append(Objection("attendance.reason_needed", {}, "reason"))
    if wish.adds_at is not None:
        found += [Objection(each.code, each.figures, "adds_at") for each in time_objections(wish.adds_at)]
        local = wish.adds_at.astimezone(employee.site.zone).date()
        if abs(local - on) > FARTHEST:
            found.append(Objection("attendance.too_far_from_the_day", {"on": on.isoformat()}, "adds_at"))
        if wish.direction not in ("in", "out"):
            found.append(Objection("attendance.say_in_or_out", {}, "direction"))
    if wish.voids_id is not None:
        punch = Punch.objects.filter(pk=wish.voids_id, employee=employee).first()
        if punch is None or (employee.pk, on) not in touched([(employee.pk, punch.occurred_at, 0)]):
            found.append(Objection("attendance.punch_of_another_day", {}, "voids"))
        elif PunchVoid.objects.filter(punch=punch).exists():
            found.append(Objection("attendance.punch_void_already", {}, "voids"))
    return found


def _told(correction: Correction) -> dict[str, Any]:
    """For the trail."""
    return {
        "on": correction.on,
        "adds_at": correction.adds_at,
        "direction": correction.direction,
        "voids": str(correction.voids_punch) if correction.voids_punch else None,
    }


def carry_out(correction: Any, request: Request, actor: Actor) -> None:
    """The last level said yes: void and add by reference, and work the day out. Called inside the decision."""
    correction = _closed(correction, State.APPROVED)
    if correction.voids_punch_id is not None:
        _made, is_new = PunchVoid.objects.get_or_create(
            punch_id=correction.voids_punch_id, defaults={"correction": correction}
        )
        if not is_new:
            raise RuleViolation(Objection("attendance.punch_void_already"))
    if correction.adds_at is not None:
        Punch.objects.create(
            site=correction.site,
            employee=correction.employee,
            team=correction.team,
            occurred_at=correction.adds_at,
            direction=correction.direction,
            source=Source.MANUAL,
            source_key=f"correction-{correction.pk}",
            recorded_by=user_of(actor),
        )
    moments = [correction.adds_at, getattr(correction.voids_punch, "occurred_at", None)]
    rows = touched([(correction.employee_id, at, 0) for at in moments if at])
    refresh(correction.employee, {on for _pk, on in rows} | {correction.on}, Reason.CORRECTION)
    audit.record(actor, "attendance.correction.approved", correction, after=_told(correction))


def turn_down(correction: Any, request: Request, actor: Actor) -> None:
    """A level said no: nothing changes."""
    audit.record(actor, "attendance.correction.rejected", _closed(correction, State.REJECTED))


def take_back(correction: Any, request: Request, actor: Actor) -> None:
    """Who asked takes it back."""
    audit.record(actor, "attendance.correction.withdrawn", _closed(correction, State.WITHDRAWN))


def _closed(correction: Correction, state: State) -> Correction:
    rows = Correction.objects.select_for_update(of=("self",))
    correction = rows.select_related("employee__site", "site", "team", "voids_punch").get(pk=correction.pk)
    correction.state, correction.decided_at = state.value, timezone.now()
    correction.save(update_fields=["state", "decided_at"])
    return correction


def entered_by(correction: Correction) -> int | None:
    """The employee who asked for it on behalf of another; they do not decide it."""
    user = correction.asked_by
    me = position(user).employee_id if user else None
    return me if me != correction.employee_id else None
