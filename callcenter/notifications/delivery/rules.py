"""When a message may go out to a person, and how long a failed one waits. Plain; moments in UTC, wall clocks of the site.

Rulebook: notifications.*
"""

import datetime
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from callcenter.notifications.kinds import Email

DAY = datetime.timedelta(days=1)
LONGEST_WAIT = datetime.timedelta(hours=1)


@dataclass(frozen=True)
class Habits:
    """A person's (or group's) day on the clock of their site. `quiet` is [from, until), over midnight where from > until;
    `closed` are the days that are quiet from midnight to midnight.
    """

    zone: ZoneInfo
    quiet: tuple[datetime.time, datetime.time] | None
    digest_at: datetime.time
    closed: frozenset[datetime.date] = frozenset()


@dataclass(frozen=True)
class Slot:
    """When a delivery is due, and the digest that it waits for, if any."""

    due_at: datetime.datetime
    digest_at: datetime.datetime | None = None


def slot(email: Email, *, is_urgent: bool, habits: Habits, now: datetime.datetime) -> Slot | None:
    """When an e-mail about something that happened by `now` goes out; None: not at all.

    Urgent ones at once, whatever the hour. Others in the person's digest, or at once outside quiet hours; what quiet
    hours hold back goes out together when they end.
    """
    if email is Email.OFF:
        return None
    if is_urgent:
        return Slot(now)
    if email is Email.DIGEST:
        at = next_digest(habits, now)
        return Slot(at, at)
    until = quiet_until(habits, now)
    return Slot(until, until) if until else Slot(now)


def next_digest(habits: Habits, now: datetime.datetime) -> datetime.datetime:
    """The first digest time after `now` of a day that is not closed; one within quiet hours waits for their end."""
    today = now.astimezone(habits.zone).date()
    at = next(
        moment
        for days in range(3 + len(habits.closed))
        if (moment := moment_of(today + days * DAY, habits.digest_at, habits.zone)) > now
        and today + days * DAY not in habits.closed
    )
    return quiet_until(habits, at) or at


def quiet_until(habits: Habits, now: datetime.datetime) -> datetime.datetime | None:
    """The end of the quiet hours and closed days that `now` lies in, with those that follow at once; None outside of them.

    Worked out as moments, so that an hour that a clock change repeats or leaves out makes nobody wait a day.
    """
    at = now
    for _more in range(2 * len(habits.closed) + 2):
        end = _end_of_day(habits, at) or _end_of_quiet(habits, at)
        if end is None:
            break
        at = end
    return at if at > now else None


def _end_of_day(habits: Habits, now: datetime.datetime) -> datetime.datetime | None:
    """The midnight after a closed day."""
    today = now.astimezone(habits.zone).date()
    return moment_of(today + DAY, datetime.time(), habits.zone) if today in habits.closed else None


def _end_of_quiet(habits: Habits, now: datetime.datetime) -> datetime.datetime | None:
    if habits.quiet is None:
        return None
    begins, ends = habits.quiet
    today = now.astimezone(habits.zone).date()
    for day in (today - DAY, today):
        start = moment_of(day, begins, habits.zone)
        end = moment_of(day if ends > begins else day + DAY, ends, habits.zone)
        if start <= now < end:
            return end
    return None


def moment_of(day: datetime.date, clock: datetime.time, zone: ZoneInfo) -> datetime.datetime:
    """The moment of a wall clock's reading, in UTC: the first of two; one that is left out, as far after the gap."""
    return datetime.datetime.combine(day, clock, zone).astimezone(datetime.UTC)


def wait(attempt: int, *, first: datetime.timedelta, chance: float) -> datetime.timedelta:
    """How long to wait after the attempt that failed: doubled each time up to an hour, and up to a quarter more by
    `chance` (0 to 1), so that what failed together does not come back together.
    """
    doubled = min(first * 2 ** min(attempt - 1, 20), LONGEST_WAIT)
    return doubled * (1 + chance / 4)
