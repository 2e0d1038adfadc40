"""What the rulebook says on a day: `value("kpi.sl_seconds", site, on=date)`; site before company before default.

The cache, and why it is right: a trigger gives the one row of `rulebook_version` a fresh number from a sequence with
every change of a value, in the transaction of that change. Each call reads that number (one tiny query on the
caller's own connection, so it sees what the caller's transaction sees) and looks the whole rulebook up in this
process's memory under it; a number that is not there is loaded, number and values in one statement. A sequence never gives
a number twice, so a number stands for one content for ever: values of a transaction that rolled back are kept under
a number that nobody reads again. Writers wait for each other on that row, so numbers are committed in order.
Redis has no part in it. Within one page request the number is read once (`one_rulebook`): a page is drawn by one
rulebook, and its queries do not grow with the rules it shows. The transactions of a writing request read it anew.
"""

import datetime
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from asgiref.local import Local
from django.db import transaction

from callcenter.rulebook import registry
from callcenter.rulebook.kinds import from_json
from callcenter.rulebook.timeline import Entry, Piece, between, on_day, timeline

if TYPE_CHECKING:
    from callcenter.people.models import Site

KEPT = 4  # versions in memory: the newest, and those that open transactions still see
LOAD = """
    SELECT (SELECT version FROM rulebook_version),
           (SELECT json_agg(json_build_array(key, site_id, effective_on, value, id) ORDER BY effective_on)
            FROM rulebook_rulevalue WHERE withdrawn_at IS NULL)
"""


@dataclass
class Snapshot:
    """The whole rulebook as of one version: a few hundred rows. Timelines are worked out when asked for."""

    version: int | None
    stored: dict[tuple[str, int | None], list[Entry]]  # values as stored
    timelines: dict[tuple[str, int | None], list[Piece]] = field(default_factory=dict)

    def timeline(self, key: str, site_id: int | None) -> list[Piece]:
        found = self.timelines.get((key, site_id))
        if found is None:
            own = self._entries(key, site_id) if site_id else []
            found = timeline(registry.get(key).default, self._entries(key, None), own)
            self.timelines[key, site_id] = found
        return found

    def _entries(self, key: str, site_id: int | None) -> list[Entry]:
        kind = registry.get(key).kind
        return [
            entry if entry.value is None else replace(entry, value=from_json(kind, entry.value))
            for entry in self.stored.get((key, site_id), [])
        ]


_snapshots: dict[int | None, Snapshot] = {}
_lock = threading.Lock()
_request = Local()  # .snapshot: of the page request under way


def _load() -> Snapshot:
    with transaction.get_connection().cursor() as cursor:
        cursor.execute(LOAD)
        version, rows = cursor.fetchone()
    stored: dict[tuple[str, int | None], list[Entry]] = {}
    for key, site_id, day, value_, pk in json.loads(rows) if isinstance(rows, str) else rows or []:
        entry = Entry(datetime.date.fromisoformat(day), value_, pk)
        stored.setdefault((key, site_id), []).append(entry)
    return Snapshot(version, stored)


def snapshot() -> Snapshot:
    """The rulebook as the caller's transaction sees it now."""
    is_held = hasattr(_request, "snapshot") and (
        _request.is_reading or not transaction.get_connection().in_atomic_block
    )
    if is_held and _request.snapshot is not None:
        return _request.snapshot
    with transaction.get_connection().cursor() as cursor:
        cursor.execute("SELECT version FROM rulebook_version")
        row = cursor.fetchone()
    found = _snapshots.get(row[0] if row else None)
    if found is None:
        found = _load()
        with _lock:
            _snapshots[found.version] = found
            for old in list(_snapshots)[:-KEPT]:
                del _snapshots[old]
    if is_held:
        _request.snapshot = found
    return found


@contextmanager
def one_rulebook(site: "Site | None" = None, *, is_reading: bool = False) -> Iterator[None]:
    """For one page request at `site`: what is first read of the rulebook is kept to its end.

    In a request that writes only outside transactions: a service that waited for a lock reads what holds now.
    """
    _request.snapshot, _request.site, _request.is_reading = None, site, is_reading
    try:
        yield
    finally:
        del _request.snapshot, _request.site, _request.is_reading


def request_site() -> "Site | None":
    """The site that the page request under way is about; None outside of one."""
    return getattr(_request, "site", None) or None


def forget_request() -> None:
    """After a change in this request: its page is drawn by the rulebook as changed."""
    if hasattr(_request, "snapshot"):
        _request.snapshot = None


def today_at(site: "Site | None") -> datetime.date:
    """The day it is at the site; in UTC without one."""
    return datetime.datetime.now(site.zone if site else datetime.UTC).date()


def value(key: str, site: "Site | None" = None, *, on: datetime.date | None = None) -> Any:
    """The rule's value at the site on that day (default: the site's today), typed by its kind.

    int, Decimal, bool, time, timedelta or str. `site` None asks for the company's value. KeyError when no room
    declares the rule.
    """
    return piece_on(key, site, on=on).value


def piece_on(key: str, site: "Site | None" = None, *, on: datetime.date | None = None) -> Piece:
    """As `value`, with whose value it is and the days [start, end) it holds."""
    return on_day(pieces(key, site), on or today_at(site))


def pieces(key: str, site: "Site | None" = None) -> list[Piece]:
    """The rule's value on every day there ever was or will be, in order."""
    registry.get(key)
    return snapshot().timeline(key, site.pk if site else None)


def values_between(key: str, site: "Site | None", start: datetime.date, end: datetime.date) -> list[Piece]:
    """The values on the days [start, end), in order, cut to them: one piece when the rule did not change."""
    return between(pieces(key, site), start, end)
