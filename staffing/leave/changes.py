"""Who wants to know that leave changed: attendance works its days anew."""

import datetime
from collections.abc import Callable, Iterable

Days = Iterable[tuple[int, datetime.date]]  # employee id, day
Listener = Callable[[Days], None]
_listeners: list[Listener] = []


def on_changed(listener: Listener) -> None:
    """Call `listener` with the days on which leave, asked for or approved, came, went or changed, in that transaction.

    Registered in AppConfig.ready().
    """
    if listener not in _listeners:
        _listeners.append(listener)


def tell(days: Days) -> None:
    """Called by the services."""
    days = list(days)
    for listener in _listeners:
        listener(days)
