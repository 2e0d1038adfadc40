"""The grid's table as HTML, written in Python: a template for each of thousands of cells would take most of a page's time.

A cell is a link to its small form, so that the page works without JavaScript; with it the table is an editor that reads
`data-v` (the code), and the row's `data-e` (the employee).
"""

import datetime
from collections.abc import Mapping, Sequence

from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from callcenter.people.models import Team
from callcenter.web import cells
from callcenter.workcalendar.wording import SHORT_WEEKDAYS, day_name
from staffing.roster.absences import Absence
from staffing.roster.grid.month import WEEKEND, Grid, Line, Totals, Worked
from staffing.roster.rules import Finding
from staffing.shifts.models import ShiftType
from staffing.shifts.wording import in_words

OFF = "–"
TOTALS = 6


def head(grid: Grid, kept: str) -> SafeString:
    """The row of days: number, weekday, a letter for holidays; each leads to its day. `kept`: the filters of the address."""
    mark = pgettext("mark of a holiday in a small calendar", "H")
    today, kept = grid.roster.site.today(), escape(kept)
    person = _("Person")  # not within the f-string, where the sentence would not be found for translation
    found = [f'<th class="g-name" scope="col">{escape(person)}</th>']
    for on in grid.days:
        plan = grid.hours.plan(on)
        css = " g-we" * (on.weekday() >= WEEKEND) + " g-ho" * plan.is_holiday + " g-today" * (on == today)
        holiday = day_name(plan.day) if plan.day and plan.is_holiday else ""
        title = escape(f"{cells.day(on)} {holiday}".strip())
        letter = f'<b aria-hidden="true">{escape(mark)}</b>' if holiday else ""
        found.append(
            f'<th class="g-day{css}" scope="col"><a href="?{kept}day={on.day}#day" title="{title}">'
            f"<span>{escape(SHORT_WEEKDAYS[on.weekday()])}</span>{on.day}{letter}"
            f'<span class="visually-hidden">{escape(holiday)}</span></a></th>'
        )
    names = (
        (_("Work hours"), _("Working hours of the month, overtime included")),
        (_("Nights"), _("Night shifts")),
        (_("Wknd"), _("Shifts on Saturdays and Sundays")),
        (_("Off"), _("Days off")),
        (_("Points"), _("Fairness points for nights, weekends and holidays")),
    )
    found += [
        f'<th class="g-sum" scope="col"><abbr title="{escape(help_)}">{escape(name)}</abbr></th>'
        for name, help_ in names
    ]
    return SafeString(f"<tr>{''.join(found)}</tr>")


def body(grid: Grid) -> SafeString:
    """Every person's row under their team's."""
    draw = _Drawing(grid)
    width = len(grid.days) + TOTALS
    found = []
    for team, lines in grid.by_team:
        found.append(_team_row(team, len(lines), width))
        found += [draw.row(line) for line in lines]
    return SafeString("".join(found))


def row(grid: Grid, line: Line) -> str:
    """One person's row."""
    return _Drawing(grid).row(line)


def foot(
    grid: Grid, rows: Sequence[tuple[str, Mapping[datetime.date, tuple[str, str, str]]]], kept: str
) -> SafeString:
    """Rows under the days: a name, and for each day (text, tone "", "bad" or "good", words for the pointer)."""
    found, kept = [], escape(kept)
    for name, by_day in rows:
        line = [f'<th class="g-name" scope="row">{escape(name)}</th>']
        for on in grid.days:
            text, tone, words = by_day.get(on, ("", "", ""))
            css = f' class="g-{tone}"' if tone else ""
            title = f' title="{escape(words)}"' if words else ""
            shown = f'<a href="?{kept}day={on.day}#day">{escape(text)}</a>' if text else ""
            line.append(f"<td{css}{title}>{shown}</td>")
        line.append(f'<td colspan="{TOTALS - 1}"></td>')
        found.append(f"<tr>{''.join(line)}</tr>")
    return SafeString("".join(found))


