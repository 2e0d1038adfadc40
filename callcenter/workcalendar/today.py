"""What Today shows of the calendar: the duties of the next week, and days that are not like others."""

import datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from callcenter.access.matrix import Action
from callcenter.access.permissions import may, position
from callcenter.web import cells
from callcenter.web.today import Entry, Panel, facts
from callcenter.workcalendar import access, recurring, selectors
from callcenter.workcalendar.models import DAY_KINDS
from callcenter.workcalendar.wording import day_name

AHEAD = datetime.timedelta(days=7)


def coming_up(request: HttpRequest) -> Panel | None:
    """The duties of the user's posts and the special days of the next seven days; None where there is neither."""
    site = getattr(request, "site", None)
    if not site or not may(request.user, Action.VIEW, access.SUBJECT):
        return None
    today = site.today()
    posts = position(request.user).posts
    lines: list[tuple[datetime.date, datetime.time, Entry]] = [
        (each.on, each.at or datetime.time.max, _duty(each, today))
        for each in recurring.occurrences(site, today, today + AHEAD, posts=posts)
    ]
    hours = selectors.open_hours(site, today)
    address = reverse("workcalendar:year", args=[site.code])
    kinds = dict(DAY_KINDS)
    for step in range(AHEAD.days + 1):
        day = today + datetime.timedelta(days=step)
        plan = hours.plan(day)
        if plan.day is not None:
            entry = Entry(
                day_name(plan.day), kinds[plan.day.kind.value], address, _when(day, today), "calendar"
            )
            lines.append((day, datetime.time.min, entry))
    if not lines:
        return None
    ordered = [entry for _on, _at, entry in sorted(lines, key=lambda line: line[:2])]
    return facts(_("Coming up"), entries=ordered[:8], url=reverse("workcalendar:deadlines", args=[site.code]))


def _duty(each: recurring.Occurrence, today: datetime.date) -> Entry:
    detail = _("by %(time)s") % {"time": each.at.strftime("%H:%M")} if each.at else ""
    tone = "soon" if each.on == today else ""
    return Entry(each.duty.title, detail, "", _when(each.on, today), "calendar-event", tone)


def _when(day: datetime.date, today: datetime.date) -> str:
    if day == today:
        return _("today")
    if day == today + datetime.timedelta(days=1):
        return _("tomorrow")
    return cells.day(day)
