"""Which deadlines a change of a calendar would move: asked before the change is saved, answered by the room that keeps them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from callcenter.workcalendar.rules import OpenHours

if TYPE_CHECKING:
    from callcenter.people.models import Site


@dataclass(frozen=True)
class Moved:
    """What would become of the running deadlines of a site under other opening hours.

    `examples` are up to ten of them as (what, address, due now, due then) with moments as they are, the most moved first.
    """

    running: int = 0
    earlier: int = 0
    later: int = 0
    newly_overdue: int = 0
    examples: tuple[tuple[str, str, object, object], ...] = ()

    @property
    def moved(self) -> int:
        return self.earlier + self.later


Preview = Callable[["Site", OpenHours], Moved]
_previews: list[Preview] = []


def on_preview(preview: Preview) -> None:
    """Called in AppConfig.ready() by a room that keeps deadlines: `preview(site, hours) -> Moved`."""
    _previews.append(preview)


def preview(site: "Site", hours: OpenHours) -> Moved:
    """Which running deadlines of the site would move, if these hours held for them."""
    found = [ask(site, hours) for ask in _previews]
    return Moved(
        running=sum(each.running for each in found),
        earlier=sum(each.earlier for each in found),
        later=sum(each.later for each in found),
        newly_overdue=sum(each.newly_overdue for each in found),
        examples=tuple(example for each in found for example in each.examples)[:10],
    )
