"""A month of a roster as its grid shows it: people by team, a cell for each day, totals, and what is wrong.

As many queries for two hundred people as for two.
"""

import datetime
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import Actor, position, scope
from callcenter.people.models import Employee, Team
from callcenter.workcalendar.rules import OpenHours
from callcenter.workcalendar.selectors import open_hours
from staffing.roster import absences, access, coverage, rules, selectors
from staffing.roster.absences import Absence
from staffing.roster.coverage import Coverage
from staffing.roster.duties import Duty
from staffing.roster.fairness import points
from staffing.roster.limits import Check, Policy
from staffing.roster.models import SUBJECT, Assignment, Roster
from staffing.roster.policy import policy
from staffing.roster.rules import Finding
from staffing.shifts.models import ShiftType
from staffing.shifts.rules import Segments
from staffing.shifts.selectors import of_site

Cell = tuple[int, datetime.date]  # employee, day
Heads = Counter[tuple[datetime.date, str]]  # people by day and code of the shift
ONE_DAY = datetime.timedelta(days=1)
WEEKEND = 5  # Saturday and Sunday
AHEAD = datetime.timedelta(days=8)  # after the month: a week's rest day and the next shift's rest


@dataclass(slots=True)
class Worked:
    """What one cell holds: a shift, and minutes of overtime beside it."""

    code: str = ""
    minutes: int = 0
    overtime: int = 0
    is_night: bool = False
    segments: Segments = ()


@dataclass(slots=True)
class Totals:
    """A person's month: working minutes with overtime, shifts, nights, weekend days worked, days off, fairness points."""

    minutes: int = 0
    shifts: int = 0
    nights: int = 0
    weekends: int = 0
    off: int = 0
    points: int = 0


@dataclass
class Line:
    """A person's row. `spans`: the days [first, last] on which they are in the department."""

    employee: Employee
    team: Team
    spans: list[tuple[datetime.date, datetime.date]]
    duties: list[Duty] = field(default_factory=list)  # of the month's days
    cells: dict[datetime.date, Worked] = field(default_factory=dict)
    away: list[Absence] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    totals: Totals = field(default_factory=Totals)

    @property
    def team_id(self) -> int:
        return self.team.pk

    def is_here(self, on: datetime.date) -> bool:
        return any(first <= on <= last for first, last in self.spans)


@dataclass(frozen=True)
class Asked:
    """What the filters ask for: a team's code, words of a name or number, only people with findings."""

    team: str = ""
    words: str = ""
    only_findings: bool = False

    @property
    def query(self) -> str:
        """The filters as the beginning of a query string."""
        asked = {"team": self.team, "q": self.words, "only": "findings" if self.only_findings else ""}
        return "".join(f"{urlencode({name: value})}&" for name, value in asked.items() if value)


@dataclass
class Grid:
    """The month with everything that its page draws. `coverage` None: for who sees only a part of the department."""

    roster: Roster
    hours: OpenHours
    policy: Policy
    kinds: dict[str, ShiftType]  # by code, those out of use as well
    teams: list[Team]
    lines: list[Line]
    heads: Heads  # whatever the filters
    coverage: Coverage | None
    may_edit: bool
    changed: set[Cell] = field(default_factory=set)

    @property
    def days(self) -> list[datetime.date]:
        return self.roster.days

    @property
    def by_team(self) -> list[tuple[Team, list[Line]]]:
        """Lines under their team."""
        found: dict[int, list[Line]] = defaultdict(list)
        for line in self.lines:
            found[line.team_id].append(line)
        return [(team, found[team.pk]) for team in self.teams if found[team.pk]]


def load(roster: Roster, user: Actor, asked: Asked) -> Grid:
    """The grid as this user may see it: everybody, their teams, or themselves."""
    lines, duties = _lines_and_duties(roster, user)
    hours = open_hours(roster.site, roster.month)
    stands = policy(roster.site, roster.month)
    kinds = {kind.code: kind for kind in of_site(roster.site)}
    away = absences.between([line.employee.pk for line in lines], *bounds(roster))
    heads: Heads = Counter()
    for line in lines:
        _give(line, duties, roster)
        heads.update((on, cell.code) for on, cell in line.cells.items() if cell.code)
    sees_all = user is None or scope(user, Action.VIEW, SUBJECT) >= Scope.DEPARTMENT
    covered = None
    if sees_all:
        last = roster.next_month - ONE_DAY
        covered = coverage.covered(roster.department, roster.month, last, duties, away=away, hours=hours)
    grid = Grid(
        roster=roster,
        hours=hours,
        policy=stands,
        kinds=kinds,
        teams=sorted({line.team for line in lines}, key=lambda team: team.code),
        lines=lines,
        heads=heads,
        coverage=covered,
        may_edit=access.may_draw_up(user, roster.site_id),
    )
    _narrow(grid, asked, away)
    return grid


