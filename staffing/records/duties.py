"""Duties that come back (domain §12) and whose work is done in this room: for the calendar of deadlines."""

from django.utils.translation import gettext_lazy as _

from callcenter.access.posts import PostCode as P
from callcenter.rulebook.values import value
from callcenter.workcalendar import patterns
from callcenter.workcalendar.recurring import Recurring

WEEKDAYS = {"monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5, "sunday": 6}

DUTIES = [
    Recurring(
        "patrol.analysis",
        _("Patrol record analysis of last week"),
        "S0-16",
        lambda site, on: patterns.every_week(WEEKDAYS[value("patrol.analysis_day", site, on=on)]),
        frozenset({P.SHIFT_LEADER}),
        rules=("patrol.analysis_day",),
    ),
]
