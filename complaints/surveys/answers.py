"""Who is told of an answer: nouns of this room above ratings, and rooms above. Called in the transaction of the answer."""

from collections.abc import Callable

from callcenter.access.permissions import Actor
from complaints.surveys.ratings.models import Response

Listener = Callable[[Response, Actor], None]

_listeners: list[Listener] = []


def on_answered(listener: Listener) -> None:
    """Call `listener(response, actor)` after every answer; registered in AppConfig.ready()."""
    if listener not in _listeners:
        _listeners.append(listener)


def tell(response: Response, actor: Actor) -> None:
    """Every listener, in the order registered."""
    for listener in _listeners:
        listener(response, actor)
