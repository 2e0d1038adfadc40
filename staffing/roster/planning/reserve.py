"""The staff reserve (人员储备, domain §4.2): the people a department needs, with the reserve of the rulebook on top, against the
people it has; and who could fill it.
"""

import datetime
import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import Enum

from callcenter.access.posts import PostCode
from callcenter.people.models import Department, Employee, PostHolding, Site, Team
from callcenter.rulebook.values import value
from callcenter.workcalendar.periods import Kind, period_of
from callcenter.workcalendar.rules import DayKind, OpenHours
from callcenter.workcalendar.selectors import open_hours
from staffing.roster import absences, coverage, persons, selectors
from staffing.roster.coverage import ONE_DAY, STEP
from staffing.roster.persons import Person
from staffing.roster.policy import policy
from staffing.shifts.models import ShiftType

HOUR = 60
SATURDAY = 5
# Who leads whole departments is on no shift for calls, also when a team is theirs.
OFF_THE_FLOOR = (
    PostCode.DIRECTOR,
    PostCode.DEPUTY_DIRECTOR,
    PostCode.CENTER_MANAGER,
    PostCode.SALES_DEPUTY_GM,
    PostCode.DEPUTY_GM,
    PostCode.GM,
)


class Readiness(Enum):
    """Where somebody stands with induction."""

    TRAINING = "training"  # new, and not passed yet
    PASSED = "passed"
    LONG_THERE = "long_there"  # hired so long ago that none is asked for


@dataclass(frozen=True)
class Candidate:
    """Somebody who could fill a reserve: of the department once inducted, or of another one and skilled enough now.

    `until`: the last day on which induction is asked for. `codes`: live shifts that their skill level allows.
    """

    employee: Employee
    team: Team
    readiness: Readiness
    passed_on: datetime.date | None
    until: datetime.date | None
    codes: tuple[str, ...]
    is_own: bool


@dataclass(frozen=True)
class Staff:
    """A department's month. `needed` None: nobody has said how many heads are needed."""

    department: Department
    hours: float  # of people, that the heads needed add up to
    peak: int  # heads of the busiest half hour
    needed: int | None
    planned: int | None
    ready: int
    training: int
    away: int  # on leave for the whole month
    candidates: tuple[Candidate, ...]

    @property
    def missing(self) -> int:
        """People who have to be found for the plan."""
        return max(0, (self.planned or 0) - self.ready)

    @property
    def reserve(self) -> float | None:
        """The reserve there is, as a fraction of the need; below 0 where people are missing for the need itself."""
        return self.ready / self.needed - 1 if self.needed else None


def headcount(hours: float, peak: int, hours_each: float, reserve: float) -> tuple[int, int]:
    """People needed and people planned: enough for the hours and for the busiest half hour, and the reserve on top."""
    needed = max(math.ceil(round(hours / hours_each, 6)) if hours_each else 0, peak)
    return needed, math.ceil(round(needed * (1 + reserve), 6))


def working_days(days: Iterable[datetime.date], hours: OpenHours) -> int:
    """Monday to Friday without public holidays, and weekend days that are made workdays."""
    count = 0
    for on in days:
        plan = hours.plan(on)
        is_made_up = plan.day is not None and plan.day.kind is DayKind.MAKE_UP
        count += is_made_up or (on.weekday() < SATURDAY and not plan.is_holiday)
    return count


def of_site(site: Site, month: datetime.date) -> list[Staff]:
    """Every department of the site that has teams, in the month that begins on `month`. Queries do not grow with people."""
    last = period_of(Kind.MONTH, month).last
    departments = list(
        Department.objects.filter(site=site, teams__is_active=True)
        .distinct()
        .select_related("site")
        .order_by("code")
    )
    members = {
        each.pk: {one.employee.pk: one for one in selectors.members(each, last, last)} for each in departments
    }
    everybody = [pk for each in members.values() for pk in each]
    off = _off_the_floor(everybody, last)
    known = persons.persons(everybody)
    on = min(
        max(month, site.today()), last
    )  # induction counts as it is today, or at the beginning of a later month
    kinds = list(ShiftType.objects.filter(site=site, is_active=True, is_live=True).order_by("code"))
    everyone: dict[int, list[Candidate]] = {
        unit: [_candidate(known[pk], one.team, on, kinds) for pk, one in each.items() if pk not in off]
        for unit, each in members.items()
    }
    away = _away(site, everybody, month, last)
    return [_staff(each, everyone, away, month, last) for each in departments]


def _staff(
    department: Department,
    everyone: dict[int, list[Candidate]],
    away: Collection[int],
    month: datetime.date,
    last: datetime.date,
) -> Staff:
    site, own = department.site, everyone[department.pk]
    hours = open_hours(site, month)
    wanted = coverage.needs(department, month, last, hours)
    total = sum(map(sum, wanted.values())) * STEP / HOUR
    peak = max(map(max, wanted.values()), default=0)
    each = working_days(wanted, hours) * policy(site, month).max_day_minutes / HOUR
    reserve = value("roster.reserve_percent", site, on=month) / 100
    needed, planned = headcount(total, peak, each, reserve) if total else (None, None)
    there = [one for one in own if one.employee.pk not in away]
    training = [one for one in there if one.readiness is Readiness.TRAINING]
    others = [
        one
        for unit, people in everyone.items()
        for one in people
        if unit != department.pk and one.codes and one.readiness is not Readiness.TRAINING
    ]
    others.sort(key=lambda one: (-one.employee.skill_level, one.employee.number))
    return Staff(
        department,
        total,
        peak,
        needed,
        planned,
        ready=len(there) - len(training),
        training=len(training),
        away=len(own) - len(there),
        candidates=(
            *(_as_own(one) for one in training),
            *(one for one in others if one.employee.pk not in away),
        ),
    )


def _as_own(one: Candidate) -> Candidate:
    return Candidate(one.employee, one.team, one.readiness, one.passed_on, one.until, one.codes, is_own=True)


def _candidate(person: Person, team: Team, on: datetime.date, kinds: Iterable[ShiftType]) -> Candidate:
    employee = person.employee
    limits = policy(employee.site, on)
    until, readiness = None, Readiness.LONG_THERE
    if person.needs_induction(on, limits):
        hired = person.hired_on(on) or on
        readiness, until = Readiness.TRAINING, hired + datetime.timedelta(days=limits.new_staff_days - 1)
    elif person.inducted_on is not None:
        readiness = Readiness.PASSED
    codes = tuple(kind.code for kind in kinds if kind.skill_level <= employee.skill_level)
    return Candidate(employee, team, readiness, person.inducted_on, until, codes, is_own=False)


def _off_the_floor(employee_ids: Collection[int], on: datetime.date) -> set[int]:
    rows = PostHolding.objects.filter(employee__in=employee_ids, post__code__in=OFF_THE_FLOOR)
    return set(rows.filter(period__contains=on).values_list("employee_id", flat=True))


def _away(site: Site, people: Collection[int], month: datetime.date, last: datetime.date) -> set[int]:
    """Who is on leave from the first to the last moment of the month."""
    start, end = (
        datetime.datetime.combine(on, datetime.time.min, site.zone) for on in (month, last + ONE_DAY)
    )
    return {
        employee
        for employee, found in absences.between(people, start, end).items()
        if any(each.is_certain and each.starts_at <= start and end <= each.ends_at for each in found)
    }
