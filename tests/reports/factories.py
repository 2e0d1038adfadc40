"""Makers of facts: calls and interval statistics of one site, loaded as the importers load them."""

import datetime
from collections.abc import Iterable
from typing import Any

import polars as pl

from callcenter.people.models import Site
from callcenter.telephony.facts import load, tables
from callcenter.telephony.facts.models import Outcome

DAY = datetime.date(2026, 3, 2)  # a Monday


def call(
    outcome: Outcome = Outcome.ANSWERED, *, wait: int = 10, talk: int | None = None, **fields: Any
) -> dict[str, Any]:
    """One call as the loader takes it; `half_hour` and `day` may be given."""
    day = fields.pop("day", DAY)
    half_hour = fields.pop("half_hour", 20)
    start = datetime.datetime.combine(day, datetime.time(half_hour // 2, half_hour % 2 * 30), datetime.UTC)
    is_answered = outcome is Outcome.ANSWERED
    talk = talk if talk is not None else (100 if is_answered else 0)
    defaults: dict[str, Any] = {
        "started_at": start,
        "ended_at": start + datetime.timedelta(seconds=wait + talk),
        "answered_at": start + datetime.timedelta(seconds=wait) if is_answered else None,
        "day": day,
        "half_hour": half_hour,
        "outcome": outcome.value,
        "queue": "sales",
        "agent": "anna" if is_answered else None,
        "call_type": "PS",
        "wait_seconds": wait,
        "talk_seconds": talk,
        "hold_seconds": 0,
        "acw_seconds": 0,
    }
    return defaults | fields


def load_calls(
    site: Site, calls: Iterable[dict[str, Any]], feed: str = "calls:test", **fields: Any
) -> load.LoadResult:
    """Make the days of these calls hold exactly them."""
    rows = list(calls)
    schema = {name: kind for name, (kind, _) in tables.CALLS.columns.items()} | {
        "day": pl.Date,
        "half_hour": pl.Int16,
    }
    frame = pl.DataFrame(rows, schema={name: schema[name] for name in rows[0]})
    return load.replace_days(site, feed, frame, actor=None, **fields)


def load_queue_intervals(
    site: Site, rows: list[dict[str, Any]], feed: str = "queue-intervals:test"
) -> load.LoadResult:
    filled = [
        {"starts_at": moment(row.get("half_hour", 20)), "day": DAY, "half_hour": 20} | row for row in rows
    ]
    return load.replace_days(site, feed, pl.DataFrame(filled), actor=None, table=tables.QUEUE_INTERVALS)


def load_agent_intervals(
    site: Site, rows: list[dict[str, Any]], feed: str = "agent-intervals:test"
) -> load.LoadResult:
    filled = [
        {"starts_at": moment(row.get("half_hour", 20)), "day": DAY, "half_hour": 20} | row for row in rows
    ]
    return load.replace_days(site, feed, pl.DataFrame(filled), actor=None, table=tables.AGENT_INTERVALS)


def moment(half_hour: int, day: datetime.date = DAY) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(half_hour // 2, half_hour % 2 * 30), datetime.UTC)
