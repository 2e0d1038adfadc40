"""How many calls a site took on each day, so that complaints can be held against the traffic. The day sums stand above."""

import datetime
from collections.abc import Callable

from callcenter.people.models import Site

CallsByDay = Callable[[Site, datetime.date, datetime.date], dict[datetime.date, int]]

_provider: CallsByDay | None = None


def provide_calls_by_day(provider: CallsByDay) -> None:
    """`provider(site, first, end)`: calls offered on each day from the first to before the end; called in ready()."""
    global _provider
    _provider = provider


def calls_by_day(site: Site, first: datetime.date, end: datetime.date) -> dict[datetime.date, int]:
    """Calls offered by day; days without any are left out. Empty where nobody counts calls. One query."""
    return _provider(site, first, end) if _provider else {}
