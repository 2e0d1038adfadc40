"""Who wants to hear that a webhook is in trouble: rooms above (notifications) register at start."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from callcenter.integrations.webhooks.models import Delivery, Endpoint


class Kind(StrEnum):
    GIVEN_UP = "given_up"  # a delivery was tried for its whole time
    SWITCHED_OFF = "switched_off"  # the endpoint failed for too long, or wants nothing more


@dataclass(frozen=True)
class Trouble:
    """What happened to which endpoint; `delivery` when it is about one."""

    endpoint: Endpoint
    kind: Kind
    delivery: Delivery | None = None

    @property
    def key(self) -> str:
        """Names the trouble: of messages given up one is told for each spell of failing, not one for each message."""
        since = self.endpoint.failing_since or (self.delivery.created_at if self.delivery else None)
        mark = since.isoformat() if since else f"{self.endpoint.off_at}"
        return f"{self.endpoint.pk}:{self.kind}:{mark}"


Listener = Callable[[Trouble], None]
_listeners: list[Listener] = []


def on_trouble(listener: Listener) -> None:
    """Call `listener` with each trouble, in its transaction. Called in AppConfig.ready()."""
    if listener not in _listeners:
        _listeners.append(listener)


def tell(trouble: Trouble) -> None:
    """Called by the claims."""
    for listener in _listeners:
        listener(trouble)
