"""Rosters of the demo center: the shifts in which its agents took their calls, those of the leaders, and what comes next."""

import datetime
from collections import defaultdict
from collections.abc import Iterator, Sequence

from django.db import transaction
from django.utils import timezone

from callcenter.access.posts import PostCode
from callcenter.audit import services as audit
from callcenter.demo.calendar import day_of
from callcenter.demo.people import plan_of
from callcenter.demo.services import switch_people
from callcenter.demo.shifts import on_duty
from callcenter.people.models import Department, Employee, PostHolding, Site, TeamMembership
from callcenter.telephony.models import SwitchAgent
from staffing.roster.duties import segments_to_json, worked
from staffing.roster.models import Assignment, HeadsNeeded, Roster, RosterVersion
from staffing.shifts import demo as shifts
from staffing.shifts.models import ShiftType
from staffing.shifts.rules import DAY, NightPolicy, Segments, instant, is_night, paid_minutes, span

Planned = dict[tuple[int, datetime.date], str]  # employee and day: code of the shift
DEPARTMENT = "phone-center"
MONTHS_BACK, MONTHS_AHEAD = 2, 1
PUBLISHED_BEFORE = datetime.timedelta(days=7)  # a month is published so long before it begins
LEADERS = (PostCode.SHIFT_LEADER, PostCode.GROUP_LEADER, PostCode.PROJECT_MANAGER)
LEADER_CYCLE = ("E", "E", "D", "L", "L", "", "")  # a day off after the last late one
ONE_DAY = datetime.timedelta(days=1)
REST = datetime.timedelta(hours=11)
WEEK_MINUTES = 44 * 60
STEP = 30
SUNDAY, SUNDAY_EVENING, MISSED = (
    6,
    range(36, 42),
    5,
)  # 18:00 to 21:00: more calls than people, for coverage to mend
SHARE_NEEDED = 0.7


def make(site: Site) -> int:
    """Make the rosters of the months around today that are missing; how many."""
    department = Department.objects.filter(site=site, code=DEPARTMENT).first()
    if department is None:
        return 0
    kinds = shifts.make(site)
    today, made = site.today(), 0
    for step in range(-MONTHS_BACK, MONTHS_AHEAD + 1):
        month = months_on(today.replace(day=1), step)
        roster = Roster.objects.filter(department=department, month=month).first()
        if roster is None:
            roster, made = _make_month(department, month, kinds, today), made + 1
        if roster.published_at is None and _is_published_by(month, today):
            _publish(roster)
    return made


def _is_published_by(month: datetime.date, today: datetime.date) -> bool:
    return month - PUBLISHED_BEFORE <= today


def _drawn_up_at(roster: Roster) -> datetime.datetime:
    day = roster.month - datetime.timedelta(days=12)
    return min(datetime.datetime.combine(day, datetime.time(10), roster.site.zone), timezone.now())


@transaction.atomic
def _publish(roster: Roster) -> None:
    """As its first version, on the day on which it would have been."""
    rows = list(roster.assignments.standing())
    roster.published_at, roster.published_number = _drawn_up_at(roster), 1
    roster.save(update_fields=["published_at", "published_number"])
    roster.assignments.standing().update(is_published=True)
    RosterVersion.objects.create(
        roster=roster, number=1, content=_content(rows), published_at=roster.published_at
    )


