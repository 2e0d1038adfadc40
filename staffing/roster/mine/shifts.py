"""Somebody's own shifts, day by day: times, meal, team, who leads, leave, and what changed since it was published."""

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from callcenter.access.posts import PostCode
from callcenter.people.models import Employee, ReportingLine
from callcenter.workcalendar.periods import month_after
from callcenter.workcalendar.selectors import open_hours
from callcenter.workcalendar.wording import day_name
from staffing.roster import absences
from staffing.roster.absences import Absence
from staffing.roster.models import Assignment, Origin, RosterChange
from staffing.roster.telling import cell_text
from staffing.shifts.rules import SegmentKind, told
from staffing.shifts.wording import hours_of, written

LEADING = (PostCode.SHIFT_LEADER, PostCode.GROUP_LEADER)
ONE_DAY = datetime.timedelta(days=1)
LOOKED_BACK = datetime.timedelta(days=30)


@dataclass(frozen=True)
class MyShift:
    """One shift or stretch of overtime, with who leads it."""

    row: Assignment
    leaders: list[Employee]

    @property
    def name(self) -> str:
        return str(self.row.shift_type) if self.row.shift_type else _("Overtime")

    @property
    def colour(self) -> str:
        return self.row.shift_type.colour if self.row.shift_type else "grey"

    @property
    def times(self) -> str:
        """08:30–15:00, 20:00–23:00."""
        return written(told(self.row.parts)[0])

    @property
    def meals(self) -> str:
        return written([(each.start, each.end) for each in self.row.parts if each.kind is SegmentKind.MEAL])

    @property
    def hours(self) -> str:
        return hours_of(self.row.parts)

    @property
    def origin(self) -> str:
        """How it came, where that is not by the roster itself."""
        plain = (Origin.ROSTER.value, Origin.IMPORT.value)
        return "" if self.row.origin in plain else str(Origin(self.row.origin).label)


@dataclass(frozen=True)
class MyChange:
    """A change since it was published: "day off → D 08:00–16:30", why and by whom."""

    row: RosterChange

    @property
    def before(self) -> str:
        return str(cell_text(self.row.before))

    @property
    def after(self) -> str:
        return str(cell_text(self.row.after))

    @property
    def origin(self) -> str:
        return str(Origin(self.row.origin).label)

    @property
    def who(self) -> str:
        return self.row.changed_by.get_full_name() if self.row.changed_by else str(_("The system"))


@dataclass(frozen=True)
class MyDay:
    """A day: its shifts (none: a day off, or nothing is published yet), leave and changes."""

    on: datetime.date
    is_today: bool = False
    is_published: bool = False  # the roster of its month stands
    holiday: str = ""
    shifts: list[MyShift] = field(default_factory=list)
    away: list[Absence] = field(default_factory=list)
    changes: list[MyChange] = field(default_factory=list)


def days(employee: Employee, first: datetime.date, last: datetime.date) -> list[MyDay]:
    """Each day of [first, last]. As many queries for a year as for a day."""
    site, today = employee.site, employee.site.today()
    shifts = _shifts(employee, first, last)
    changed = defaultdict(list)
    for change in changes(employee, first, last):
        changed[change.row.on].append(change)
    away = absences.between({employee.pk}, _midnight(first, site), _midnight(last + ONE_DAY, site))
    hours = open_hours(site, first)
    published = _published_months(employee, first, last)
    found = []
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        on = datetime.date.fromordinal(ordinal)
        plan = hours.plan(on)
        start, end = _midnight(on, site), _midnight(on + ONE_DAY, site)
        found.append(
            MyDay(
                on,
                is_today=on == today,
                is_published=on.replace(day=1) in published or bool(shifts.get(on)),
                holiday=day_name(plan.day) if plan.day and plan.is_holiday else "",
                shifts=shifts.get(on, []),
                away=[
                    each
                    for each in away.get(employee.pk, [])
                    if each.starts_at < end and start < each.ends_at
                ],
                changes=changed[on],
            )
        )
    return found


def changes(employee: Employee, first: datetime.date, last: datetime.date) -> list[MyChange]:
    """What changed of these days after it was published, the latest first."""
    rows = RosterChange.objects.filter(employee=employee, on__gte=first, on__lte=last)
    return [
        MyChange(row) for row in rows.select_related("changed_by__employee").order_by("-changed_at", "-pk")
    ]


def latest_changes(employee: Employee) -> list[MyChange]:
    """Those of the last month and of everything ahead, the latest first."""
    today = employee.site.today()
    return changes(employee, today - LOOKED_BACK, datetime.date.max)[:50]


def next_shifts(employee: Employee, now: datetime.datetime, count: int = 2) -> list[Assignment]:
    """The shift under way and those that follow."""
    rows = Assignment.objects.published().filter(employee=employee, ends_at__gt=now)
    return list(rows.select_related("shift_type", "team").order_by("starts_at")[:count])


def _shifts(
    employee: Employee, first: datetime.date, last: datetime.date
) -> dict[datetime.date, list[MyShift]]:
    rows = Assignment.objects.published().filter(employee=employee, on__gte=first, on__lte=last)
    own = list(rows.select_related("shift_type", "team").order_by("starts_at"))
    leaders = _leaders(employee, own)
    found: dict[datetime.date, list[MyShift]] = defaultdict(list)
    for row in own:
        found[row.on].append(MyShift(row, leaders.get(row.pk, [])))
    return found


def _leaders(employee: Employee, own: Sequence[Assignment]) -> dict[int, list[Employee]]:
    """Who leads each shift: shift and group leaders of its team who are on at that time, else the superior of the day."""
    if not own:
        return {}
    posts = {"employee__postholdings__post__code__in": [post.value for post in LEADING]}
    rows = Assignment.objects.published().filter(
        team__in={row.team_id for row in own if row.team_id},
        on__gte=own[0].on - ONE_DAY,
        on__lte=own[-1].on + ONE_DAY,
        employee__postholdings__period__contains=F("on"),
        **posts,
    )
    there: dict[Any, dict[int, Assignment]] = defaultdict(dict)
    for row in rows.exclude(employee=employee).select_related("employee").order_by("employee__number"):
        there[row.team_id][row.pk] = row
    lines = list(ReportingLine.objects.filter(employee=employee).select_related("superior"))
    found = {}
    for mine in own:
        on_duty = {
            row.employee_id: row.employee
            for row in there[mine.team_id].values()
            if row.starts_at < mine.ends_at and mine.starts_at < row.ends_at
        }
        superior = [line.superior for line in lines if mine.on in line.period]
        found[mine.pk] = list(on_duty.values()) or superior
    return found


def _published_months(employee: Employee, first: datetime.date, last: datetime.date) -> set[datetime.date]:
    """The months whose roster of the person's department is published, by their first days."""
    rows = employee.teammemberships.filter(
        team__department__rosters__published_at__isnull=False,
        team__department__rosters__month__gte=first.replace(day=1),
        team__department__rosters__month__lte=last,
    )
    months = rows.values_list("team__department__rosters__month", "period")
    return {month for month, period in months if _touches(period, month)}


def _touches(period: Any, month: datetime.date) -> bool:
    return period.lower < month_after(month) and (period.upper is None or month < period.upper)


def _midnight(on: datetime.date, site: Any) -> datetime.datetime:
    return datetime.datetime.combine(on, datetime.time.min, site.zone)
