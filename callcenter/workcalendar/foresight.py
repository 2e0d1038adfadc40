"""What a change of a calendar would do: it is made, looked at, and taken back."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from callcenter.people.models import Site
from callcenter.workcalendar import moved, selectors
from callcenter.workcalendar.models import Edition
from callcenter.workcalendar.moved import Moved
from callcenter.workcalendar.rules import DayPlan

AHEAD = 400  # days that are compared
EXAMPLES = 12


@dataclass(frozen=True)
class Foreseen:
    """The calendar that a change would publish: which deadlines move, and on which of the next days the hours differ."""

    fingerprint: str
    deadlines: Moved
    changed_days: int
    examples: tuple[tuple[DayPlan, DayPlan], ...]  # (now, then)


def foresee(site: Site, change: Callable[[], Edition]) -> Foreseen:
    """Run the change and take it back. Refusals of the change come through."""
    now = selectors.open_hours(site, site.today())
    with transaction.atomic():
        edition = change()
        then = selectors.build(site)
        transaction.set_rollback(True)
    today = site.today()
    pairs = [
        (now.plan(day), then.plan(day))
        for day in (today + datetime.timedelta(days=step) for step in range(AHEAD))
    ]
    differing = [
        (old, new)
        for old, new in pairs
        if (old.intervals, old.is_working_day) != (new.intervals, new.is_working_day)
    ]
    return Foreseen(
        edition.fingerprint, moved.preview(site, then), len(differing), tuple(differing[:EXAMPLES])
    )