def months_on(month: datetime.date, step: int) -> datetime.date:
    """The first day of the month so many months later."""
    number = month.year * 12 + month.month - 1 + step
    return datetime.date(number // 12, number % 12 + 1, 1)


@transaction.atomic
def _make_month(
    department: Department, month: datetime.date, kinds: dict[str, ShiftType], today: datetime.date
) -> Roster:
    site = department.site
    roster = Roster(site=site, department=department, month=month)
    roster.created_at = _drawn_up_at(roster)
    roster.save()
    planned = dict(_agents(site, roster.days)) | dict(_leaders(department, roster.days))
    rows = _rows(roster, planned, kinds, is_lenient=not _is_published_by(month, today))
    Assignment.objects.bulk_create(rows, batch_size=2000)
    if not HeadsNeeded.objects.filter(department=department).exists():
        HeadsNeeded.objects.bulk_create(_needs(department, rows, month))
    audit.record(None, "roster.roster.created", roster, after={"shifts": len(rows)}, site_id=site.pk)
    return roster


def _agents(site: Site, days: Sequence[datetime.date]) -> Iterator[tuple[tuple[int, datetime.date], str]]:
    """The shifts in which the demo's agents take calls, by the same turn as their calls."""
    plan = plan_of(site.code)
    ids = dict(SwitchAgent.objects.filter(site=site).values_list("code", "employee_id"))
    staff = switch_people(site, plan)
    by_span = {(round(one.start * 3600), round(one.end * 3600)): one.code for one in shifts.SHIFTS}
    for on in days:
        people = [one for one, since, until in staff if since <= on and (until is None or on < until)]
        for place, segments in on_duty(range(len(people)), day_of(on, site.country), plan.hours):
            employee = ids.get(people[place].code)
            code = by_span.get((segments[0][0], segments[-1][1]))
            if employee is not None and code is not None:
                yield (employee, on), code


def _leaders(
    department: Department, days: Sequence[datetime.date]
) -> Iterator[tuple[tuple[int, datetime.date], str]]:
    """Leaders take turns, each a day further in the cycle."""
    holders = PostHolding.objects.filter(
        post__code__in=[post.value for post in LEADERS], is_primary=True, employee__site=department.site
    )
    for place, holding in enumerate(holders.order_by("employee__number")):
        for on in days:
            code = LEADER_CYCLE[(on.toordinal() + 3 * place) % len(LEADER_CYCLE)]
            if code and on in holding.period:
                yield (holding.employee_id, on), code


def _rows(
    roster: Roster, planned: Planned, kinds: dict[str, ShiftType], *, is_lenient: bool
) -> list[Assignment]:
    """The shifts of those who are in a team of the department on the day."""
    teams = defaultdict(list)
    memberships = TeamMembership.objects.filter(
        team__department=roster.department, employee__in={employee for employee, _ in planned}
    )
    for row in memberships:
        teams[row.employee_id].append(row)
    employed = Employee.objects.in_bulk(teams)
    parts = {code: kind.parts for code, kind in kinds.items()}
    found: list[Assignment] = []
    load = _Load(roster)
    for (employee, on), code in sorted(planned.items(), key=lambda pair: pair[0][1]):
        team = next((row.team_id for row in teams.get(employee, ()) if on in row.period), None)
        if team is None or not employed[employee].is_employed(on):
            continue
        shift = _row(roster, employee, team, on, kinds[code], parts[code])
        if load.takes(shift, is_lenient=is_lenient):
            found.append(shift)
    return found


def _row(
    roster: Roster, employee: int, team: int, on: datetime.date, kind: ShiftType, segments: Segments
) -> Assignment:
    zone = roster.site.zone
    first, last = span(segments)
    return Assignment(
        roster=roster,
        site=roster.site,
        employee_id=employee,
        team_id=team,
        on=on,
        shift_type=kind,
        code=kind.code,
        starts_at=instant(on, first, zone),
        ends_at=instant(on, last, zone),
        segments=segments_to_json(segments),
        minutes=paid_minutes(segments),
        is_night=is_night(segments, NightPolicy()),
    )


class _Load:
    """What everybody has worked lately. Turns move when somebody comes or leaves, and on holidays: then a day off follows;
    in a draft it is left to be found.
    """

    def __init__(self, roster: Roster) -> None:
        self.worked: dict[int, dict[datetime.date, int]] = defaultdict(dict)
        self.free_from: dict[int, datetime.datetime] = {}
        before = Assignment.objects.filter(
            roster__department=roster.department, on__lt=roster.month, on__gte=roster.month - 7 * ONE_DAY
        )
        for row in before.order_by("on"):
            self._add(row)

    def _add(self, row: Assignment) -> None:
        self.worked[row.employee_id][row.on] = row.minutes
        self.free_from[row.employee_id] = row.ends_at + REST

    def takes(self, row: Assignment, *, is_lenient: bool) -> bool:
        """Whether the shift stands: after eleven hours of rest, within the week's hours and six days in a row."""
        days = self.worked[row.employee_id]
        week = row.on.isocalendar()[:2]
        minutes = row.minutes + sum(paid for day, paid in days.items() if day.isocalendar()[:2] == week)
        is_seventh = all(row.on - back * ONE_DAY in days for back in range(1, 7))
        is_short_night = row.starts_at < self.free_from.get(row.employee_id, row.starts_at)
        if is_short_night or (not is_lenient and (minutes > WEEK_MINUTES or is_seventh)):
            return False
        self._add(row)
        return True


def _content(rows: Sequence[Assignment]) -> dict[str, dict[str, list[str | int]]]:
    numbers = dict(
        Employee.objects.filter(pk__in={row.employee_id for row in rows}).values_list("pk", "number")
    )
    content: dict[str, dict[str, list[str | int]]] = defaultdict(dict)
    for row in rows:
        first, last = span(row.parts)
        content[numbers[row.employee_id]][row.on.isoformat()] = [row.code, first, last]
    return content


def _needs(department: Department, rows: Sequence[Assignment], since: datetime.date) -> list[HeadsNeeded]:
    """Most of what is usually there: the heads of a weekday that its thinnest week has, less a little."""
    heads: dict[tuple[datetime.date, int], int] = defaultdict(int)
    for row in rows:
        for part in worked(row.parts):
            for minute in range(part.start, min(part.end, DAY), STEP):
                heads[row.on, minute // STEP] += 1
    least: dict[tuple[int, int], int] = {}
    for on in {row.on for row in rows}:
        for slot in range(DAY // STEP):
            key = (on.weekday(), slot)
            least[key] = min(least.get(key, 10**6), heads[on, slot])
    found = []
    for weekday in range(7):
        start, before = 0, None
        for slot in range(DAY // STEP + 1):
            count = int(least.get((weekday, slot), 0) * SHARE_NEEDED) if slot < DAY // STEP else None
            if count and weekday == SUNDAY and slot in SUNDAY_EVENING:
                count += MISSED
            if count != before:
                if before:
                    found.append(
                        HeadsNeeded(
                            department=department,
                            weekday=weekday,
                            span=(start * STEP, slot * STEP),
                            heads=before,
                            period=(since, None),
                        )
                    )
                start, before = slot, count
    return found
