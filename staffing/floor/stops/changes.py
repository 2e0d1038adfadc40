"""Who hears of stop-work orders: rooms above keep records of them; and what an order may be for, which rooms above know."""

import datetime
from collections.abc import Callable, Sequence

from callcenter.people.models import Site
from staffing.floor.stops.models import Annulment, StopWork

Listener = Callable[[StopWork, Annulment | None], None]
Grounds = Callable[
    [Site, datetime.date], Sequence[tuple[str, str]]
]  # code and what it says, in the reader's language

_listeners: list[Listener] = []
_grounds: list[Grounds] = []


def on_changed(listener: Listener) -> None:
    """`listener(order, annulment)` is called in the transaction in which an order is given (annulment None) or annulled.
    It may be called again and may refuse with a RuleViolation. Registered in AppConfig.ready().
    """
    if listener not in _listeners:
        _listeners.append(listener)


def tell(order: StopWork, annulment: Annulment | None = None) -> None:
    """Call everybody who listens, in the order of their registration."""
    for listener in _listeners:
        listener(order, annulment)


def provide_grounds(grounds: Grounds) -> None:
    """Say what somebody may be ordered to stop work for on a day. Registered in AppConfig.ready()."""
    if grounds not in _grounds:
        _grounds.append(grounds)


def grounds(site: Site, on: datetime.date) -> list[tuple[str, str]]:
    """What an order may be for at the site on that day; empty where no room says."""
    return [one for provider in _grounds for one in provider(site, on)]
