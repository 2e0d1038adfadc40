"""Monthly partitions of the fact tables, made when a load first needs them."""

import datetime
from collections.abc import Iterable

from dateutil.relativedelta import relativedelta
from django.db import connection, transaction

TABLES = ("telephony_call", "telephony_queue_interval", "telephony_agent_interval")
MONTHS_AHEAD = 3  # made before anybody needs them
_LOCK = 0x7E1E_0001  # pg_advisory_xact_lock key: one maker of partitions at a time


def partition_of(table: str, day: datetime.date) -> str:
    """The name of the partition that holds `day`: telephony_call_y1999m02."""
    return f"{table}_y{day.year:04d}m{day.month:02d}"


def ensure_partitions(
    until: datetime.date, since: datetime.date | None = None, *, tables: Iterable[str] = TABLES
) -> list[str]:
    """Make the months from `since` (default: this month) through `until` that are missing; the names made."""
    month = (since or datetime.date.today()).replace(day=1)
    months = []
    while month <= until:
        months.append(month)
        month += relativedelta(months=1)
    return [name for table in tables for name in ensure_months(table, months)]


def ensure_months(table: str, days: Iterable[datetime.date]) -> list[str]:
    """Make the partitions of `table` for the months that `days` fall in; the names made."""
    with transaction.atomic():
        months = claim_missing(table, days)
        for month in months:
            make_aside(table, month)
            attach(table, month)
    return [partition_of(table, month) for month in months]


def claim_missing(table: str, days: Iterable[datetime.date]) -> list[datetime.date]:
    """The months of `days` that have no partition; whoever is told of some is alone to make them until its commit.

    Two loaders that need new months wait for each other on an advisory lock; those that need none do not.
    """
    wanted = {day.replace(day=1) for day in days}
    if not _missing(table, wanted):
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    return _missing(table, wanted)


def make_aside(table: str, month: datetime.date) -> None:
    """The month's table, not yet a partition and without indexes: filling it first is quicker."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE {partition_of(table, month)} (LIKE {table} INCLUDING ALL EXCLUDING INDEXES)"
        )


def attach(table: str, month: datetime.date) -> None:
    """Make it a partition; PostgreSQL builds the indexes that the parent has.

    PARTITION OF would lock every reader of all months out until the load commits; ATTACH lets them read.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"ALTER TABLE {table} ATTACH PARTITION {partition_of(table, month)} FOR VALUES FROM (%s) TO (%s)",
            [month, month + relativedelta(months=1)],
        )


def missing_months(table: str, days: Iterable[datetime.date]) -> list[str]:
    """Names of the partitions that `days` need and that are not there."""
    return [partition_of(table, month) for month in _missing(table, {day.replace(day=1) for day in days})]


def _missing(table: str, months: set[datetime.date]) -> list[datetime.date]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = %s::regclass", [table]
        )
        existing = {name for (name,) in cursor.fetchall()}
    return sorted(month for month in months if partition_of(table, month) not in existing)