def part(roster: Roster, user: Actor, ids: Collection[int], days: Collection[datetime.date]) -> Grid:
    """The rows of these people with their findings, and the coverage of these days: what an edit has touched."""
    lines = [line for line in lines_of(roster, user) if line.employee.pk in ids]
    duties = _duties(roster, Q(employee__in=ids), with_drafts=True)
    grid = Grid(
        roster=roster,
        hours=open_hours(roster.site, roster.month),
        policy=policy(roster.site, roster.month),
        kinds={kind.code: kind for kind in of_site(roster.site)},
        teams=list({line.team for line in lines}),
        lines=lines,
        heads=_heads(roster, days),
        coverage=coverage.coverage(roster.department, min(days), max(days), include_drafts=True),
        may_edit=True,
    )
    found = findings(roster, ids, grid.policy)
    for line in lines:
        _give(line, duties, roster)
        line.findings = found.get(line.employee.pk, [])
    _narrow(grid, Asked(), absences.between(ids, *bounds(roster)))
    return grid


def _heads(roster: Roster, days: Collection[datetime.date]) -> Heads:
    rows = Assignment.objects.standing().filter(
        team__department=roster.department, on__in=days, shift_type__isnull=False
    )
    return Counter(rows.values_list("on", "code"))


def _narrow(grid: Grid, asked: Asked, away: dict[int, list[Absence]]) -> None:
    """Keep the lines that are asked for, and read the rest of what they show."""
    roster = grid.roster
    grid.lines = _asked_lines(grid.lines, grid.teams, asked)
    ids = [line.employee.pk for line in grid.lines]
    if asked.only_findings:
        found = findings(roster, ids, grid.policy)
        for line in grid.lines:
            line.findings = found.get(line.employee.pk, [])
        grid.lines = [line for line in grid.lines if line.findings]
    for line in grid.lines:
        line.away = away.get(line.employee.pk, [])
        line.totals = totals(line, roster.days, grid.hours, grid.policy)
    grid.changed = _changed(roster, ids)


def sees_drafts(user: Actor) -> bool:
    """Whether they see shifts that are not published: those who draw up, change or approve rosters."""
    reach = (scope(user, each, SUBJECT) for each in (Action.CREATE, Action.EDIT, Action.APPROVE))
    return user is None or max(reach) > Scope.NONE


def bounds(roster: Roster) -> tuple[datetime.datetime, datetime.datetime]:
    """The moments at which its month begins and ends at the site."""
    zone = roster.site.zone
    start, end = (
        datetime.datetime.combine(on, datetime.time.min, zone) for on in (roster.month, roster.next_month)
    )
    return start, end


def findings(roster: Roster, people: Collection[int], stands: Policy) -> dict[int, list[Finding]]:
    """What is wrong with the duties of these people in the roster's month: hours, rest, runs, leave. Constant queries.

    What the center manager let pass is no finding any more.
    """
    first, last = roster.month, roster.next_month - ONE_DAY
    duties = selectors.duties(people, first - rules.REACH, last + AHEAD, include_drafts=True)
    passed = set(roster.overrides.values_list("employee_id", "on", "code"))
    away = absences.between(people, *bounds(roster)) if stands.is_on(Check.LEAVE) else {}
    found = {}
    for employee, own in duties.items():
        wrong = [
            *rules.findings(own, stands, first=first, last=last),
            *_on_leave(own, away.get(employee, ()), stands, first, last),
        ]
        kept = [each for each in wrong if (employee, each.on, each.objection.code) not in passed]
        if kept:
            found[employee] = kept
    return found


def _on_leave(
    duties: Iterable[Duty],
    away: Sequence[Absence],
    stands: Policy,
    first: datetime.date,
    last: datetime.date,
) -> Iterator[Finding]:
    for duty in duties if away else ():
        for each in away:
            is_away = each.is_certain and each.starts_at < duty.ends_at and duty.starts_at < each.ends_at
            if is_away and first <= duty.on <= last:
                yield rules.found(Check.LEAVE, duty.on, stands, "", label=str(each.label))
                break


