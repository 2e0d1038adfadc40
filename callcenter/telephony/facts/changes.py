"""Who must know that the facts of a day changed: upper apps register, the loader tells them in its transaction."""

import datetime
from collections.abc import Callable

DaysChanged = Callable[[int, set[datetime.date]], None]  # site id, days

_listeners: list[DaysChanged] = []


def on_days_changed(listener: DaysChanged) -> None:
    """Call `listener(site_id, days)` inside the transaction of every load; registered in AppConfig.ready()."""
    if listener not in _listeners:
        _listeners.append(listener)


def days_changed(site_id: int, days: set[datetime.date]) -> None:
    """Told by the loader after the new rows are in, before commit."""
    for listener in _listeners:
        listener(site_id, days)
