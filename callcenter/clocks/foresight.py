"""What a change of opening hours would do to running deadlines: the answer for the calendar's preview."""

from callcenter.clocks.rebasing import Scope, preview_rebase
from callcenter.people.models import Site
from callcenter.workcalendar.moved import Moved
from callcenter.workcalendar.rules import OpenHours


def moved_by(site: Site, hours: OpenHours) -> Moved:
    """How many of the site's running deadlines would move under these hours, if they were worked out anew."""
    found = preview_rebase(Scope(site, hours=hours))
    return Moved(
        running=found.running,
        earlier=found.earlier,
        later=found.later,
        newly_overdue=found.newly_overdue,
        examples=tuple(
            (str(move.clock), move.clock.get_absolute_url(), move.clock.due_at, move.due_at)
            for move in found.examples
        ),
    )
