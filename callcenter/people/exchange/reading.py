"""The rows of a staff list as typed values; what cannot be read becomes a row error with a sentence."""

import datetime
import re
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from callcenter.files.imports.registry import RowError, Source
from callcenter.people.employees.models import NUMBER, JobType
from callcenter.people.exchange.columns import COLUMNS, KEYS
from callcenter.tabular.cells import restored
from callcenter.tabular.reading import as_text, open_table

LENGTHS = {"number": 32, "name": 120, "name_zh": 120, "grade": 16, "email": 254, "phone": 32}
DATES = ("hired_on", "left_on", "effective_from")
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
    with open_table(source.path, source.name) as table:
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
                row.values[key] = _typed(row, key, value, errors)
            if row.values:
                rows.append(row)
    return rows, errors


def _typed(row: Row, key: str, value: Any, errors: Errors) -> Any:
    if key in DATES:
        return _date(row, key, value, errors)
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


def _date(row: Row, key: str, value: Any, errors: Errors) -> datetime.date | None:
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    match = DATE.fullmatch(_plain(value).strip())
    try:
        if match:
            return datetime.date(*(int(part) for part in match.groups()))
    except ValueError:
        pass
    errors.add(row.number, key, _("This is no date; write it as 2026-11-21."), value)
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
