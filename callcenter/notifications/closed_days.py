"""Days on which a site is closed: the calendar lies above and says which, for quiet hours."""

import datetime
from collections.abc import Callable, Iterable

from callcenter.people.models import Site

AHEAD = 35  # days: what is held goes out after so many at the latest, however long a site is closed

# (site, first day, how many days) -> those on which the site has no opening hours
ClosedDays = Callable[[Site, datetime.date, int], Iterable[datetime.date]]
_closed_days: ClosedDays = lambda _site, _first, _count: ()  # noqa: E731


def provide(closed: ClosedDays) -> None:
    """Called in AppConfig.ready() by the room that keeps calendars."""
    global _closed_days
    _closed_days = closed


def of(site: Site) -> frozenset[datetime.date]:
    """The closed days of the site from yesterday on; a site without a calendar has none."""
    return frozenset(_closed_days(site, site.today() - datetime.timedelta(days=1), AHEAD))
