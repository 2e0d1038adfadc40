"""Taking a roll call: who was there gets an arrival by hand, unless a clock has one already."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from callcenter.access.permissions import Actor, position, require, user_of
from callcenter.audit import services as audit
from callcenter.objections import Objection, RuleViolation
from callcenter.people.models import Employee, Team
from staffing.attendance import access
from staffing.attendance.days.models import AttendanceDay, Reason
from staffing.attendance.days.services import work_out_days
from staffing.attendance.policy import policy
from staffing.attendance.punches.models import Direction, Punch, Source
from staffing.attendance.rollcalls.models import Mark, RollCall, RollCallMark
from staffing.leave.selectors import leave_on
from staffing.roster.models import Assignment

EARLIEST = datetime.timedelta(hours=1)


@dataclass(frozen=True)
class Due:
    """Somebody who is to be there: the shift, what is known of the day, the mark of an earlier calling."""

    assignment: Assignment
    day: AttendanceDay | None
    mark: str
    is_self: bool
    on_leave: str = ""

    @property
    def employee(self) -> Employee:
        return self.assignment.employee

    @property
    def arrived_at(self) -> datetime.datetime | None:
        return self.day.first_in if self.day else None


def due(team: Team, starts_at: datetime.datetime, *, actor: Actor) -> list[Due]:
    """Who is to be there at a start, by number; a fixed number of queries."""
    rows = Assignment.objects.published().filter(team=team, starts_at=starts_at, shift_type__isnull=False)
    shifts = list(rows.select_related("employee__site", "site").order_by("employee__number"))
    ids = [each.employee_id for each in shifts]
    on = shifts[0].on if shifts else starts_at.date()
    days = {day.employee_id: day for day in AttendanceDay.objects.filter(employee__in=ids, on=on)}
    marks = dict(
        RollCallMark.objects.filter(roll_call__team=team, roll_call__starts_at=starts_at).values_list(
            "employee_id", "mark"
        )
    )
    away = {
        pk: str(span.kind)
        for pk, spans in leave_on(ids, on, on).items()
        for span in spans
        if span.counts and span.starts_at <= starts_at < span.ends_at
    }
    me = position(actor).employee_id
    return [
        Due(
            each,
            days.get(each.employee_id),
            marks.get(each.employee_id, ""),
            each.employee_id == me,
            away.get(each.employee_id, ""),
        )
        for each in shifts
    ]


@transaction.atomic
def call_roll(
    team: Team, starts_at: datetime.datetime, marks: Mapping[int, Mark], *, actor: Actor
) -> RollCall:
    """Record who was there (employee id: mark). It may be called again: latecomers come in, a mark is put right.

    Present: an arrival at the roll call, by hand, where none is known. Late: an arrival now. Absent: nothing but the mark.
    Nobody calls themselves; who is on leave is not called.
    """
    require(access.may_call_roll(actor, team.pk))
    team = (
        Team.objects.select_for_update(of=("self",), no_key=True)
        .select_related("department__site")
        .get(pk=team.pk)
    )
    now, site = timezone.now().replace(microsecond=0), team.department.site
    lines = [each for each in due(team, starts_at, actor=actor) if not each.is_self and not each.on_leave]
    if not lines:
        raise RuleViolation(Objection("attendance.nobody_to_call"))
    if now < starts_at - EARLIEST:
        raise RuleViolation(Objection("attendance.roll_call_too_early"))
    if now > max(each.assignment.ends_at for each in lines):
        raise RuleViolation(Objection("attendance.roll_call_too_late"))
    called, _is_new = RollCall.objects.update_or_create(
        team=team,
        starts_at=starts_at,
        defaults={
            "site": site,
            "called_by": user_of(actor),
            "called_at": now,
        },
    )
    on = lines[0].assignment.on
    in_time = starts_at - datetime.timedelta(seconds=policy(site, on).rollcall)
    known = {each.employee.pk: each for each in lines}
    said = {pk: Mark(mark) for pk, mark in marks.items() if pk in known}
    RollCallMark.objects.bulk_create(
        [RollCallMark(roll_call=called, employee_id=pk, mark=mark) for pk, mark in sorted(said.items())],
        update_conflicts=True,
        unique_fields=["roll_call", "employee"],
        update_fields=["mark"],
    )
    arrivals = [
        Punch(
            site=site,
            employee_id=pk,
            team=team,
            occurred_at=min(in_time, now) if mark is Mark.PRESENT else now,
            direction=Direction.IN,
            source=Source.MANUAL,
            source_key=f"rollcall-{called.pk}",
            recorded_by=user_of(actor),
        )
        for pk, mark in sorted(said.items())
        if mark is not Mark.ABSENT and known[pk].arrived_at is None
    ]
    Punch.objects.bulk_create(arrivals, ignore_conflicts=True)
    work_out_days(site, {(punch.employee_id, on): Reason.PUNCH for punch in arrivals})
    counts = {mark.value: sum(each is mark for each in said.values()) for mark in Mark}
    audit.record(actor, "attendance.roll_call.taken", called, after=counts | {"arrivals": len(arrivals)})
    return called


@dataclass(frozen=True)
class Start:
    """A team's shifts that start at one moment: how many people, how many are there, when it was called."""

    team: Team
    starts_at: datetime.datetime
    heads: int
    there: int
    called_at: datetime.datetime | None


def starts(teams: list[Team], on: datetime.date) -> list[Start]:
    """The starts of these teams' shifts on a day, in order; three queries."""
    by_id = {team.pk: team for team in teams}
    rows = Assignment.objects.published().filter(team__in=by_id, on=on, shift_type__isnull=False)
    heads: dict[tuple[int, datetime.datetime], list[int]] = {}
    for team, at, employee in rows.values_list("team_id", "starts_at", "employee_id"):
        heads.setdefault((team, at), []).append(employee)
    there = set(
        AttendanceDay.objects.filter(
            employee__in={pk for ids in heads.values() for pk in ids}, on=on, first_in__isnull=False
        ).values_list("employee_id", flat=True)
    )
    called = {
        (team, at): when
        for team, at, when in RollCall.objects.filter(
            team__in=by_id, starts_at__in={at for _team, at in heads}
        ).values_list("team_id", "starts_at", "called_at")
    }
    return [
        Start(by_id[team], at, len(ids), len(there & set(ids)), called.get((team, at)))
        for (team, at), ids in sorted(heads.items(), key=lambda each: (each[0][1], each[0][0]))
    ]
