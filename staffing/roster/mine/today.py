"""Today's panel of one's own next shifts."""

import datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from callcenter.access.permissions import position
from callcenter.people.models import Employee
from callcenter.web import cells
from callcenter.web.today import Entry, Panel, facts
from staffing.roster.mine import shifts as mine
from staffing.roster.models import Assignment
from staffing.shifts.rules import told
from staffing.shifts.wording import written


def next_shift(request: HttpRequest) -> Panel | None:
    """The shift under way or next, and the one after; None for who is in no roster."""
    me = position(request.user).employee_id
    if me is None:
        return None
    employee = Employee.objects.select_related("site").get(pk=me)
    rows = mine.next_shifts(employee, timezone.now())
    if not rows:
        return None
    today = employee.site.today()
    entries = [_entry(row, today) for row in rows]
    changed = mine.changes(employee, today, today + datetime.timedelta(days=13))
    note = _("Changed since it was published: see “Changes” in My shifts.") if changed else ""
    return facts(_("My next shift"), entries=entries, note=note, url=reverse("roster:mine"))


def _entry(row: Assignment, today: datetime.date) -> Entry:
    name = f"{row.code} {row.shift_type}" if row.shift_type else _("Overtime")
    times = written(told(row.parts)[0])
    detail = " · ".join(filter(None, [times, str(row.team) if row.team else ""]))
    icon = "moon" if row.is_night else "clock"
    return Entry(name, detail, reverse("roster:mine"), _when(row.on, today), icon)


def _when(on: datetime.date, today: datetime.date) -> str:
    if on == today:
        return _("today")
    if on == today + mine.ONE_DAY:
        return _("tomorrow")
    return cells.day(on)
