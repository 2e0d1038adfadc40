"""Duties that come back (domain §12) and whose work is done in this room: for the calendar of deadlines."""

from django.utils.translation import gettext_lazy as _

from callcenter.access.posts import PostCode as P
from callcenter.rulebook.values import value
from callcenter.workcalendar import patterns
from callcenter.workcalendar.recurring import Recurring
from staffing.records.cleaning.selectors import days_of, other_days

WEEKDAYS = {"monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5, "sunday": 6}

LEADERS = frozenset({P.SHIFT_LEADER, P.GROUP_LEADER, P.DIRECTOR})

DUTIES = [
    Recurring(
        "patrol.analysis",
        _("Patrol record analysis of last week"),
        "S0-16",
        lambda site, on: patterns.every_week(WEEKDAYS[value("patrol.analysis_day", site, on=on)]),
        frozenset({P.SHIFT_LEADER}),
        rules=("patrol.analysis_day",),
    ),
    Recurring(
        "room.cleaning", _("Cleaning of the changing room"), "S2E-15", days_of("changing-room"), LEADERS
    ),
    Recurring(
        "room.plants",
        _("Leaves of the plants cleaned by the day shift"),
        "S2E-15",
        days_of("plants"),
        LEADERS,
    ),
    Recurring("room.other_cleaning", _("Other cleaning of the site"), "S2E-15", other_days, LEADERS),
]
