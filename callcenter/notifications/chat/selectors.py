"""Which chat channels hear of an event."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from callcenter.notifications.outbox import Notice


def subscribed(notices: "list[Notice]") -> "Iterable[tuple[Notice, int]]":
    """Each event with the channels that subscribed to its kind: of its site, of a team whose member is told."""
    return []
