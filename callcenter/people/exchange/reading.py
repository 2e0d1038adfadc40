"""The rows of a staff list as typed values; what cannot be read becomes a row error with a sentence."""

import datetime
import re
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from callcenter.files.imports.options import written_as
from callcenter.files.imports.registry import Mapping, RowError, Source
from callcenter.people.employees.models import NUMBER, JobType
from callcenter.people.exchange.columns import COLUMNS, KEYS
from callcenter.tabular.cells import restored
from callcenter.tabular.reading import as_text, open_table

LENGTHS = {"number": 32, "name": 120, "name_zh": 120, "grade": 16, "email": 254, "phone": 32}
DATES = ("hired_on", "left_on", "effective_from")
DATE_ORDERS = {"day_first": (2, 1, 0), "month_first": (2, 0, 1)}  # where year, month and day stand
OTHER_DATE = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]00:00(?::00)?)?")


@dataclass
class Row:
    """One row: its number in the file, its values by column key (absent: empty or not in the file)."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)


class Errors:
    """Collects row errors with the heading that the file has."""

    def __init__(self, columns: dict[str, str]) -> None:
        self.columns = columns
        self.labels = {column.key: column.label for column in COLUMNS}
        self.found: list[RowError] = []
        self.rows: set[int] = set()

    def add(self, row: int, key: str, reason: str, value: Any = "") -> None:
        self.found.append(
            RowError(row, self.columns.get(key, str(self.labels[key])), reason, str(value)[:200])
        )
        self.rows.add(row)


def read(source: Source) -> tuple[list[Row], Errors]:
    """Every row of the file that holds anything."""
    errors = Errors(source.mapping.columns)
    rows: list[Row] = []
    stated = source.mapping.options.get("effective_from")
    default_start = datetime.date.fromisoformat(stated) if stated else None
    with open_table(source.path, source.name, **written_as(source.mapping.options)) as table:
        positions = {
            key: table.header.index(heading)
            for key, heading in source.mapping.columns.items()
            if key in KEYS and heading in table.header
        }
        for number, cells in table.rows:
            row = Row(number)
            for key, position in positions.items():
                value = cells[position]
                if value is None or (isinstance(value, str) and not value.strip()):
                    continue
                row.values[key] = _typed(row, key, value, errors, source.mapping)
            if row.values:
                row.values.setdefault("effective_from", default_start)
                rows.append(row)
    return rows, errors


def _typed(row: Row, key: str, value: Any, errors: Errors, mapping: Mapping) -> Any:
    if key in DATES:
        found = date_of(value, mapping)
        if found is None:
            errors.add(row.number, key, _("This is no date; write it as 2026-11-21."), value)
        return found
    text = restored(_plain(value)).strip()
    if len(text) > LENGTHS.get(key, 200):
        errors.add(
            row.number,
            key,
            _("This is longer than %(limit)d characters.") % {"limit": LENGTHS.get(key, 200)},
            text,
        )
        return None
    if key == "skill_level":
        if text not in {"1", "2", "3", "4", "5"}:
            errors.add(row.number, key, _("A skill level is a number from 1 to 5."), text)
            return None
        return int(text)
    if key == "job_type":
        return _job_type(row, text, errors)
    try:
        if key == "number":
            NUMBER(text)
        if key == "email":
            validate_email(text)
    except ValidationError as error:
        errors.add(row.number, key, " ".join(error.messages), text)
        return None
    return text


def _plain(value: Any) -> str:
    """Numbers without the .0 that spreadsheets add."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return as_text(value)


def date_of(value: Any, mapping: Mapping) -> datetime.date | None:
    """The day that a cell holds: a spreadsheet's date, 2026-11-21 and its like, or in the stated order; else None."""
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    text = _plain(value).strip()
    parts: tuple[str, ...] = ()
    if match := DATE.fullmatch(text):
        parts = match.groups()
    elif (order := DATE_ORDERS.get(mapping.options.get("date_order", ""))) and (
        match := OTHER_DATE.fullmatch(text)
    ):
        parts = tuple(match.groups()[place] for place in order)
    try:
        return datetime.date(*(int(part) for part in parts)) if parts else None
    except ValueError:
        return None


def _job_type(row: Row, text: str, errors: Errors) -> str | None:
    words = {str(kind.value): kind.value for kind in JobType} | {
        str(kind.label).casefold(): kind.value for kind in JobType
    }
    words |= {"back office": "back_office", "呼入": "inbound", "呼出": "outbound", "混合": "blended"}
    words |= {"后台": "back_office", "呼入呼出": "blended"}
    found = words.get(text.casefold())
    if found is None:
        errors.add(row.number, "job_type", _("Write inbound, outbound, blended or back office."), text)
    return found
