"""Writing workbooks: typed cells, frozen header, filter, widths, totals, definitions; constant memory.

openpyxl's write-only mode, fed with cells of our own: one reused object a column, whose style and letter are worked
out once instead of for every value.
"""

import datetime
import itertools
import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import IO, Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from callcenter.tabular.cells import looks_like_formula

Text = str | Promise

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
"""The content type under which a workbook is sent."""
MAX_ROWS = 1_048_576
MAX_CHARACTERS = 32_767
EPOCH = datetime.datetime(1899, 12, 30)  # noqa: DTZ001  (Excel knows no zones)
EPOCH_DAY = EPOCH.date()
DAY_SECONDS = 86_400
ILLEGAL_CHARACTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")
WIDTH_SAMPLE = 200  # rows that set the width of columns

FORMATS = {
    "text": "General",
    "integer": "#,##0",
    "decimal": "#,##0.00",
    "percent": "0.0%",
    "date": "yyyy-mm-dd",
    "datetime": "yyyy-mm-dd hh:mm:ss",
    "time": "hh:mm:ss",
    "seconds": "[m]:ss",
    "duration": "[h]:mm:ss",
}
TIME_KINDS = {"seconds", "duration"}


@dataclass(frozen=True)
class Share:
    """A fraction that is shown in percent where a "text" column holds figures of several kinds."""

    fraction: float


@dataclass(frozen=True)
class Column:
    """One column of a sheet. Kinds are those of `web.listing.Column`.

    text, number, seconds (shown m:ss), duration (shown h:mm:ss; both take a timedelta or seconds), percent (a fraction),
    date, datetime (an aware one is shown in the workbook's zone, which the heading names), bool, badge (label, colour).
    """

    label: Text
    kind: str = "text"
    width: float | None = None  # characters; None: from the first rows
    wrap: bool = False


@dataclass
class Sheet:
    """One sheet: rows may be a generator; `totals` stands bold below them and may be asked for after the last row."""

    title: Text
    columns: Sequence[Column]
    rows: Iterable[Sequence[Any]]
    totals: Sequence[Any] | Callable[[], Sequence[Any]] | None = None
    frozen: int = 0  # so many of the first columns stay in sight


@dataclass
class _Cell:
    """The least that openpyxl's cell writer asks of a cell."""

    letter: str
    row: int = 0
    _value: Any = None
    data_type: str = "n"
    style_id: int = 0
    hyperlink: None = None
    _comment: None = None
    has_style: bool = field(default=True)

    @property
    def coordinate(self) -> str:
        return f"{self.letter}{self.row}"


