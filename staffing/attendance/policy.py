"""The rulebook's values of attendance at a site, as the rules take them."""

import datetime
from collections.abc import Iterable

from callcenter.people.models import Site
from callcenter.rulebook.timeline import on_day
from callcenter.rulebook.values import Snapshot, snapshot
from staffing.attendance.matching import Policy

MINUTE = 60
# field of the policy: rulebook entry, seconds in its unit
FIELDS: dict[str, tuple[str, int]] = {
    "rollcall": ("attendance.rollcall_minutes", MINUTE),
    "late_grace": ("attendance.late_grace", 1),
    "early_grace": ("attendance.early_grace", 1),
    "breach": ("attendance.breach_minutes", MINUTE),
    "duplicate": ("attendance.duplicate_seconds", 1),
    "before": ("attendance.match_before_minutes", MINUTE),
    "after": ("attendance.match_after_minutes", MINUTE),
    "split_gap": ("attendance.split_gap_minutes", MINUTE),
    "shortest_stay": ("attendance.shortest_stay_minutes", MINUTE),
    "absent_after": ("attendance.absent_after_minutes", MINUTE),
    "missing_after": ("attendance.missing_out_after_minutes", MINUTE),
}
KEYS = frozenset(key for key, _unit in FIELDS.values())  # what the days depend on


def policy(site: Site, on: datetime.date) -> Policy:
    """The values at the site on a day."""
    return _policy(snapshot(), site, on)


def policies(site: Site, days: Iterable[datetime.date]) -> dict[datetime.date, Policy]:
    """Those of several days; one object for as long as nothing changes. One query, however many days."""
    wanted = sorted(set(days))
    if not wanted:
        return {}
    book = snapshot()
    turns = sorted(
        {
            piece.start
            for key in KEYS
            for piece in book.timeline(key, site.pk)
            if piece.start and wanted[0] < piece.start <= wanted[-1]
        }
    )
    found: dict[datetime.date, Policy] = {}
    holds = _policy(book, site, wanted[0])
    for day in wanted:
        if turns and turns[0] <= day:
            while turns and turns[0] <= day:
                turns.pop(0)
            holds = _policy(book, site, day)
        found[day] = holds
    return found


def _policy(book: Snapshot, site: Site, on: datetime.date) -> Policy:
    return Policy(
        **{
            field: _seconds(on_day(book.timeline(key, site.pk), on).value, unit)
            for field, (key, unit) in FIELDS.items()
        }
    )


def _seconds(found: int | datetime.timedelta, unit: int) -> int:
    if isinstance(found, datetime.timedelta):
        return int(found.total_seconds())
    return int(found) * unit
