"""Reads about days: somebody's month, somebody's day with its punches, who is late and absent now."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from callcenter.access.matrix import Action
from callcenter.access.permissions import Actor, rows
from callcenter.people.models import Employee, Site, Team
from callcenter.rulebook.values import value
from callcenter.workcalendar.periods import Period
from callcenter.workcalendar.selectors import open_hours
from callcenter.workcalendar.wording import day_name
from staffing.attendance import rules
from staffing.attendance.access import SUBJECT
from staffing.attendance.corrections.models import Correction
from staffing.attendance.days.models import AttendanceDay, State
from staffing.attendance.days.wording import Line, lines, span_text
from staffing.attendance.facts import gather
from staffing.attendance.matching import Span, match, presences, without_duplicates
from staffing.attendance.punches.models import Punch
from staffing.roster.models import Assignment

ONE_DAY = datetime.timedelta(days=1)


def teams_of(user: Actor, site: Site | None, action: Action = Action.VIEW) -> QuerySet[Team]:
    """The teams of the site whose attendance the user may see, or call the roll of."""
    reach = rows(
        user,
        SUBJECT,
        own=Q(pk__in=[]),
        team="pk",
        department="department",
        site="department__site",
        action=action,
    )
    found = Team.objects.filter(reach, department__site=site, is_active=True)
    return found.select_related("department__site").order_by("department__code", "code")


@dataclass(frozen=True)
class MonthDay:
    """A day of somebody's month: its row, or the shift that is planned."""

    on: datetime.date
    row: AttendanceDay | None
    planned: str
    holiday: str
    is_today: bool
    found: list[Line] = field(default_factory=list)

    @property
    def shift(self) -> str:
        """The shift in words."""
        if self.row is not None and self.row.starts_at is not None:
            return span_text(self.row.starts_at, self.row.ends_at, self.row.shift_code)
        return self.planned


@dataclass(frozen=True)
class Month:
    """Somebody's days of a period with what they come to."""

    period: Period
    today: datetime.date
    days: list[MonthDay]
    worked_seconds: int
    overtime_seconds: int
    late_count: int
    counted: rules.Counted
    absence_from: int

    @property
    def shown(self) -> list[MonthDay]:
        """The days so far with something to say, the latest first."""
        return [day for day in reversed(self.days) if day.on <= self.today and (day.shift or day.found)]


def month(employee: Employee, period: Period) -> Month:
    """A person's period; the number of queries does not depend on what is in it."""
    found = AttendanceDay.objects.filter(employee=employee, on__gte=period.start, on__lt=period.end)
    by_day = {row.on: row for row in found.select_related("site", "employee")}
    shifts: dict[datetime.date, str] = {}
    rows_ = Assignment.objects.published().filter(employee=employee, on__gte=period.start, on__lt=period.end)
    for shift in rows_.order_by("starts_at"):
        words = span_text(shift.starts_at, shift.ends_at, shift.code or _("Overtime"))
        shifts[shift.on] = " · ".join(filter(None, (shifts.get(shift.on), words)))
    site, today = employee.site, employee.site.today()
    absence_from = value("attendance.missing_punch_absence_from", site, on=period.last)
    codes = {on: row.codes for on, row in by_day.items()}
    places = rules.missing_places(codes)
    hours = open_hours(site, period.start)
    days = []
    for on in period.days:
        row, plan = by_day.get(on), hours.plan(on)
        days.append(
            MonthDay(
                on,
                row,
                shifts.get(on, ""),
                day_name(plan.day) if plan.is_holiday and plan.day else "",
                on == today,
                lines(row, missing_place=places.get(on), absence_from=absence_from) if row else [],
            )
        )
    return Month(
        period,
        today,
        days,
        sum(row.worked_seconds for row in by_day.values()),
        sum(row.overtime_seconds for row in by_day.values()),
        sum(rules.LATE in each or rules.LATE_BREACH in each for each in codes.values()),
        rules.counted(codes, absence_from),
        absence_from,
    )


@dataclass(frozen=True)
class SeenPunch:
    """A punch near a day: whether it counts for it, or why not."""

    row: Punch
    is_void: bool
    is_own: bool  # of a shift of this day, by the windows

    @property
    def counts(self) -> bool:
        return self.is_own and not self.is_void


