"""Who wants to hear of acts as they are recorded: rooms above register at start, for the verbs they name.

A listener runs in the transaction of the act: what it writes stands or falls with it, and an error of its own undoes both.
It writes rows and nothing else; whatever takes time belongs to a task that finds the rows.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from callcenter.audit.models import Event

Listener = Callable[[Sequence["Event"]], None]
_listeners: dict[Listener, set[str]] = {}


def listen(listener: Listener, *verbs: str) -> None:
    """Call `listener` with the events of these verbs, all of one `record_many` at once. Called in AppConfig.ready()."""
    _listeners.setdefault(listener, set()).update(verbs)


def tell(events: Sequence["Event"]) -> None:
    """Called by the services once the events are written."""
    for listener, verbs in _listeners.items():
        heard = [event for event in events if event.verb in verbs]
        if heard:
            listener(heard)
