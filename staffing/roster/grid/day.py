"""A day of the grid: who works when, and heads against heads needed for each half hour. What a phone shows of a roster."""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _

from callcenter.people.models import Employee, Team
from callcenter.web.charts import Chart, Series
from staffing.roster.absences import Absence
from staffing.roster.grid.month import ONE_DAY, Grid, Worked
from staffing.roster.telling import clock
from staffing.shifts.models import ShiftType
from staffing.shifts.rules import span, told
from staffing.shifts.wording import written

NOBODY = 10_000  # sorts people without a shift behind everybody


@dataclass(frozen=True)
class Place:
    """Somebody's day."""

    employee: Employee
    team: Team | None
    kind: ShiftType | None
    cell: Worked
    away: Absence | None

    @property
    def times(self) -> str:
        return written(told(self.cell.segments)[0]) if self.cell.segments else ""

    @property
    def colour(self) -> str:
        return self.kind.colour if self.kind else "grey"


@dataclass(frozen=True)
class Day:
    """The day with its neighbours in the month."""

    on: datetime.date
    working: list[Place]
    others: list[Place]  # off or away
    chart: Chart | None
    before: int | None
    after: int | None


def of(grid: Grid, on: datetime.date) -> Day:
    """The day of the grid's people, by when they begin."""
    teams = {team.pk: team for team in grid.teams}
    start = datetime.datetime.combine(on, datetime.time.min, grid.roster.site.zone)
    end = datetime.datetime.combine(on + ONE_DAY, datetime.time.min, grid.roster.site.zone)
    found = []
    for line in grid.lines:
        cell = line.cells.get(on)
        if cell is None and not line.is_here(on):
            continue
        away = next((each for each in line.away if each.starts_at < end and start < each.ends_at), None)
        kind = grid.kinds.get(cell.code) if cell else None
        found.append(Place(line.employee, teams.get(line.team_id), kind, cell or Worked(), away))
    found.sort(
        key=lambda each: (
            span(each.cell.segments) if each.cell.segments else (NOBODY, 0),
            each.employee.number,
        )
    )
    return Day(
        on,
        working=[each for each in found if each.cell.code or each.cell.overtime],
        others=[each for each in found if not each.cell.code and not each.cell.overtime],
        chart=_chart(grid, on),
        before=on.day - 1 or None,
        after=on.day + 1 if (on + ONE_DAY).month == on.month else None,
    )


def _chart(grid: Grid, on: datetime.date) -> Chart | None:
    slots = grid.coverage.days.get(on, []) if grid.coverage else []
    if not any(slot.heads or slot.needed for slot in slots):
        return None
    series = [Series("roster.heads", _("Heads"), [slot.heads for slot in slots])]
    if any(slot.needed for slot in slots):
        needed = [slot.needed for slot in slots]
        series.append(Series("roster.wanted", _("Needed"), needed, kind="line"))
    return Chart(
        "roster.day",
        _("Heads in each half hour"),
        [clock(slot.start) for slot in slots],
        series,
        category_label=_("Time"),
    )
