"""What a frame of facts looks like: its columns, types and defaults, in the order that days are kept and compared."""

import datetime
import hashlib
from dataclasses import dataclass

import numpy as np
import polars as pl
from django.db.models import Model

from callcenter.telephony.facts.models import AgentInterval, Call, QueueInterval

MOMENT = pl.Datetime("us", "UTC")
REQUIRED = object()  # marks a column that a frame must bring


@dataclass(frozen=True)
class FactTable:
    """One fact table. `columns`: name to (type, default or REQUIRED); `queue` and `agent` hold the switch's codes.

    `day` and `half_hour` are worked out from `moment` in the site's zone where a frame does not bring them.
    """

    model: type[Model]
    kind: str  # the part of a feed's name before the colon
    moment: str
    columns: dict[str, tuple[pl.DataType | type[pl.DataType], object]]

    @property
    def name(self) -> str:
        return self.model._meta.db_table

    @property
    def canonical(self) -> list[str]:
        """The columns that make two days the same; where a row stood in its file does not."""
        return [column for column in self.columns if column != "source_row"]


TEXT, SMALL, WHOLE, LARGE = pl.String, pl.Int16, pl.Int32, pl.Int64

CALLS = FactTable(
    Call,
    "calls",
    "started_at",
    {
        "started_at": (MOMENT, REQUIRED),
        "switch_ref": (TEXT, ""),
        "queue": (TEXT, None),
        "agent": (TEXT, None),
        "call_type": (TEXT, ""),
        "priority": (SMALL, 0),
        "outcome": (SMALL, REQUIRED),
        "answered_at": (MOMENT, None),
        "ended_at": (MOMENT, REQUIRED),
        "ivr_seconds": (WHOLE, 0),
        "wait_seconds": (WHOLE, 0),
        "ring_seconds": (WHOLE, 0),
        "talk_seconds": (WHOLE, 0),
        "hold_seconds": (WHOLE, 0),
        "acw_seconds": (WHOLE, 0),
        "customer_ref": (TEXT, ""),
        "end_reason": (TEXT, ""),
        "source_row": (WHOLE, 0),
    },
)
QUEUE_INTERVALS = FactTable(
    QueueInterval,
    "queue-intervals",
    "starts_at",
    {
        "starts_at": (MOMENT, REQUIRED),
        "queue": (TEXT, None),
        "minutes": (SMALL, 30),
        "offered": (WHOLE, REQUIRED),
        "answered": (WHOLE, REQUIRED),
        "answered_in_target": (WHOLE, 0),
        "abandoned": (WHOLE, 0),
        "abandoned_in_target": (WHOLE, 0),
        "short_abandoned": (WHOLE, 0),
        "wait_answered_seconds": (LARGE, 0),
        "wait_abandoned_seconds": (LARGE, 0),
        "longest_wait_seconds": (WHOLE, 0),
        "talk_seconds": (LARGE, 0),
        "hold_seconds": (LARGE, 0),
        "acw_seconds": (LARGE, 0),
        "source_row": (WHOLE, 0),
    },
)
AGENT_INTERVALS = FactTable(
    AgentInterval,
    "agent-intervals",
    "starts_at",
    {
        "starts_at": (MOMENT, REQUIRED),
        "agent": (TEXT, REQUIRED),
        "minutes": (SMALL, 30),
        "handled": (WHOLE, 0),
        "talk_seconds": (LARGE, 0),
        "hold_seconds": (LARGE, 0),
        "acw_seconds": (LARGE, 0),
        "idle_seconds": (LARGE, 0),
        "pause_seconds": (LARGE, 0),
        "login_seconds": (LARGE, 0),
        "source_row": (WHOLE, 0),
    },
)


def completed(frame: pl.DataFrame, table: FactTable, zone: str) -> pl.DataFrame:
    """The frame with every column of the table, typed, defaults filled in, in the order that days are kept in.

    ValueError names a column that is missing or that the table does not have: a programmer's error, not a user's.
    """
    known = {*table.columns, "day", "half_hour"}
    missing = [
        c for c, (_, default) in table.columns.items() if default is REQUIRED and c not in frame.columns
    ]
    if missing or set(frame.columns) - known:
        raise ValueError(f"{table.name}: missing {missing}, not known {sorted(set(frame.columns) - known)}")
    columns = [
        (pl.col(name) if name in frame.columns else pl.lit(default)).cast(kind).fill_null(default).alias(name)
        if default is not None and default is not REQUIRED
        else (pl.col(name) if name in frame.columns else pl.lit(None)).cast(kind).alias(name)
        for name, (kind, default) in table.columns.items()
    ]
    local = pl.col(table.moment).cast(MOMENT).dt.convert_time_zone(zone)
    day = pl.col("day") if "day" in frame.columns else local.dt.date()
    half = (
        pl.col("half_hour") if "half_hour" in frame.columns else local.dt.hour() * 2 + local.dt.minute() // 30
    )
    full = frame.select(day.cast(pl.Date).alias("day"), half.cast(SMALL).alias("half_hour"), *columns)
    return full.sort("day", *table.canonical)


@dataclass(frozen=True)
class DayContent:
    """How many rows a day has, and their digest."""

    rows: int
    digest: str


def day_contents(frame: pl.DataFrame, table: FactTable) -> dict[datetime.date, DayContent]:
    """Rows and SHA-256 of each day of a frame as `completed` orders it, whatever file, order or row they came from."""
    sizes = frame.group_by("day", maintain_order=True).len()
    ends = np.cumsum(sizes.get_column("len").to_numpy())
    slices = [slice(end - size, end) for end, size in zip(ends, sizes.get_column("len"), strict=True)]
    shas = [hashlib.sha256() for _ in slices]
    texts = frame.group_by("day", maintain_order=True).agg(
        pl.col(name).fill_null("\x00").str.join("\x1f")
        for name in table.canonical
        if table.columns[name][0] == TEXT
    )
    for name in table.canonical:
        kind = table.columns[name][0]
        if kind == TEXT:
            parts = (text.encode() for text in texts.get_column(name))
        else:
            numbers = (
                frame.get_column(name).cast(pl.Int64 if kind == MOMENT else kind).fill_null(-1).to_numpy()
            )
            little = np.ascontiguousarray(numbers.astype(numbers.dtype.newbyteorder("<"), copy=False))
            parts = (little[part].tobytes() for part in slices)
        for sha, part in zip(shas, parts, strict=True):
            sha.update(f"\x1e{name}\x1e".encode())
            sha.update(part)
    days = sizes.get_column("day").to_list()
    return {
        day: DayContent(part.stop - part.start, sha.hexdigest())
        for day, part, sha in zip(days, slices, shas, strict=True)
    }