def sums(totals: Totals) -> list[str]:
    """The figures at the end of a row, in the order of the head."""
    return [
        cells.number(round(totals.minutes / 60, 1)),
        str(totals.nights),
        str(totals.weekends),
        str(totals.off),
        str(totals.points),
    ]


def _team_row(team: Team, count: int, width: int) -> str:
    people = ngettext("%(count)d person", "%(count)d people", count) % {"count": count}
    return (
        f'<tr class="g-team"><th colspan="{width}" scope="rowgroup"><span>{escape(str(team))}'
        f" · {escape(people)}</span></th></tr>"
    )


class _Drawing:
    """What every row needs, worked out once."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.zone = grid.roster.site.zone
        self.changed = grid.changed
        self.days = [(on, on.day, " g-we" * (on.weekday() >= WEEKEND)) for on in grid.days]
        self.looks = {code: self._look(kind) for code, kind in grid.kinds.items()}
        self.midnights = [
            datetime.datetime.combine(on, datetime.time.min, self.zone)
            for on in [*grid.days, grid.roster.next_month]
        ]

    @staticmethod
    def _look(kind: ShiftType) -> tuple[str, str]:
        return f"s-{kind.colour}", str(escape(f"{kind} {in_words(kind.parts)}"))

    def row(self, line: Line) -> str:
        employee = line.employee
        number = escape(employee.number)
        wrong: dict[datetime.date, list[Finding]] = {}
        for each in line.findings:
            wrong.setdefault(each.on, []).append(each)
        away = self._away(line.away)
        parts = [
            f'<tr data-e="{employee.pk}" data-n="{number}"><th class="g-name" scope="row">'
            f'<a href="{employee.get_absolute_url()}">{escape(str(employee))}</a><small>{number}</small></th>'
        ]
        for place, (on, day, weekend) in enumerate(self.days):
            cell = line.cells.get(on)
            if cell is None and not line.is_here(on):
                parts.append(f'<td class="g-out{weekend}"></td>')
                continue
            absence = away.get(place) if away else None
            found = wrong.get(on)
            if cell is None and absence is None and found is None and (employee.pk, on) not in self.changed:
                parts.append(f'<td class="{weekend[1:]}" data-v=""><a href="cell/{number}/{day}/">–</a></td>')
                continue
            parts.append(self._cell(line, on, day, weekend, cell or Worked(), absence, found))
        parts += [f'<td class="g-sum">{figure}</td>' for figure in sums(line.totals)]
        parts.append("</tr>")
        return "".join(parts)

    def _cell(
        self,
        line: Line,
        on: datetime.date,
        day: int,
        weekend: str,
        cell: Worked,
        absence: Absence | None,
        found: list[Finding] | None,
    ) -> str:
        look, title = self.looks.get(cell.code, ("s-grey", "")) if cell.code else ("", "")
        css = [look + weekend]
        words = [title] if title else []
        if absence is not None:
            css.append("g-away" if absence.is_certain else "g-maybe")
            words.append(str(escape(absence.label)))
        if (line.employee.pk, on) in self.changed:
            css.append("g-changed")
            words.append(str(escape(_("changed since it was published"))))
        if found:
            css.append("g-block" if any(each.blocks for each in found) else "g-warn")
            words += [str(escape(each.objection.sentence)) for each in found]
        extra = ""
        if cell.overtime:
            extra = f"<i>+{cells.number(round(cell.overtime / 60, 1))}</i>"
        tip = f' title="{" · ".join(words)}"' if words else ""
        code = conditional_escape(cell.code)
        return (
            f'<td class="{" ".join(css).strip()}" data-v="{code}"{tip}>'
            f'<a href="cell/{escape(line.employee.number)}/{day}/">{code or OFF}{extra}</a></td>'
        )

    def _away(self, found: Sequence[Absence]) -> dict[int, Absence]:
        """Absences by the place of the day, the certain ones first."""
        by_day: dict[int, Absence] = {}
        for absence in sorted(found, key=lambda each: not each.is_certain):
            for place in range(len(self.days)):
                if absence.starts_at < self.midnights[place + 1] and self.midnights[place] < absence.ends_at:
                    by_day.setdefault(place, absence)
        return by_day
