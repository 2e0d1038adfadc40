"""Plain makers of attendance: each returns a saved object."""

import datetime
from typing import Any

from django.db import transaction

from callcenter.accounts.models import User
from callcenter.people.models import Employee
from staffing.attendance.days.models import Reason
from staffing.attendance.days.services import mark_stale, work_out_stale
from staffing.attendance.models import AttendanceDay, Punch
from staffing.attendance.punches.models import Source
from staffing.attendance.punches.services import PunchRow, add_punches

DAY = datetime.date(2026, 3, 12)


def moment(employee: Employee, on: datetime.date, clock: str) -> datetime.datetime:
    """A time on the clock of the person's site."""
    return datetime.datetime.combine(on, datetime.time.fromisoformat(clock), employee.site.zone)


def make_punch(
    employee: Employee, clock: str, direction: str = "in", on: datetime.date = DAY, **fields: Any
) -> Punch:
    defaults = {"source": "device", "source_key": "door-1"}
    return Punch.objects.create(
        site=employee.site,
        employee=employee,
        team_id=employee.teammemberships.values_list("team_id", flat=True).first(),
        occurred_at=moment(employee, on, clock),
        direction=direction,
        **(defaults | fields),
    )


def import_punches(employee: Employee, *told: str, on: datetime.date = DAY) -> None:
    """ "in 07:45", "out 16:30" of a day, as a file brings them."""
    rows = [
        PunchRow(employee.pk, moment(employee, on, each.split()[1]), each.split()[0].replace("?", "unknown"))
        for each in told
    ]
    with transaction.atomic():
        add_punches(rows, source=Source.IMPORT, actor=None)


def worked_out(employee: Employee, on: datetime.date = DAY) -> AttendanceDay:
    """The person's day once everything that is stale has been worked out."""
    if not AttendanceDay.objects.filter(employee=employee, on=on).exists():
        mark_stale([(employee.pk, on)], Reason.ASKED)
    work_out_stale()
    return AttendanceDay.objects.select_related("employee__site", "site").get(employee=employee, on=on)


def user_of(employee: Employee) -> User:
    """The person's log-in."""
    assert employee.user is not None
    return employee.user
