"""Fairness: points for nights, weekends and holidays, so that everybody carries as much (P71; domain §4.2).

A night shift counts its points wherever it lies; a shift on a public holiday counts the holiday's points, on another Saturday or
Sunday the weekend's, unless the calendar makes that day a workday. Overtime counts nothing. A shift counts on the day it starts.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from callcenter.people.models import Department, Employee
from callcenter.workcalendar.rules import DayKind, OpenHours
from callcenter.workcalendar.selectors import open_hours
from staffing.roster import selectors
from staffing.roster.duties import Duty
from staffing.roster.limits import Policy
from staffing.roster.policy import policy

SATURDAY = 5


@dataclass(frozen=True)
class Points:
    """What somebody carried: shifts of each kind, and points."""

    shifts: int = 0
    nights: int = 0
    weekends: int = 0
    holidays: int = 0
    total: int = 0


@dataclass(frozen=True)
class Line:
    """A person's points, and how far they are from the mean of the department."""

    employee: Employee
    points: Points
    from_mean: float


@dataclass(frozen=True)
class Table:
    """Everybody's points, the most first; equal totals are aimed at."""

    lines: list[Line]
    mean: float
    first: datetime.date
    last: datetime.date

    @property
    def spread(self) -> int:
        """The distance between the most and the fewest points."""
        totals = [line.points.total for line in self.lines]
        return max(totals) - min(totals) if totals else 0


def points(duties: Iterable[Duty], hours: OpenHours, limits: Policy) -> Points:
    """The points of one person's duties. Pure."""
    shifts = nights = weekends = holidays = 0
    for duty in duties:
        if duty.is_overtime:
            continue
        plan = hours.plan(duty.on)
        is_make_up = plan.day is not None and plan.day.kind is DayKind.MAKE_UP
        shifts += 1
        nights += duty.is_night
        holidays += plan.is_holiday
        weekends += duty.on.weekday() >= SATURDAY and not plan.is_holiday and not is_make_up
    total = nights * limits.night_points + weekends * limits.weekend_points + holidays * limits.holiday_points
    return Points(shifts, nights, weekends, holidays, total)


def table(
    department: Department, first: datetime.date, last: datetime.date, *, include_drafts: bool = False
) -> Table:
    """The points of everybody in the department within [first, last]; constant queries."""
    people = {member.employee.pk: member.employee for member in selectors.members(department, first, last)}
    duties = selectors.duties(people.keys(), first, last, include_drafts=include_drafts)
    hours, limits = open_hours(department.site, first), policy(department.site, first)
    found = {pk: points(duties.get(pk, ()), hours, limits) for pk in people}
    counted = [each.total for each in found.values() if each.shifts]
    mean = sum(counted) / len(counted) if counted else 0.0
    lines = [Line(people[pk], each, each.total - mean) for pk, each in found.items() if each.shifts]
    lines.sort(key=lambda line: (-line.points.total, line.employee.number))
    return Table(lines, mean, first, last)
