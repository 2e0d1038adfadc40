"""A roster as a workbook or CSV: a row for each person, a column for each day with the code of its shift.

The file can be loaded again (`importing`): what was not changed in it changes nothing. Overtime is no part of it.
"""

import datetime
from collections.abc import Iterator
from typing import IO, Any

from django.utils.translation import gettext as _

from callcenter.tabular.workbook import Column, Sheet, write_workbook
from staffing.roster import selectors
from staffing.roster.models import Assignment, Roster
from staffing.shifts.models import ShiftType
from staffing.shifts.wording import in_words

ONE_DAY = datetime.timedelta(days=1)


def columns(roster: Roster) -> list[Column]:
    """Employee number, name, month, and the days as 1 to 31."""
    days = [Column(str(on.day), width=6) for on in roster.days]
    return [
        Column(_("Employee number"), width=16),
        Column(_("Name"), width=18),
        Column(_("Month"), width=10),
        *days,
    ]


def rows(roster: Roster) -> Iterator[list[Any]]:
    """A row for each member of the department in that month, and whoever else has a shift, by number; three queries."""
    cells: dict[int, dict[datetime.date, str]] = {}
    people = {
        member.employee.pk: member.employee
        for member in selectors.members(roster.department, roster.month, roster.next_month - ONE_DAY)
    }
    shifts = Assignment.objects.standing().filter(roster=roster, shift_type__isnull=False)
    for row in shifts.select_related("employee").only("employee", "on", "code"):
        people.setdefault(row.employee_id, row.employee)
        cells.setdefault(row.employee_id, {})[row.on] = row.code
    month = f"{roster.month:%Y-%m}"
    for employee in sorted(people.values(), key=lambda each: each.number):
        mine = cells.get(employee.pk, {})
        yield [employee.number, str(employee), month, *(mine.get(on, "") for on in roster.days)]


def write(roster: Roster, stream: IO[bytes]) -> int:
    """Write the workbook; how many people are in it."""
    state = (
        _("Version %(number)s") % {"number": roster.published_number} if roster.is_published else _("Draft")
    )
    kinds = ShiftType.objects.filter(site=roster.site, is_active=True).prefetch_related("segments")
    definitions = [
        (_("Site"), str(roster.site)),
        (_("Department"), str(roster.department)),
        (_("Month"), f"{roster.month:%Y-%m}"),
        (_("State"), state),
        (_("Empty cell"), _("A day off. Who is not in the file keeps their shifts when it is loaded.")),
        *((kind.code, f"{kind} · {in_words(kind.parts)}") for kind in kinds),
    ]
    sheet = Sheet(f"{roster.month:%Y-%m}", columns(roster), rows(roster))
    return write_workbook(stream, [sheet], definitions=definitions, title=str(roster))