class _Styles:
    """Style numbers of one workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._scratch = book.create_sheet("scratch")
        self._numbers: dict[tuple[str, bool, bool, bool], int] = {}
        book.remove(self._scratch)

    def number(self, kind: str, *, bold: bool = False, quoted: bool = False, wrap: bool = False) -> int:
        key = (kind, bold, quoted, wrap)
        if key not in self._numbers:
            self._numbers[key] = self._make(*key)
        return self._numbers[key]

    def _make(self, kind: str, bold: bool, quoted: bool, wrap: bool) -> int:
        cell = WriteOnlyCell(self._scratch)
        if kind == "heading":
            cell.font = Font(bold=True)
            cell.fill = PatternFill("solid", fgColor="FFE9EDF2")
            cell.border = Border(bottom=Side("thin", color="FF9AA5B1"))
            cell.alignment = Alignment(vertical="center", wrap_text=True)
        else:
            cell.number_format = FORMATS[kind]
            if bold:
                cell.font = Font(bold=True)
                cell.border = Border(top=Side("thin", color="FF9AA5B1"))
            if wrap:
                cell.alignment = Alignment(vertical="top", wrap_text=True)
        cell.quotePrefix = quoted
        return cell.style_id


def write_workbook(
    stream: IO[bytes],
    sheets: Sequence[Sheet],
    *,
    definitions: Sequence[tuple[Text, Text]] = (),
    zone: datetime.tzinfo | None = None,
    title: Text = "",
) -> int:
    """Write the sheets to `stream` and return how many rows they hold (headers and totals not counted).

    `definitions` (term, meaning) become a last sheet that also states the time zone. Aware times need a `zone`.
    A sheet of more than 1,048,575 rows goes on in another one.
    """
    writer = _Writer(zone)
    writer.book.properties.title = str(title) or None
    written = sum(writer.write(sheet) for sheet in sheets)
    if definitions:
        writer.write(_definitions_sheet(definitions, zone))
    writer.book.save(stream)
    return written


def _definitions_sheet(definitions: Sequence[tuple[Text, Text]], zone: datetime.tzinfo | None) -> Sheet:
    rows = [(str(term), str(meaning)) for term, meaning in definitions]
    if zone:
        rows.append((_("Time zone"), _("Times are those of %(zone)s.") % {"zone": zone}))
    columns = [Column(_("Term"), width=32, wrap=True), Column(_("Meaning"), width=100, wrap=True)]
    return Sheet(_("Definitions"), columns, rows)


class _Writer:
    """One workbook being written."""

    def __init__(self, zone: datetime.tzinfo | None) -> None:
        self.book = Workbook(write_only=True)
        self.book.properties.creator = ""
        self.zone = zone
        self.styles = _Styles(self.book)
        self._titles: set[str] = set()

    def write(self, sheet: Sheet) -> int:
        """Write all rows of the sheet, in as many Excel sheets as they need; how many rows."""
        rows, total, more = iter(sheet.rows), 0, True
        while more:
            sample = list(itertools.islice(rows, WIDTH_SAMPLE))
            rows = itertools.chain(sample, rows)
            written, rows, more = self._part(sheet, rows, sample)
            total += written
        return total

    def _part(
        self, sheet: Sheet, rows: Iterator[Sequence[Any]], sample: list[Sequence[Any]]
    ) -> tuple[int, Iterator[Sequence[Any]], bool]:
        """Write what fits into one Excel sheet: rows written, those left, and whether there are any."""
        target = self._prepare(sheet, sample)
        fillers = [_filler(column, self.styles, self.zone) for column in sheet.columns]
        cells = [_Cell(get_column_letter(position)) for position in range(1, len(sheet.columns) + 1)]
        number = 1
        try:
            for number, row in enumerate(
                itertools.islice(rows, MAX_ROWS - 2), 2
            ):  # room for header and totals
                for cell, fill, value in zip(cells, fillers, row, strict=True):
                    cell.row = number
                    fill(cell, value)
                target.append(cells)
        except BaseException:  # the rows failed: leave no temporary file behind
            target.close()
            target._writer.cleanup()
            raise
        if cells:
            target.auto_filter.ref = f"A1:{cells[-1].letter}{number}"
        following = list(itertools.islice(rows, 1))
        if sheet.totals is not None and not following:
            values = sheet.totals() if callable(sheet.totals) else sheet.totals
            for cell, column, value in zip(cells, sheet.columns, values, strict=True):
                cell.row = number + 1
                _filler(column, self.styles, self.zone, bold=True)(cell, value)
            target.append(cells)
        target.close()
        return number - 1, itertools.chain(following, rows), bool(following)

    def _prepare(self, sheet: Sheet, sample: list[Sequence[Any]]) -> Any:
        """A new Excel sheet with widths, frozen and printed header; openpyxl wants these before the first row."""
        target = self.book.create_sheet(_sheet_title(str(sheet.title), self._titles))
        target.freeze_panes = f"{get_column_letter(sheet.frozen + 1)}2"
        target.print_title_rows = "1:1"
        target.page_setup.orientation = "landscape"
        target.page_setup.fitToWidth, target.page_setup.fitToHeight = 1, 0
        target.sheet_properties.pageSetUpPr.fitToPage = True
        header = []
        for position, column in enumerate(sheet.columns):
            letter = get_column_letter(position + 1)
            label = _label(column, self.zone)
            values = [row[position] for row in sample if position < len(row)]
            target.column_dimensions[letter].width = column.width or _width(label, column, values)
            header.append(_Cell(letter, 1, label, "s", self.styles.number("heading")))
        target._values_to_row = lambda cells, number: cells  # the cells come ready
        target.append(header)
        return target


def _filler(
    column: Column, styles: _Styles, zone: datetime.tzinfo | None, *, bold: bool = False
) -> Callable[[_Cell, Any], None]:
    """The function that puts a value of this column into its cell, typed."""
    kind = "text" if column.kind in ("badge", "bool", "number") else column.kind
    own = styles.number(kind, bold=bold, wrap=column.wrap)
    text = styles.number("text", bold=bold, wrap=column.wrap)
    quoted = styles.number("text", bold=bold, quoted=True, wrap=column.wrap)
    integer, decimal = styles.number("integer", bold=bold), styles.number("decimal", bold=bold)
    as_time = column.kind in TIME_KINDS
    is_typed_number = column.kind in ("percent", *TIME_KINDS)

    def fill(cell: _Cell, value: Any) -> None:
        if column.kind == "badge" and isinstance(value, tuple):
            value = value[0]
        if value is None or value == "":
            cell._value, cell.data_type, cell.style_id = None, "n", own
        elif isinstance(value, str | Promise):
            value = ILLEGAL_CHARACTERS.sub("", str(value))[:MAX_CHARACTERS]
            cell._value, cell.data_type = value, "s"
            cell.style_id = quoted if looks_like_formula(value) else text
        elif isinstance(value, bool):
            cell._value, cell.data_type, cell.style_id = int(value), "b", text
        elif isinstance(value, int | float | Decimal):
            if not math.isfinite(value):
                cell._value, cell.style_id = None, own
            elif is_typed_number:
                cell._value, cell.style_id = (float(value) / DAY_SECONDS if as_time else value), own
            elif kind == "text":
                cell._value = value
                cell.style_id = integer if isinstance(value, int) else decimal
            else:
                cell._value, cell.style_id = value, text
            cell.data_type = "n"
        else:
            cell._value, moment_kind = _serial(value, zone)
            cell.data_type = "s" if isinstance(cell._value, str) else "n"
            cell.style_id = own if kind != "text" else styles.number(moment_kind, bold=bold)

    return fill


def _serial(value: Any, zone: datetime.tzinfo | None) -> tuple[float | str, str]:
    """Excel's number for a moment, day, time of day or duration (days since 1899-12-30), and the format it takes."""
    if isinstance(value, datetime.datetime):
        if value.tzinfo is not None:
            if zone is None:
                raise ValueError("an aware time needs the zone it is to be shown in")
            value = value.astimezone(zone).replace(tzinfo=None)
        return (value - EPOCH) / datetime.timedelta(days=1), "datetime"
    if isinstance(value, datetime.date):
        return (value - EPOCH_DAY).days, "date"
    if isinstance(value, datetime.timedelta):
        return value / datetime.timedelta(days=1), "duration"
    if isinstance(value, datetime.time):
        seconds = value.hour * 3600 + value.minute * 60 + value.second
        return seconds / DAY_SECONDS, "time"
    if isinstance(value, Share):
        return value.fraction, "percent"
    return ILLEGAL_CHARACTERS.sub("", str(value))[:MAX_CHARACTERS], "text"


