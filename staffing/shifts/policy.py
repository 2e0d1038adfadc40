"""What the rulebook says about shifts at a site, on a day."""

import datetime

from callcenter.people.models import Site
from callcenter.rulebook.values import value
from staffing.shifts.rules import NightPolicy


def night_policy(site: Site, on: datetime.date) -> NightPolicy:
    """What makes a night shift at the site on that day (rulebook shift.night_*)."""
    start, end = value("shift.night_start", site, on=on), value("shift.night_end", site, on=on)
    return NightPolicy(
        start=start.hour * 60 + start.minute,
        end=end.hour * 60 + end.minute,
        least=value("shift.night_minutes", site, on=on),
    )
