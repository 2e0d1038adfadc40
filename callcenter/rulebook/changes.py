"""Who wants to know that a rule's value changed: rooms above register listeners at start."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from callcenter.people.models import Site


@dataclass(frozen=True)
class ValueChange:
    """On the days [start, end) the rule is no longer what it was; `end` None: from then on. `site` None: the company's.

    `old` and `new` are the values on the first of these days (of the site or the company, defaults included).
    """

    key: str
    site: "Site | None"
    start: datetime.date
    end: datetime.date | None
    old: Any
    new: Any


Listener = Callable[[ValueChange], None]
_listeners: list[Listener] = []


def on_value_changed(listener: Listener) -> None:
    """Call `listener` with each change, in its transaction; registered in AppConfig.ready()."""
    if listener not in _listeners:
        _listeners.append(listener)


def tell(change: ValueChange) -> None:
    """Called by the services."""
    for listener in _listeners:
        listener(change)