def _label(column: Column, zone: datetime.tzinfo | None) -> str:
    if column.kind == "datetime" and zone is not None:
        return f"{column.label} ({zone})"
    return str(column.label)


def _sheet_title(title: str, taken: set[str]) -> str:
    """A name that Excel takes: up to 31 characters, none of []:*?/\\, and no second one of the same name."""
    base = re.sub(r"[\[\]:*?/\\]", " ", title).strip().strip("'")[:31] or "Sheet"
    found, count = base, 1
    while found.casefold() in taken:
        count += 1
        ending = f" ({count})"
        found = base[: 31 - len(ending)] + ending
    taken.add(found.casefold())
    return found


def _width(label: str, column: Column, values: Iterable[Any]) -> float:
    """Characters that show the heading and the sampled values; a Chinese character takes two."""
    fixed = {"datetime": 19, "date": 11, "seconds": 9, "duration": 10, "percent": 9, "number": 10}.get(
        column.kind, 0
    )
    widths = [_characters(str(v)) for v in values if isinstance(v, str | int | Promise)]
    if column.kind == "badge":
        widths += [_characters(str(v[0])) for v in values if isinstance(v, tuple)]
    heading = min(_characters(label), 28) + 3  # room for the filter's arrow
    return min(max([heading, fixed, *widths]) + 1, 60)


def _characters(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text[:60])
