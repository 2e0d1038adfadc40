"""The statistics month in which points count; a month that a room above has locked takes no more."""

import datetime
from collections.abc import Callable

from callcenter.people.models import Site
from callcenter.workcalendar.periods import Kind, Period, period_of

IsLocked = Callable[[Site, datetime.date], bool]  # the site, the first day of its statistics month

_locks: list[IsLocked] = []


def provide_lock(is_locked: IsLocked) -> None:
    """Say which months are closed; what would count there counts in the first open one. Registered in AppConfig.ready()."""
    if is_locked not in _locks:
        _locks.append(is_locked)


def statistics_month(site: Site, day: datetime.date) -> Period:
    """The site's statistics month that the day lies in (A7: 21st–20th unless the site says otherwise)."""
    return period_of(Kind.STATISTICS, day, start_day=site.statistics_start_day)


def counted_in(site: Site, day: datetime.date) -> datetime.date:
    """The first day of the month in which points of `day` count: its own, or the first one after it that is open (§5.7)."""
    month = statistics_month(site, day)
    while any(is_locked(site, month.start) for is_locked in _locks):
        month = month.next
    return month.start
