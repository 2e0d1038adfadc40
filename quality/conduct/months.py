"""The statistics month in which points count; a month that a room above has locked takes no more."""

import datetime
from collections.abc import Callable

from django.db import connection

from callcenter.people.models import Site
from callcenter.workcalendar.periods import Kind, Period, period_of

IsLocked = Callable[[Site, datetime.date], bool]  # the site, the first day of its statistics month

MONTHS = 6
LOCK = 0x504F_494E  # our half of PostgreSQL's advisory lock numbers: "poin"

_locks: list[IsLocked] = []


def provide_lock(is_locked: IsLocked) -> None:
    """Say which months are closed; what would count there counts in the first open one. Registered in AppConfig.ready()."""
    if is_locked not in _locks:
        _locks.append(is_locked)


def statistics_month(site: Site, day: datetime.date) -> Period:
    """The site's statistics month that the day lies in (A7: 21st–20th unless the site says otherwise)."""
    return period_of(Kind.STATISTICS, day, start_day=site.statistics_start_day)


def last_months(site: Site, count: int = MONTHS) -> list[Period]:
    """The site's last statistics months, the running one first."""
    month, found = statistics_month(site, site.today()), []
    for _number in range(count):
        found.append(month)
        month = month.previous
    return found


def hold(site_id: int, *, to_close: bool = False) -> None:
    """Whoever writes points of the site goes beside others; whoever closes a month waits for them, and they for it.

    Writers hold their employee already, so they hold the row without its key: the lines of the closing refer to it.
    """
    lock = "pg_advisory_xact_lock" if to_close else "pg_advisory_xact_lock_shared"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {lock}(%s, %s)", [LOCK, site_id])


def counted_in(site: Site, day: datetime.date) -> datetime.date:
    """The first day of the month in which points of `day` count: its own, or the first one after it that is open (§5.7)."""
    month = statistics_month(site, day)
    while any(is_locked(site, month.start) for is_locked in _locks):
        month = month.next
    return month.start
