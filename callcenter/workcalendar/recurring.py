"""What is due again and again by the manuals: rooms register it, the calendar of deadlines and Today show it."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise

from callcenter.access.posts import PostCode
from callcenter.people.models import Site
from callcenter.rulebook.values import value
from callcenter.workcalendar.patterns import Pattern

Text = str | Promise


@dataclass(frozen=True)
class Recurring:
    """One duty that comes back. `pattern(site, on)` gives its dates as the rulebook stands at the site on a day.

    `posts` do it (none: everybody's). `at` is the local time it is due by; None: by the end of the day. `source` is the
    manual's paragraph, `rules` the rulebook entries that its days rest on. `is_daily`: it is not worth a line for each day.
    """

    key: str
    title: Text
    source: str
    pattern: Callable[[Site, datetime.date], Pattern]
    posts: frozenset[PostCode] = frozenset()
    at: datetime.time | None = None
    at_rule: str = ""  # the rulebook entry that says `at`, of whichever room declares it
    rules: tuple[str, ...] = ()
    is_daily: bool = False


@dataclass(frozen=True)
class Occurrence:
    """A duty on its day."""

    on: datetime.date
    duty: Recurring
    at: datetime.time | None  # local; None: by the end of the day

    @property
    def sort_key(self) -> tuple[datetime.date, datetime.time]:
        return (self.on, self.at or datetime.time.max)


_duties: dict[str, Recurring] = {}


def register(*duties: Recurring) -> None:
    """Offer duties; called in AppConfig.ready(). A room that takes one over registers it under the same key."""
    for duty in duties:
        _duties[duty.key] = duty


def offered() -> list[Recurring]:
    """Every duty."""
    return list(_duties.values())


def time_of(duty: Recurring, site: Site, on: datetime.date) -> datetime.time | None:
    """By when it is due, as the rulebook says at the site on that day."""
    if not duty.at_rule:
        return duty.at
    try:
        found: datetime.time = value(duty.at_rule, site, on=on)
    except KeyError:  # no room declares it
        return duty.at
    return found


def occurrences(
    site: Site,
    first: datetime.date,
    last: datetime.date,
    *,
    posts: Iterable[PostCode] | None = None,
    with_daily: bool = False,
) -> list[Occurrence]:
    """What is due from first to last, both included, in order; of these posts alone where some are given."""
    wanted = None if posts is None else frozenset(posts)
    found = [
        Occurrence(day, duty, time_of(duty, site, first))
        for duty in _duties.values()
        if (with_daily or not duty.is_daily) and (wanted is None or not duty.posts or duty.posts & wanted)
        for day in duty.pattern(site, first)(first, last)
    ]
    return sorted(found, key=lambda each: each.sort_key)
