"""What the rulebook says about shifts at a site, on a day."""

import datetime
from collections.abc import Callable
from functools import cache
from typing import Any

from callcenter.people.models import Site
from callcenter.rulebook.timeline import on_day
from callcenter.rulebook.values import snapshot
from staffing.shifts.rules import NightPolicy


def night_policy(site: Site, on: datetime.date) -> NightPolicy:
    """What makes a night shift at the site on that day (rulebook shift.night_*)."""
    return night_policies(site)(on)


def night_policies(site: Site) -> Callable[[datetime.date], NightPolicy]:
    """The same for many days: the rulebook is read once."""
    book = snapshot()

    def stands(key: str, on: datetime.date) -> Any:
        return on_day(book.timeline(key, site.pk), on).value

    @cache
    def on_that_day(on: datetime.date) -> NightPolicy:
        start, end = stands("shift.night_start", on), stands("shift.night_end", on)
        return NightPolicy(
            start=start.hour * 60 + start.minute,
            end=end.hour * 60 + end.minute,
            least=stands("shift.night_minutes", on),
        )

    return on_that_day
