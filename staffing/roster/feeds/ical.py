"""Shifts as an iCalendar (RFC 5545): times and names of shifts, nothing else.

Times are written in UTC, so that they are right wherever the phone is, over midnight and on both clock changes. A split
shift is one event for each of its parts; meals and breaks lie within them.
"""

import datetime
import zoneinfo
from collections.abc import Iterable

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from callcenter.people.models import Employee
from staffing.roster.models import Assignment
from staffing.shifts.rules import instant, told

BACK, AHEAD = datetime.timedelta(days=31), datetime.timedelta(days=100)
REFRESH = datetime.timedelta(hours=1)


def of_employee(employee: Employee, now: datetime.datetime) -> bytes:
    """The published shifts of the last month and the next three."""
    today = now.astimezone(employee.site.zone).date()
    rows = Assignment.objects.published().filter(
        employee=employee, on__gte=today - BACK, on__lte=today + AHEAD
    )
    return written(rows.select_related("shift_type").order_by("starts_at"), employee.site.zone, now)


def written(rows: Iterable[Assignment], zone: zoneinfo.ZoneInfo, now: datetime.datetime) -> bytes:
    """A calendar of these shifts. `now` stamps it."""
    calendar = Calendar()
    calendar.add("prodid", "-//callcenter//shifts//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("My shifts"))
    calendar.add("x-wr-timezone", zone.key)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")  # the same for those who do not know the standard one
    for row in rows:
        for number, (start, end) in enumerate(spans(row, zone), 1):
            event = Event()
            event.add("uid", f"shift-{row.pk}-{number}@callcenter")
            event.add("dtstamp", now)
            event.add("dtstart", start)
            event.add("dtend", end)
            event.add("summary", name_of(row))
            event.add("transp", "OPAQUE")
            calendar.add_component(event)
    return bytes(calendar.to_ical())


def name_of(row: Assignment) -> str:
    """“N Night”; overtime has no shift of its own."""
    return f"{row.code} {row.shift_type}" if row.shift_type else _("Overtime")


def spans(row: Assignment, zone: zoneinfo.ZoneInfo) -> list[tuple[datetime.datetime, datetime.datetime]]:
    """When somebody has to be there (UTC): the whole shift, or each part of a split one."""
    work = told(row.parts)[0]
    if len(work) < 2:
        return [(row.starts_at.astimezone(datetime.UTC), row.ends_at.astimezone(datetime.UTC))]
    found = [(instant(row.on, start, zone), instant(row.on, end, zone)) for start, end in work]
    return [(start, end) for start, end in found if start < end]
