"""What the punch button shows: where somebody stands now."""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from callcenter.objections import Objection
from callcenter.people.models import Employee
from staffing.attendance.days.models import AttendanceDay
from staffing.attendance.days.services import AHEAD
from staffing.attendance.punches.models import Direction, Punch
from staffing.attendance.punches.services import network_objections
from staffing.roster.models import Assignment

RECENT = datetime.timedelta(hours=20)  # an arrival older than that is no longer being there


@dataclass(frozen=True)
class Clock:
    """The button: since when somebody is in (None: they are not), their shift, today's punches, why it is closed."""

    now: datetime.datetime
    since: datetime.datetime | None
    shift: Assignment | None
    punches: list[Punch]
    day: AttendanceDay | None
    objections: list[Objection]

    @property
    def direction(self) -> str:
        """What the next press says."""
        return Direction.OUT.value if self.since else Direction.IN.value

    @property
    def is_late(self) -> bool:
        """Whether the shift has begun without them."""
        return bool(self.shift and not self.since and not self._came and self.now > self.shift.starts_at)

    @property
    def _came(self) -> bool:
        return self.day is not None and self.day.first_in is not None


def clock(employee: Employee, ip: str | None) -> Clock:
    """Where somebody stands now; five queries."""
    now = timezone.now()
    recent = Punch.objects.standing().filter(employee=employee, occurred_at__gt=now - RECENT)
    punches = list(recent.order_by("occurred_at", "pk"))
    last = punches[-1] if punches else None
    shifts = Assignment.objects.published().filter(
        employee=employee, ends_at__gt=now - datetime.timedelta(hours=2), starts_at__lt=now + AHEAD
    )
    shift = shifts.order_by("starts_at").first()
    on = shift.on if shift else employee.site.today()
    return Clock(
        now,
        last.occurred_at if last is not None and last.direction == Direction.IN else None,
        shift,
        [punch for punch in punches if punch.occurred_at > now - RECENT / 2] if not shift else punches,
        AttendanceDay.objects.filter(employee=employee, on=on).select_related("employee", "site").first(),
        network_objections(employee.site, ip),
    )
