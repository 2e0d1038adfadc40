"""The month sheet of a team as a grid: a line for each person, a cell for each day, what it comes to at the end."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from callcenter.people.models import Employee, Team
from callcenter.rulebook.values import value
from callcenter.web.addresses import address
from callcenter.workcalendar.selectors import open_hours
from callcenter.workcalendar.wording import SHORT_WEEKDAYS
from staffing.attendance import rules
from staffing.attendance.codes import CODES
from staffing.attendance.days.models import AttendanceDay, Figures
from staffing.attendance.periods.models import AttendancePeriod, Snapshot, SnapshotDay


@dataclass(frozen=True)
class DayHead:
    """A day of the head of the grid."""

    on: datetime.date
    weekday: str
    is_free: bool  # a holiday or the weekend


@dataclass(frozen=True)
class PersonLine:
    """A person's line: `cells` are ready cells, figures are hours and counts."""

    number: str
    name: str
    url: str
    cells: SafeString
    worked_seconds: int
    late: int
    absent: int
    missing: int
    as_absence: int
    overtime_seconds: int
    leave_seconds: int


@dataclass(frozen=True)
class DayCount:
    """People of a day: how many came late, were absent, lack a punch, are on leave."""

    on: datetime.date
    late: int
    absent: int
    missing: int
    on_leave: int


@dataclass(frozen=True)
class Grid:
    """The sheet of one team."""

    heads: list[DayHead]
    lines: list[PersonLine]
    counts: list[DayCount]


def grid(period: AttendancePeriod, team: Team) -> Grid:
    """Of a closed sheet what was kept, of an open one what stands; a fixed number of queries."""
    days = [period.start + datetime.timedelta(days=step) for step in range((period.end - period.start).days)]
    hours = open_hours(period.site, period.start)
    heads = [
        DayHead(on, str(SHORT_WEEKDAYS[on.weekday()]), hours.plan(on).is_holiday or on.weekday() > 4)
        for on in days
    ]
    people = _people(period, team)
    by_person: dict[int, dict[datetime.date, Figures]] = {pk: {} for pk in people}
    absence_from = _absence_from(period)
    for row in _rows(period, list(people)):
        by_person[row.employee_id][row.on] = row
    lines = [_line(who, by_person[pk], days, absence_from) for pk, who in people.items()]
    return Grid(heads, lines, [_counted(on, by_person.values()) for on in days])


def _counted(on: datetime.date, people: Iterable[dict[datetime.date, Figures]]) -> DayCount:
    codes = [set(rows[on].codes) for rows in people if on in rows]
    return DayCount(
        on,
        sum(bool(each & {rules.LATE, rules.LATE_BREACH}) for each in codes),
        sum(rules.ABSENT in each for each in codes),
        sum(rules.MISSING_PUNCH in each for each in codes),
        sum(rules.ON_LEAVE in each for each in codes),
    )


def _people(period: AttendancePeriod, team: Team) -> dict[int, tuple[str, str]]:
    """Number and name of those who were in the team in the period, by id, in the order of their numbers."""
    rows = Employee.objects.filter(
        teammemberships__team=team, teammemberships__period__overlap=(period.start, period.end)
    )
    chinese = (get_language() or "").startswith("zh")
    return {
        pk: (number, (name_zh or name) if chinese else name)
        for pk, number, name, name_zh in rows.order_by("number")
        .distinct()
        .values_list("pk", "number", "name", "name_zh")
    }


def _rows(period: AttendancePeriod, ids: list[int]) -> Any:
    if period.is_closed:
        return SnapshotDay.objects.filter(
            snapshot__period=period, snapshot__number=period.number, employee__in=ids
        )
    return AttendanceDay.objects.filter(employee__in=ids, on__gte=period.start, on__lt=period.end)


def _absence_from(period: AttendancePeriod) -> int:
    key = "attendance.missing_punch_absence_from"
    if period.is_closed:
        kept = Snapshot.objects.filter(period=period, number=period.number).values_list("values", flat=True)
        return int(kept.get()[key])
    return int(value(key, period.site, on=period.last))


def _line(
    who: tuple[str, str],
    rows: dict[datetime.date, Figures],
    days: list[datetime.date],
    absence_from: int,
) -> PersonLine:
    number, name = who
    counted = rules.counted({on: row.codes for on, row in rows.items()}, absence_from)
    cells = SafeString("".join(_cell(number, on, rows.get(on)) for on in days))
    return PersonLine(
        number,
        name,
        address("attendance:person", number) + f"?on={days[0]}",
        cells,
        sum(row.worked_seconds for row in rows.values()),
        sum(rules.LATE in row.codes or rules.LATE_BREACH in row.codes for row in rows.values()),
        counted.absent_days,
        counted.missing_days,
        counted.missing_as_absence,
        sum(row.overtime_seconds for row in rows.values()),
        sum(row.leave_seconds for row in rows.values()),
    )


def _cell(number: str, on: datetime.date, row: Figures | None) -> str:
    """A day's letter: the gravest code, or the hours worked; in Python, because a sheet has thousands."""
    if row is None or row.codes == [rules.OFF]:
        return '<td class="sheet-cell is-off">·</td>'
    codes = [CODES[key] for key in row.codes]
    hours = f"{row.worked_seconds / 3600:.1f}".removesuffix(".0") if row.worked_seconds else ""
    if codes and codes[0].key not in (rules.ROLLCALL_LATE, rules.OVERTIME):
        text, look = codes[0].mark, codes[0].colour
    else:
        text, look = hours or "·", "plain"
    words = ", ".join(str(code.label) for code in codes)
    title = f"{on} {words} {hours and hours + ' h'}".strip()
    return format_html(
        '<td class="sheet-cell is-{}"><a href="{}" title="{}">{}<span class="visually-hidden"> {}</span></a></td>',
        look,
        address("attendance:day", number, on.isoformat()),
        title,
        text,
        conditional_escape(words),
    )
