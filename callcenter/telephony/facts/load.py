"""The loader: puts whole days of facts into the partitioned tables, with COPY, once.

How to load (the demo center and the importers do the same):

    frame = pl.DataFrame({"started_at": …, "ended_at": …, "outcome": …, "queue": …, "agent": …, …})
    replace_days(site, "calls:demo", frame, actor=None)

`facts.tables.CALLS.columns` says which columns there are and their defaults; moments are UTC, queue and agent are the
codes of the switch. An iterator of frames loads more than fits in memory, each frame holding whole days.
"""

import datetime
import io
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl
from django.db import connection, transaction
from django.db.models import Count

from callcenter.access.permissions import Actor, require
from callcenter.audit import services as audit
from callcenter.people.models import Site
from callcenter.telephony import access
from callcenter.telephony.facts import changes
from callcenter.telephony.facts.models import CallType, DayLoad, Queue, SwitchAgent
from callcenter.telephony.facts.partitions import attach, claim_missing, make_aside, partition_of
from callcenter.telephony.facts.tables import CALLS, DayContent, FactTable, completed, day_contents

Days = set[datetime.date]
Named = type[Queue] | type[SwitchAgent] | type[CallType]
Names = Mapping[str, tuple[str, str]]  # code of a call type to its English and Chinese name
Frames = pl.DataFrame | Iterable[pl.DataFrame]


@dataclass
class LoadResult:
    """What a load did: days by what became of them, rows by what became of them, names met for the first time."""

    new: Days = field(default_factory=set)
    changed: Days = field(default_factory=set)
    unchanged: Days = field(default_factory=set)
    rows: int = 0  # rows given
    rows_written: int = 0
    new_queues: list[str] = field(default_factory=list)
    new_agents: list[str] = field(default_factory=list)
    new_call_types: list[str] = field(default_factory=list)

    @property
    def days(self) -> Days:
        return self.new | self.changed | self.unchanged


@transaction.atomic
def replace_days(
    site: Site,
    feed: str,
    frames: Frames,
    *,
    actor: Actor,
    table: FactTable = CALLS,
    job_id: int | None = None,
    source_name: str = "",
    progress: Callable[[int, int], None] = lambda done, total: None,
    call_types: Names | None = None,
) -> LoadResult:
    """Make the given days of `feed` hold exactly the given rows; days that are not among the rows stay as they are.

    A day with the same rows as before is left untouched. A changed one is replaced and its revision goes up by one,
    unless the day was not yet over when it was last loaded: then the rest of it came in, and nothing was corrected.
    All or nothing: one transaction, and two loads of one feed wait for each other. Queues and switch agents that the
    site does not know yet are made; a new agent waits for somebody to say which employee it is. So are call types,
    with the names that `call_types` gives them, else with their code as name.
    """
    _lock_feed(site, feed)
    require(access.may_import(actor, site.pk))
    result = LoadResult()
    given = [frames] if isinstance(frames, pl.DataFrame) else frames
    for frame in given:
        _load(
            site, feed, completed(frame, table, site.time_zone), table, result, job_id, source_name, progress
        )
    touched = result.new | result.changed
    if touched:
        _make_call_types(site, result.new_call_types, call_types or {})
        changes.days_changed(site.pk, touched)
        audit.record(
            actor, "telephony.days.loaded", site, after=_summary(feed, source_name, result), site_id=site.pk
        )
    return result


def _load(
    site: Site,
    feed: str,
    frame: pl.DataFrame,
    table: FactTable,
    result: LoadResult,
    job_id: int | None,
    source_name: str,
    progress: Callable[[int, int], None],
) -> None:
    given = _compared(site, feed, frame, table)
    if twice := result.days & given.days.keys():
        raise ValueError(f"{feed}: {min(twice)} is in two frames; a frame holds whole days")
    result.new |= given.new
    result.changed |= given.changed
    result.unchanged |= given.unchanged
    result.rows += frame.height
    touched = sorted(given.new | given.changed)
    if not touched:
        return
    _delete(site, feed, given.changed, table)
    written = frame if len(touched) == len(given.days) else frame.filter(pl.col("day").is_in(touched))
    _find_call_types(site, written, result)
    _copy(site, feed, _with_keys(site, written, result), table, progress)
    result.rows_written += written.height
    loads = []
    for day in touched:
        load = given.held.get(day) or DayLoad(site=site, feed=feed, day=day, revision=0)
        if load.pk is None or _was_over(site, load):  # until then what comes in completes the day
            load.revision += 1
        load.rows, load.digest = given.days[day].rows, given.days[day].digest
        load.job_id, load.source_name = job_id, source_name[:255]
        load.pk = None
        loads.append(load)
    DayLoad.objects.bulk_create(
        loads,
        update_conflicts=True,
        unique_fields=["site", "feed", "day"],
        update_fields=["revision", "rows", "digest", "job_id", "source_name", "loaded_at"],
    )


def _was_over(site: Site, load: DayLoad) -> bool:
    """Whether the day was over, by the site's clock, when it was last loaded."""
    return load.loaded_at.astimezone(site.zone).date() > load.day


@dataclass(frozen=True)
class _Comparison:
    """The days of a frame beside what is held of them."""

    days: dict[datetime.date, DayContent]
    held: dict[datetime.date, DayLoad]

    @property
    def new(self) -> Days:
        return self.days.keys() - self.held.keys()

    @property
    def changed(self) -> Days:
        return {day for day, load in self.held.items() if load.digest != self.days[day].digest}

    @property
    def unchanged(self) -> Days:
        return self.days.keys() - self.new - self.changed