@dataclass(frozen=True)
class DayFacts:
    """A day with all that it rests on."""

    stretches: list[Span]
    paid: list[Span]
    overtime: list[Span]
    leaves: list[Span]
    punches: list[SeenPunch]
    corrections: list[Correction]


def day_facts(employee: Employee, on: datetime.date) -> DayFacts:
    """What a person's day rests on: shifts, leave, the punches near it, its corrections."""
    gathered = gather(employee.site, [employee.pk], on, on)
    facts = gathered.people[employee.pk]
    own = [shift for shift in facts.shifts if shift.on == on]
    expected = presences(facts.shifts, gathered.policies)
    policy = gathered.policies[on]
    found, strays = match(expected, without_duplicates(facts.punches, policy.duplicate))
    seen = {
        punch.pk
        for presence, punches in zip(expected, found, strict=True)
        if any(facts.shifts[number].on == on for number, _stretch in presence.parts)
        for punch in punches
    } | {punch.pk for punch in strays if gathered.day_of(punch.at) == on}
    start = datetime.datetime.combine(on, datetime.time(), employee.site.zone)
    first = min([start, *(datetime.datetime.fromtimestamp(s.start, datetime.UTC) for s in own)])
    last = max([start + ONE_DAY, *(datetime.datetime.fromtimestamp(s.end, datetime.UTC) for s in own)])
    near = Punch.objects.filter(
        Q(pk__in=seen) | Q(occurred_at__gte=first - ONE_DAY / 4, occurred_at__lt=last + ONE_DAY / 4),
        employee=employee,
    )
    rows_ = near.select_related("recorded_by", "voiding__correction").order_by("occurred_at", "pk")
    corrections = Correction.objects.filter(employee=employee, on=on)
    return DayFacts(
        [each for shift in own if not shift.is_overtime for each in shift.stretches],
        [each for shift in own if not shift.is_overtime for each in shift.paid],
        [each for shift in own if shift.is_overtime for each in shift.stretches],
        [(leave.start, leave.end) for leave in facts.leaves if leave.is_valid],
        [SeenPunch(row, hasattr(row, "voiding"), row.pk in seen) for row in rows_],
        list(corrections.select_related("asked_by", "voids_punch", "employee").order_by("-asked_at")),
    )


@dataclass(frozen=True)
class Counts:
    """A day of a site or team at a glance."""

    people: int = 0
    there: int = 0
    late: int = 0
    absent: int = 0
    on_leave: int = 0
    incomplete: int = 0


def counts(days: QuerySet[AttendanceDay]) -> Counts:
    """People with a shift, those who came, are late, absent, on leave, lack a punch; one query."""
    shown = list(days.exclude(starts_at=None).values_list("codes", "first_in", "is_incomplete"))
    return Counts(
        len(shown),
        sum(came is not None for _codes, came, _open in shown),
        sum(rules.LATE in codes or rules.LATE_BREACH in codes for codes, _came, _open in shown),
        sum(rules.ABSENT in codes for codes, _came, _open in shown),
        sum(rules.ON_LEAVE in codes for codes, _came, _open in shown),
        sum(is_open for _codes, _came, is_open in shown),
    )


def missing_now(user: Actor) -> QuerySet[AttendanceDay]:
    """Running days on which somebody is late or absent so far, in the user's reach, the earliest start first."""
    found = AttendanceDay.objects.visible_to(user).filter(
        state=State.RUNNING, first_in=None, codes__overlap=[rules.LATE, rules.LATE_BREACH, rules.ABSENT]
    )
    return found.select_related("employee", "team").order_by("starts_at", "employee__number")


def begun(assignments: Collection[Assignment]) -> set[int]:
    """The ids of the shifts on whose day somebody came, by the punches that belong to it: one query."""
    days = AttendanceDay.objects.filter(
        employee__in={row.employee_id for row in assignments}, on__in={row.on for row in assignments}
    )
    came = set(days.exclude(first_in=None).values_list("employee", "on"))
    return {row.pk for row in assignments if (row.employee_id, row.on) in came}
