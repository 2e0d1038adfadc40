"""What rooms above are told of a work order: called with every line of its log, in the transaction of the act."""

from collections.abc import Callable

from complaints.workorders.orders.models import OrderEvent

Listener = Callable[[OrderEvent], None]

_listeners: list[Listener] = []


def on_logged(listener: Listener) -> None:
    """Call `listener(event)` after every line of a log; registered in AppConfig.ready()."""
    if listener not in _listeners:
        _listeners.append(listener)


def tell(event: OrderEvent) -> None:
    """Every listener, in the order registered."""
    for listener in _listeners:
        listener(event)
