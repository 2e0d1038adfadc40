"""Rooms above hear of a day whose sums changed: in the transaction that summed it."""

import datetime
from collections.abc import Callable

from callcenter.people.models import Site

Listener = Callable[[Site, datetime.date], None]
_listeners: list[Listener] = []


def on_day_summed(listener: Listener) -> None:
    """Call `listener(site, day)` whenever stored figures of a day changed; registered in AppConfig.ready()."""
    if listener not in _listeners:
        _listeners.append(listener)


def tell(site: Site, day: datetime.date) -> None:
    """Called by the services once the sums are written."""
    for listener in _listeners:
        listener(site, day)