def totals(line: Line, days: Iterable[datetime.date], hours: OpenHours, stands: Policy) -> Totals:
    """Working time with overtime, shifts by kind, days off; the points are those of the fairness page."""
    found = Totals(points=points(line.duties, hours, stands).total)
    for on in days:
        cell = line.cells.get(on)
        if cell is None:
            found.off += line.is_here(on)
            continue
        found.minutes += cell.minutes + cell.overtime
        if not cell.code:
            found.off += 1
            continue
        found.shifts += 1
        found.nights += cell.is_night
        found.weekends += on.weekday() >= WEEKEND
    return found


def lines_of(roster: Roster, user: Actor) -> list[Line]:
    """Members of the department in the month, and whoever else has a shift in the roster, as far as the user sees them."""
    lines = _members(roster)
    others = roster.assignments.standing().exclude(employee__in=list(lines))
    for row in others.select_related("employee__site", "team__department"):
        if row.team is not None and row.employee_id not in lines:
            lines[row.employee_id] = Line(row.employee, row.team, [])
    return _in_sight(lines, user)


def _lines_and_duties(roster: Roster, user: Actor) -> tuple[list[Line], dict[int, list[Duty]]]:
    """The same with everybody's duties: one query for both, another only where somebody from elsewhere has a shift."""
    lines = _members(roster)
    duties = _duties(roster, Q(employee__in=list(lines)) | Q(roster=roster), with_drafts=sees_drafts(user))
    found = lines_of(roster, user) if duties.keys() - lines.keys() else _in_sight(lines, user)
    return found, {line.employee.pk: duties.get(line.employee.pk, []) for line in found}


def _members(roster: Roster) -> dict[int, Line]:
    lines: dict[int, Line] = {}
    for member in selectors.members(roster.department, roster.month, roster.next_month - ONE_DAY):
        line = lines.get(member.employee.pk)
        if line is None:
            lines[member.employee.pk] = line = Line(member.employee, member.team, [])
        line.team = member.team
        line.spans.append((member.first, member.last))
    return lines


def _in_sight(lines: dict[int, Line], user: Actor) -> list[Line]:
    reach = scope(user, Action.VIEW, SUBJECT) if user is not None else Scope.ALL
    where = position(user)
    if reach is Scope.OWN:
        return [line for pk, line in lines.items() if pk == where.employee_id]
    if reach is Scope.TEAM:
        return [line for line in lines.values() if line.team_id in where.team_ids]
    return list(lines.values())


def _asked_lines(lines: list[Line], teams: list[Team], asked: Asked) -> list[Line]:
    if asked.team:
        wanted = {team.pk for team in teams if team.code == asked.team}
        lines = [line for line in lines if line.team_id in wanted]
    for word in asked.words.casefold().split():
        lines = [
            line
            for line in lines
            if line.employee.number.casefold().startswith(word)
            or word in line.employee.name.casefold()
            or word in line.employee.name_zh
        ]
    return lines


def _give(line: Line, duties: dict[int, list[Duty]], roster: Roster) -> None:
    """Hand a line its duties of the month."""
    line.duties = [duty for duty in duties.get(line.employee.pk, ()) if duty.on >= roster.month]
    line.cells = worked(line.duties)


def worked(duties: Iterable[Duty]) -> dict[datetime.date, Worked]:
    """A person's duties as cells."""
    found: dict[datetime.date, Worked] = {}
    for duty in duties:
        cell = found.setdefault(duty.on, Worked())
        if duty.is_overtime:
            cell.overtime += duty.minutes
        else:
            cell.code, cell.minutes, cell.is_night = duty.code, duty.minutes, duty.is_night
            cell.segments = duty.segments
    return found


def _duties(roster: Roster, whose: Q, *, with_drafts: bool) -> dict[int, list[Duty]]:
    """Those of the month, and of the night before it, which reaches into it."""
    rows: Any = Assignment.objects.standing() if with_drafts else Assignment.objects.published()
    return selectors.duties_of(rows.filter(whose, on__gte=roster.month - ONE_DAY, on__lt=roster.next_month))


def _changed(roster: Roster, people: Collection[int]) -> set[Cell]:
    """Cells that changed since the roster was published."""
    if not roster.is_published:
        return set()
    rows = roster.changes.filter(employee__in=people)
    return {(employee, on) for employee, on in rows.values_list("employee_id", "on")}
