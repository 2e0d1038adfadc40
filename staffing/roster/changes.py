"""Who wants to know that published shifts changed: attendance works its days anew, swaps look after what they promised."""

import datetime
from collections.abc import Callable, Iterable

Days = Iterable[tuple[int, datetime.date]]  # employee id, day of the shift
Listener = Callable[[Days], None]
_listeners: list[Listener] = []


def on_changed(listener: Listener) -> None:
    """Call `listener` with the days on which published shifts came, went or changed, in that transaction; in ready()."""
    if listener not in _listeners:
        _listeners.append(listener)


def tell(days: Days) -> None:
    """Called by the services."""
    days = list(days)
    for listener in _listeners:
        listener(days)
