"""Rosters on Today: departments whose next roster is not published, for who publishes them."""

import datetime

from django.http import HttpRequest
from django.utils.translation import ngettext

from callcenter.access.matrix import Action
from callcenter.people.models import Department
from callcenter.web.addresses import address
from callcenter.web.today import Todo
from callcenter.workcalendar.periods import month_after
from staffing.roster import access, deadlines
from staffing.roster.models import Roster

AHEAD = datetime.timedelta(days=10)  # before the deadline


def todo(request: HttpRequest) -> list[Todo]:
    """Next month's rosters that are not published though their deadline is near; those begun have a clock of their own."""
    site = getattr(request, "site", None)
    if site is None or not access.reaches_site(request.user, Action.CREATE, site.pk):
        return []
    today = site.today()
    month = month_after(today)
    due = deadlines.due_on(site, month)
    if today < due - AHEAD:
        return []
    begun = Roster.objects.filter(month=month).values("department")
    missing = Department.objects.filter(site=site, teams__is_active=True).exclude(pk__in=begun).distinct()
    names = [str(department) for department in missing]
    if not names:
        return []
    return [
        Todo(
            ngettext("Draw up the roster of %(month)s", "Draw up %(count)s rosters of %(month)s", len(names))
            % {"month": f"{month:%Y-%m}", "count": len(names)},
            " · ".join(names),
            address("roster:index"),
            datetime.datetime.combine(due + deadlines.ONE_DAY, datetime.time(), site.zone),
            icon="calendar-event",
        )
    ]
