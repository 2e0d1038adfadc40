"""Reading any table file: header and rows with the row numbers that the user sees.

    with open_table(path, "calls.csv") as table:
        for row in table.rows: ...

Text is streamed; values from text are strings, from Excel typed. For vectorised reading see `prepare_text`.
"""

import csv
import datetime
import unicodedata
from collections import Counter
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from openpyxl.utils import get_column_letter

from callcenter.tabular import content, excel, text
from callcenter.tabular.cells import restored
from callcenter.tabular.excel import Value
from callcenter.tabular.limits import DEFAULT, Limits
from callcenter.tabular.refusals import FileRefused


class Row(NamedTuple):
    """One row below the header: its number as the spreadsheet counts, and as many values as the header has columns."""

    number: int
    values: list[Value]


@dataclass(frozen=True)
class Table:
    """An open table. `rows` can be run through once."""

    header: list[str]
    rows: Iterator[Row]
    kind: content.Kind
    format: text.TextFormat | None  # None for a workbook


@contextmanager
def open_table(
    path: Path,
    name: str,
    *,
    sheet: str = "",
    encoding: str = "",
    delimiter: str = "",
    has_header: bool = True,
    limits: Limits = DEFAULT,
) -> Generator[Table, None, None]:
    """The table in the file, refused with a sentence (FileRefused) when it is none; errors may also come while reading.

    Without a header the columns are named A, B, C… Surrounding white space is taken off every text value.
    """
    kind = content.kind_of(path, name, limits)
    written = text.format_of(path, encoding=encoding, delimiter=delimiter) if kind == "text" else None
    records: Iterator[tuple[int, list[Any]]] = (
        text.records(path, written, limits) if written else excel.records(path, sheet, limits)
    )
    try:
        first_number, first = next(records, (0, []))
        if not first:
            raise FileRefused("tabular.empty")
        width = _used_width(first)
        if width > limits.columns:
            raise FileRefused("tabular.too_many_columns", found=width, limit=limits.columns)
        header = clean_header(first) if has_header else [get_column_letter(n) for n in range(1, width + 1)]
        if not has_header:
            records = _before(first_number, first, records)
        yield Table(header, _rows(path, records, len(header), written, limits), kind, written)
    finally:
        records.close()  # type: ignore[attr-defined]  # ends the child, closes the file


def read_header(path: Path, name: str, samples: int = 3, **options: Any) -> tuple[list[str], list[list[str]]]:
    """The column names and, for each column, up to `samples` values as text: what a mapping page shows."""
    with open_table(path, name, **options) as table:
        columns: list[list[str]] = [[] for _ in table.header]
        for row, _n in zip(table.rows, range(200), strict=False):
            for found, value in zip(columns, row.values, strict=True):
                if value != "" and len(found) < samples:
                    found.append(as_text(value))
    return table.header, columns


def clean_header(cells: list[Any]) -> list[str]:
    """Column names without white space around, unnamed ones called by their letter; duplicates are refused."""
    names = [
        " ".join(unicodedata.normalize("NFC", restored(as_text(cell).strip())).replace("\ufeff", "").split())
        for cell in cells
    ]
    while names and not names[-1]:
        names.pop()
    if not names:
        raise FileRefused("tabular.no_header")
    counted = Counter(name.casefold() for name in names if name)
    if repeated := sorted({name for name in names if counted[name.casefold()] > 1}):
        raise FileRefused("tabular.duplicate_header", names=", ".join(repeated[:10]))
    return [name or f"({get_column_letter(position)})" for position, name in enumerate(names, 1)]


def as_text(value: Value | None) -> str:
    """A value as the text that a CSV would hold: ISO dates, h:mm:ss, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime.datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, datetime.timedelta):
        seconds = round(value.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return repr(value)


def prepare_text(path: Path, name: str, folder: Path, **options: Any) -> tuple[Path, text.TextFormat]:
    """A UTF-8 text file with the same table, for polars and COPY, and how it is written.

    The file itself when it is UTF-8 text already; else a copy in `folder` (another encoding, or a workbook's first
    sheet as CSV with blank rows kept, so that record n is still row n). Only the content, encoding and delimiter are
    checked here; read the header with `read_header`.
    """
    sheet = options.pop("sheet", "")
    if content.kind_of(path, name, options.pop("limits", DEFAULT)) == "text":
        written = text.format_of(path, **options)
        plain = text.as_utf8(path, written.encoding, folder)
        return plain, text.TextFormat("utf-8", written.delimiter)
    copy = folder / f"{path.stem}.utf8.csv"
    with copy.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target)
        expected = 1
        for number, values in excel.records(path, sheet):
            for _blank in range(number - expected):
                writer.writerow([""] * len(values))
            writer.writerow([as_text(value) for value in values])
            expected = number + 1
    return copy, text.TextFormat("utf-8", ",")


def _rows(
    path: Path,
    records: Iterator[tuple[int, list[Any]]],
    width: int,
    written: text.TextFormat | None,
    limits: Limits,
) -> Iterator[Row]:
    short = 0  # the last row, when it has fewer values than the header
    for count, (number, values) in enumerate(records, 1):
        if count > limits.rows:
            raise FileRefused("tabular.too_many_rows", limit=f"{limits.rows:,}")
        short = number if len(values) < width else 0
        if len(values) > width:
            if (found := _used_width(values)) > width:
                raise FileRefused("tabular.row_too_long", row=number, found=found, expected=width)
            values = values[:width]
        cleaned = [restored(value.strip()) if isinstance(value, str) else value for value in values]
        yield Row(number, cleaned + [""] * (width - len(cleaned)))
    if short and written and text.ends_within_a_line(path):
        raise FileRefused("tabular.truncated", row=short)


def _used_width(values: list[Any]) -> int:
    """How many values there are up to the last one that is not empty."""
    width = len(values)
    while width and (values[width - 1] is None or str(values[width - 1]).strip() == ""):
        width -= 1
    return width


def _before(
    number: int, first: list[Any], rest: Iterator[tuple[int, list[Any]]]
) -> Iterator[tuple[int, list[Any]]]:
    yield number, first
    yield from rest
