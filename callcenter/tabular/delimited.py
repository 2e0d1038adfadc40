"""Writing CSV that Excel opens rightly: UTF-8 with BOM, ISO dates, formulas neutralised."""

import csv
import datetime
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils.functional import Promise

from callcenter.tabular.cells import neutralised

BOM = "\ufeff"


class _Line:
    """A file that hands each written line back."""

    def write(self, line: str) -> str:
        return line


def csv_lines(
    header: Sequence[Any], rows: Iterable[Sequence[Any]], *, zone: datetime.tzinfo | None = None
) -> Iterator[str]:
    """The table line by line, for a file or a streaming response. Aware times are written in `zone` with its offset."""
    writer = csv.writer(_Line())
    yield BOM
    yield writer.writerow([_cell(value, zone) for value in header])
    for row in rows:
        yield writer.writerow([_cell(value, zone) for value in row])


def _cell(value: Any, zone: datetime.tzinfo | None) -> Any:
    if isinstance(value, tuple):  # a badge: label, colour
        value = value[0]
    if isinstance(value, str | Promise):
        return neutralised(str(value).replace("\x00", ""))
    if isinstance(value, datetime.datetime):
        moment = value.astimezone(zone) if value.tzinfo and zone else value
        return moment.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, datetime.timedelta):
        seconds = round(value.total_seconds())
        sign = "-" if seconds < 0 else ""
        return f"{sign}{abs(seconds) // 3600}:{abs(seconds) // 60 % 60:02}:{abs(seconds) % 60:02}"
    return value
