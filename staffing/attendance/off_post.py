"""Being off post without consent: rooms above (the floor's break board) know it, the day says it."""

import datetime
from collections.abc import Callable, Collection

from staffing.attendance.rules import Finding

Found = dict[tuple[int, datetime.date], list[Finding]]
Finder = Callable[[Collection[int], datetime.date, datetime.date], Found]
_finders: list[Finder] = []


def provide(find: Finder) -> None:
    """`find(employee ids, first day, last day)` gives findings `rules.OFF_POST` and `rules.OFF_POST_BREACH` with their seconds,
    in constant queries. Who provides them marks the days stale (`days.services.mark_stale`) when they change.

    Registered in AppConfig.ready().
    """
    if find not in _finders:
        _finders.append(find)


def between(employee_ids: Collection[int], first: datetime.date, last: datetime.date) -> Found:
    """The findings of these people's days, in order."""
    found: Found = {}
    for find in _finders:
        for pair, findings in find(employee_ids, first, last).items():
            found.setdefault(pair, []).extend(findings)
    return found
