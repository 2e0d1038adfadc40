"""An Excel export of 100,000 rows against a bare openpyxl write-only loop, and how its memory grows."""

import datetime
import resource
import time
import zoneinfo
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from openpyxl import Workbook

from benchmarks import Result, at_most, note
from callcenter.tabular.workbook import Column, Sheet, write_workbook

NEEDS_DATABASE = False
ROWS = 100_000
ROUNDS = 3
MB = 1024
ZONE = zoneinfo.ZoneInfo("Asia/Shanghai")
START = datetime.datetime(2026, 11, 21, 1, 0, tzinfo=datetime.UTC)
COLUMNS = [
    Column("Call"),
    Column("Queue"),
    Column("Started at", "datetime"),
    Column("Wait", "seconds"),
    Column("Talk", "duration"),
    Column("Agent"),
    Column("Outcome", "badge"),
    Column("Service level", "percent"),
    Column("Priority", "number"),
    Column("Note"),
]


def rows(count: int) -> Iterator[tuple[Any, ...]]:
    """Calls as a list page gives them."""
    for n in range(count):
        yield (
            f"AA{n:06}",
            "普通业务",
            START + datetime.timedelta(seconds=n),
            n % 300,
            datetime.timedelta(seconds=n % 900),
            f"E{n % 60:05} 王丽",
            ("Answered", "green"),
            0.8125,
            n % 3,
            "=cmd" if n % 50 == 0 else "",
        )


def ours(path: Path, count: int) -> None:
    """The product's writer: typed, styled, neutralised, frozen, filtered."""
    with path.open("wb") as stream:
        write_workbook(stream, [Sheet("Calls", COLUMNS, rows(count))], zone=ZONE)


def bare(path: Path, count: int) -> None:
    """The same values without any of it: openpyxl's own loop."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append([column.label for column in COLUMNS])
    for row in rows(count):
        values = list(row)
        values[2] = values[2].replace(tzinfo=None)
        values[6] = values[6][0]
        sheet.append(values)
    book.save(path)


def seconds(write: Callable[[Path, int], None], path: Path) -> float:
    start = time.perf_counter()
    write(path, ROWS)
    return time.perf_counter() - start


def peak() -> int:
    """The most memory this process has held, in kilobytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def run() -> list[Result]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "export.xlsx"
        ours(path, 10_000)  # warm
        small = peak()
        ours(path, ROWS)
        grown = (peak() - small) / MB  # before the bare loop, whose memory would count as well
        times: dict[Callable[[Path, int], None], list[float]] = {ours: [], bare: []}
        for _round in range(ROUNDS):
            for write, taken in times.items():
                taken.append(seconds(write, path))
    fastest, yardstick = min(times[ours]), min(times[bare])
    return [
        at_most("Excel export / bare openpyxl write-only loop", fastest / yardstick, 1.3),
        at_most("memory of 100,000 rows above that of 10,000", grown, 20, "MB"),
        note("Excel export, 100,000 rows", fastest, "s"),
    ]
