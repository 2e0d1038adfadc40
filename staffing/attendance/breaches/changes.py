"""Who hears of breaches: rooms above take confirmed ones over, as conduct records, and let go of those that fall."""

from collections.abc import Callable

from staffing.attendance.breaches.models import Breach

Listener = Callable[[Breach, str], None]
_listeners: list[Listener] = []


def on_changed(listener: Listener) -> None:
    """`listener(breach, state before)` is called in the transaction in which a breach is confirmed, dismissed, reopened,
    withdrawn, or changes its figures while it is confirmed. It may refuse with a RuleViolation. Registered in AppConfig.ready().
    """
    if listener not in _listeners:
        _listeners.append(listener)


def tell(breach: Breach, before: str) -> None:
    """Call everybody who listens, in the order of their registration."""
    for listener in _listeners:
        listener(breach, before)
