"""The columns of a file that a mapping names, under the names of their targets, and how values are written there."""

import datetime
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.utils import timezone
from django.utils.translation import gettext as _

from callcenter.files.imports.registry import Importer, ImportRefused, Mapping, Outcome, RowError
from callcenter.telephony.feeds.check import Rule
from callcenter.telephony.feeds.moments import DateFormat, MomentFormat, guess_date_format, moments
from callcenter.telephony.feeds.table import ROW, Table

EARLIEST = datetime.datetime(1990, 1, 1, tzinfo=datetime.UTC)
LONGEST_SECONDS = 7 * 86_400  # no call and no interval figure of one agent is longer
LARGEST_COUNT = 2_000_000_000  # what the columns hold


@dataclass(frozen=True)
class Columns:
    """`raw` has ROW and one text column per mapped target or constant, without white space around, empty ones null."""

    raw: pl.DataFrame
    mapping: Mapping

    def has(self, *targets: str) -> bool:
        return all(target in self.raw.columns for target in targets)

    def name(self, target: str) -> str:
        """What the user's file calls it."""
        return self.mapping.columns.get(target) or target

    def option(self, key: str, default: Any = None) -> Any:
        value = self.mapping.options.get(key)
        return default if value in (None, "") else value

    def sample(self, target: str) -> pl.Series:
        return self.raw.get_column(target).drop_nulls().head(5000)


def mapped(table: Table, mapping: Mapping, importer: Importer) -> Columns:
    """The mapped columns; refused when one is not in the file or a required target has none."""
    constants: dict[str, Any] = mapping.options.get("constants") or {}
    headers = {name.casefold(): name for name in table.header}
    columns = {target: name for target, name in mapping.columns.items() if name}
    unknown = [
        RowError(
            1,
            name,
            _("The file has no column “%(column)s”. Its columns are: %(header)s.")
            % {"column": name, "header": ", ".join(table.header)},
        )
        for name in columns.values()
        if name.strip().casefold() not in headers
    ]
    absent = [
        RowError(1, str(target.label), _("No column is mapped to “%(target)s”.") % {"target": target.label})
        for target in importer.targets
        if target.required and target.key not in columns and target.key not in constants
    ]
    if unknown or absent:
        raise ImportRefused(
            Outcome(errors=unknown + absent, error_count=len(unknown + absent), rows=table.frame.height)
        )
    known = {target.key for target in importer.targets}
    texts = [
        pl.col(headers[name.strip().casefold()]).str.strip_chars().replace("", None).alias(target)
        for target, name in columns.items()
        if target in known
    ]
    fixed = [
        pl.lit(str(value)).alias(target)
        for target, value in constants.items()
        if target in known and target not in columns
    ]
    return Columns(table.frame.select(ROW, *texts, *fixed), mapping)


def date_format(columns: Columns, target: str) -> DateFormat:
    """The form stated in the options, else the one that reads every day of the file's beginning."""
    stated = columns.option("date_format")
    if stated:
        return DateFormat(stated)
    days = (
        columns.sample(target)
        .str.replace("T", " ", literal=True)
        .str.split_exact(" ", 1)
        .struct.field("field_0")
    )
    return guess_date_format(days) or DateFormat.ISO


def moment_format(columns: Columns, target: str, *, has_day: bool) -> MomentFormat:
    """Stated, else by look: with a day column times of day, digits alone are an epoch, the rest is day and time."""
    stated = columns.option("time_format")
    if stated:
        return MomentFormat(stated)
    if has_day:
        return MomentFormat.TIME
    sample = columns.sample(target)
    if sample.len() and bool(sample.str.contains(r"^\d{9,10}(\.\d+)?$").all()):
        return MomentFormat.EPOCH
    if sample.len() and bool(sample.str.contains(r"^\d{12,13}$").all()):
        return MomentFormat.EPOCH_MS
    return MomentFormat.DATETIME


def whole_moment(columns: Columns, target: str, zone: str) -> pl.Expr:
    """A column that holds day and time together, as instants."""
    form = moment_format(columns, target, has_day=False)
    dates = DateFormat.ISO if form is not MomentFormat.DATETIME else date_format(columns, target)
    return moments(pl.col(target), form, dates, zone)


def moment_rules(columns: Columns, target: str, parsed: str, *, required: bool) -> list[Rule]:
    """The rules that every moment keeps: there, a time, not before 1990, not after tomorrow."""
    name = columns.name(target)
    latest = timezone.now() + datetime.timedelta(days=1)
    value = pl.col(parsed)
    rules = [
        Rule(
            name,
            pl.col(target).is_not_null() & value.is_null(),
            _("This cannot be read as a time."),
            target,
        ),
        Rule(name, value < EARLIEST, _("The day is before 1990."), target),
        Rule(name, value > latest, _("The day is in the future."), target),
    ]
    if required:
        rules.append(Rule(name, pl.col(target).is_null(), _("The time is missing."), target))
    return rules


def number_rules(columns: Columns, target: str, parsed: str, largest: int, *, lowest: int = 0) -> list[Rule]:
    """A whole number or length: readable, not negative, not beyond reason."""
    name, value = columns.name(target), pl.col(parsed)
    return [
        Rule(
            name,
            pl.col(target).is_not_null() & value.is_null(),
            _("This is not a number of seconds or a length such as 1:15.")
            if parsed.endswith("_seconds")
            else _("This is not a whole number."),
            target,
        ),
        Rule(name, value < lowest, _("This must not be negative."), target),
        Rule(name, value > largest, _("This is larger than can be."), target),
    ]


def text_rule(columns: Columns, target: str, longest: int) -> Rule:
    """A text that fits its column."""
    return Rule(
        columns.name(target),
        pl.col(target).str.len_chars() > longest,
        _("This is longer than %(count)s characters.") % {"count": longest},
        target,
    )
