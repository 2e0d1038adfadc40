"""Makers of facts: frames of calls, loaded days, files to import."""

import datetime
from pathlib import Path
from typing import Any

import polars as pl

from callcenter.files.imports.registry import Mapping, Source, get
from callcenter.people.models import Site
from callcenter.telephony.facts import tables
from callcenter.telephony.facts.load import LoadResult, replace_days

DAY = datetime.date(2026, 3, 2)


def moment(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text).replace(tzinfo=datetime.UTC)


def make_calls(count: int = 3, day: datetime.date = DAY, **fields: Any) -> pl.DataFrame:
    """Answered calls, a minute apart from 02:00 UTC (10:00 in Shanghai); `fields` are the same in every row."""
    start = datetime.datetime.combine(day, datetime.time(2), datetime.UTC)
    rows = [
        {
            "started_at": start + datetime.timedelta(minutes=n),
            "ended_at": start + datetime.timedelta(minutes=n, seconds=50),
            "outcome": 1,
            "queue": "sales",
            "agent": "1017",
            "wait_seconds": n,
            "talk_seconds": 30,
            "switch_ref": f"{n}",
            "source_row": n + 2,
        }
        | fields
        for n in range(count)
    ]
    return pl.DataFrame(rows)


def load_calls(site: Site, frame: pl.DataFrame | None = None, feed: str = "calls:test") -> LoadResult:
    return replace_days(site, feed, make_calls() if frame is None else frame, actor=None)


def load_queue_intervals(site: Site) -> LoadResult:
    """Statistics of one queue and half hour."""
    row = {"starts_at": moment("2026-03-02T02:00"), "queue": "sales", "offered": 10, "answered": 9}
    return replace_days(
        site, "queue-intervals:test", pl.DataFrame([row]), actor=None, table=tables.QUEUE_INTERVALS
    )


def load_agent_intervals(site: Site) -> LoadResult:
    """States of one agent in one half hour."""
    row = {"starts_at": moment("2026-03-02T02:00"), "agent": "1017", "handled": 4, "login_seconds": 1800}
    return replace_days(
        site, "agent-intervals:test", pl.DataFrame([row]), actor=None, table=tables.AGENT_INTERVALS
    )


def make_source(
    path: Path, text: str | bytes, site: Site, mapping: Mapping | None = None, **options: Any
) -> Source:
    """A file to import, with a guessed mapping unless one is given."""
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    if mapping is None:
        header = (text if isinstance(text, str) else text.decode("utf-8-sig")).splitlines()[0].split(",")
        mapping = get("telephony.calls").guess_mapping(header)
    mapping = Mapping(mapping.columns, mapping.options | options)
    return Source(path, path.name, "", site.pk, mapping, None)
