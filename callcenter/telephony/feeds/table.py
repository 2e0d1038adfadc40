"""A switch export as a frame of text columns, each row with its number as a spreadsheet counts."""

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from callcenter.files.imports.registry import Source
from callcenter.tabular import text
from callcenter.tabular.reading import prepare_text, read_header
from callcenter.tabular.refusals import FileRefused

ROW = "#row"  # the column with the row number


@dataclass(frozen=True)
class Table:
    """`frame`: one text column per header name, and ROW; cells without text are null."""

    header: list[str]
    frame: pl.DataFrame


def read_table(source: Source) -> Table:
    """The whole file, vectorised: text in any known encoding or a workbook's sheet. FileRefused says why it cannot be read."""
    options: dict[str, Any] = {
        key: source.mapping.options[key]
        for key in ("encoding", "delimiter", "sheet")
        if source.mapping.options.get(key)
    }
    with tempfile.TemporaryDirectory() as folder:
        plain, written = prepare_text(source.path, source.name, Path(folder), **options)
        name = f"{plain.stem}.csv"
        header, _samples = read_header(plain, name, encoding="utf-8", delimiter=written.delimiter)
        frame = _read(plain, written, header)
        if frame.height == 0:
            raise FileRefused("tabular.no_rows")
        _refuse_if_cut_off(plain, written, header, frame)
    return Table(header, frame)


def read_lines(source: Source, fields: tuple[str, ...], delimiter: str) -> pl.DataFrame:
    """A text without header, line by line, cut into at most as many fields; quotes mean nothing in it."""
    with tempfile.TemporaryDirectory() as folder:
        encoding = source.mapping.options.get("encoding") or ""
        plain, _written = prepare_text(
            source.path, source.name, Path(folder), encoding=encoding, delimiter=delimiter
        )
        if not plain.stat().st_size:
            raise FileRefused("tabular.empty")
        frame = pl.read_csv(
            plain,
            has_header=False,
            schema=dict.fromkeys(fields, pl.String),
            separator=delimiter,
            quote_char=None,
            truncate_ragged_lines=True,
            missing_columns="insert",
        )
        numbered = frame.with_row_index(ROW, offset=1).with_columns(pl.col(ROW).cast(pl.Int32))
        return numbered.filter(pl.any_horizontal(pl.col(name).is_not_null() for name in fields[:2]))


def _read(path: Path, written: text.TextFormat, header: list[str]) -> pl.DataFrame:
    try:
        frame = pl.read_csv(
            path,
            has_header=False,
            schema=dict.fromkeys(header, pl.String),
            separator=written.delimiter,
            encoding="utf8",
            missing_columns="insert",
        )
    except pl.exceptions.ComputeError as error:
        _find_what_is_wrong(path, written, header)
        raise FileRefused("tabular.encoding", row=1) from error
    numbered = frame.with_row_index(ROW, offset=1).with_columns(pl.col(ROW).cast(pl.Int32))
    if frame.get_column(header[0]).null_count():
        numbered = numbered.filter(pl.any_horizontal(pl.col(name).is_not_null() for name in header))
    return numbered.slice(1)


def _find_what_is_wrong(path: Path, written: text.TextFormat, header: list[str]) -> None:
    """Go through the records one by one and refuse the first that does not fit the header."""
    width = len(header)
    for number, values in text.records(path, written):
        if len(values) > width:
            raise FileRefused("tabular.row_too_long", row=number, found=len(values), expected=width)


def _refuse_if_cut_off(path: Path, written: text.TextFormat, header: list[str], frame: pl.DataFrame) -> None:
    """A last line without line end that has fewer values than the header is what is left of a longer file."""
    if frame.get_column(header[-1])[-1] is not None or not text.ends_within_a_line(path):
        return
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 64 * 1024))
        last = file.read().splitlines()[-1]
    if b'"' not in last and last.count(written.delimiter.encode()) < len(header) - 1:
        raise FileRefused("tabular.truncated", row=frame.get_column(ROW)[-1])
