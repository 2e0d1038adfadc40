"""Who must know that the facts of a day changed: upper apps register, the loader tells them in its transaction."""

import datetime
from collections.abc import Callable
from enum import StrEnum


class Why(StrEnum):
    """What changed about the days."""

    FACTS = "facts"  # rows came in or were replaced
    MAPPING = "mapping"  # somebody said which employee a switch agent is


DaysChanged = Callable[[int, set[datetime.date], Why], None]  # site id, days

_listeners: list[DaysChanged] = []


def on_days_changed(listener: DaysChanged) -> None:
    """Call `listener(site_id, days, why)` inside the transaction of every load; registered in AppConfig.ready()."""
    if listener not in _listeners:
        _listeners.append(listener)


def days_changed(site_id: int, days: set[datetime.date], why: Why = Why.FACTS) -> None:
    """Told by the loader after the new rows are in, before commit."""
    for listener in _listeners:
        listener(site_id, days, why)