def _compared(site: Site, feed: str, frame: pl.DataFrame, table: FactTable) -> _Comparison:
    days = day_contents(frame, table)
    loads = DayLoad.objects.filter(site=site, feed=feed, day__in=days)
    return _Comparison(days, {load.day: load for load in loads})


def compare_days(site: Site, feed: str, frame: pl.DataFrame, table: FactTable = CALLS) -> LoadResult:
    """What `replace_days` would do with the frame, without doing it."""
    frame = completed(frame, table, site.time_zone)
    given = _compared(site, feed, frame, table)
    result = LoadResult(given.new, given.changed, given.unchanged, frame.height)
    for column, model, unknown in _named(result):
        if column in frame.columns:
            unknown += _unknown(site, model, frame.get_column(column))
    _find_call_types(site, frame, result)
    return result


def other_feeds(site: Site, feed: str, table: FactTable, days: Days) -> dict[str, int]:
    """Feeds of the same kind that hold some of `days` as well, and how many of them."""
    loads = DayLoad.objects.filter(site=site, feed__startswith=f"{table.kind}:", day__in=days).exclude(
        feed=feed
    )
    return dict(loads.values_list("feed").annotate(count=Count("id")).order_by())


def _lock_feed(site: Site, feed: str) -> None:
    """Held until the transaction ends; two feeds that share a number merely wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [site.pk, zlib.crc32(feed.encode()) - 2**31])


def _named(result: LoadResult) -> tuple[tuple[str, Named, list[str]], ...]:
    return ("queue", Queue, result.new_queues), ("agent", SwitchAgent, result.new_agents)


def _find_call_types(site: Site, frame: pl.DataFrame, result: LoadResult) -> None:
    if "call_type" in frame.columns:
        unknown = _unknown(site, CallType, frame.get_column("call_type"))
        result.new_call_types = sorted({*result.new_call_types, *unknown} - {""})


def _make_call_types(site: Site, codes: Iterable[str], names: Names) -> None:
    """Rows for the codes, named as given: two names, English first; the calls keep the code itself."""
    rows = []
    for code in codes:
        name, name_zh = names.get(code, (code, ""))
        rows.append(CallType(site=site, code=code, name=name, name_zh=name_zh))
    CallType.objects.bulk_create(rows, ignore_conflicts=True)  # another feed may be as quick


def _with_keys(site: Site, frame: pl.DataFrame, result: LoadResult) -> pl.DataFrame:
    """Codes of the switch become keys of its queues and agents; unknown ones are made, in order of code."""
    for column, model, made in _named(result):
        if column not in frame.columns:
            continue
        missing = _unknown(site, model, frame.get_column(column))
        named = {"name"} & {field.name for field in model._meta.fields}
        rows: list[Any] = [model(site=site, code=code, **dict.fromkeys(named, code)) for code in missing]
        model._default_manager.bulk_create(rows, ignore_conflicts=True)  # another feed may be as quick
        made += missing
        ids = dict(model._default_manager.filter(site=site).values_list("code", "pk"))
        keys = pl.col(column).replace_strict(ids, return_dtype=pl.Int64) if ids else pl.lit(None, pl.Int64)
        frame = frame.with_columns(keys.alias(f"{column}_id")).drop(column)
    return frame


def _unknown(site: Site, model: Named, codes: pl.Series) -> list[str]:
    known = set(model._default_manager.filter(site=site).values_list("code", flat=True))
    return sorted(set(codes.unique().drop_nulls().to_list()) - known)


def _delete(site: Site, feed: str, days: Days, table: FactTable) -> None:
    if days:
        with connection.cursor() as cursor:
            cursor.execute(
                f"DELETE FROM {table.name} WHERE site_id = %s AND feed = %s AND day = ANY(%s)",  # noqa: S608
                [site.pk, feed, sorted(days)],
            )


def _copy(
    site: Site, feed: str, frame: pl.DataFrame, table: FactTable, progress: Callable[[int, int], None]
) -> None:
    """COPY each month straight into its partition; a month that is new is filled before it becomes one."""
    full = frame.with_columns(pl.lit(site.pk).alias("site_id"), pl.lit(feed).alias("feed"))
    texts = ", ".join(name for name, kind in full.schema.items() if kind == pl.String)
    months = full.with_columns(pl.col("day").dt.truncate("1mo").alias("month")).partition_by(
        "month", as_dict=True, maintain_order=True, include_key=False
    )
    new = claim_missing(table.name, [month for (month,) in months])
    done = 0
    with connection.cursor() as cursor:
        for (month,), part in months.items():
            if month in new:
                make_aside(table.name, month)
            cursor.copy_expert(
                f"COPY {partition_of(table.name, month)} ({', '.join(part.columns)}) FROM STDIN"
                f" (FORMAT csv, FORCE_NOT_NULL ({texts}))",
                _csv(part),
            )
            if month in new:
                attach(table.name, month)
            done += part.height
            progress(done, full.height)


def _csv(frame: pl.DataFrame) -> io.BytesIO:
    buffer = io.BytesIO()
    frame.write_csv(buffer, include_header=False, datetime_format="%Y-%m-%d %H:%M:%S+00")
    buffer.seek(0)
    return buffer


def _summary(feed: str, source_name: str, result: LoadResult) -> dict[str, object]:
    return {
        "feed": feed,
        "file": source_name,
        "new": sorted(result.new),
        "changed": sorted(result.changed),
        "rows": result.rows_written,
        "new_queues": result.new_queues,
        "new_agents": result.new_agents,
        "new_call_types": result.new_call_types,
    }
