"""Dates, times of day and lengths in switch exports, parsed a column at a time.

Local times become UTC in the site's zone. Where the clock goes forward, a time that never was moves forward by the
gap (02:30 is read as 03:30); where it goes back, a time that was twice is its first occurrence.
"""

import datetime
from collections.abc import Callable
from enum import StrEnum

import polars as pl

from callcenter.telephony.facts.tables import MOMENT

DAY_SECONDS = 86_400
ROLLOVER_SECONDS = DAY_SECONDS // 2  # a time this much earlier than the call's entry is of the next day


class DateFormat(StrEnum):
    """How a day is written. Two-digit years 70–99 are 1970–1999, 00–69 are 2000–2069."""

    ISO = "iso"  # 1999-02-01
    SLASHES = "slashes"  # 1999/2/1
    YYMMDD = "yymmdd"  # 990201
    YYYYMMDD = "yyyymmdd"  # 19990201
    DAY_FIRST = "day_first"  # 01/02/1999
    MONTH_FIRST = "month_first"  # 02/01/1999
    DOTS = "dots"  # 01.02.1999


PATTERNS = {
    DateFormat.ISO: "%Y-%m-%d",
    DateFormat.SLASHES: "%Y/%m/%d",
    DateFormat.YYMMDD: "%y%m%d",
    DateFormat.YYYYMMDD: "%Y%m%d",
    DateFormat.DAY_FIRST: "%d/%m/%Y",
    DateFormat.MONTH_FIRST: "%m/%d/%Y",
    DateFormat.DOTS: "%d.%m.%Y",
}


class MomentFormat(StrEnum):
    """How the entry of a call is written."""

    TIME = "time"  # 7:02:47, with the day in a column of its own
    DATETIME = "datetime"  # the day in one of the date formats, a blank or T, and the time
    EPOCH = "epoch"  # seconds since 1970, UTC
    EPOCH_MS = "epoch_ms"


def distinct(frame: pl.DataFrame, column: str, parse: Callable[[pl.Expr], pl.Expr]) -> pl.Series:
    """`parse` of a text column, worked out once per distinct text: times and lengths of a month's calls repeat a lot."""
    texts = frame.get_column(column)
    known = texts.unique()
    if known.len() > texts.len() // 2:
        return frame.select(parse(pl.col(column)).alias(column)).to_series()
    values = known.to_frame(column).select(parse(pl.col(column)).alias(column)).to_series()
    return texts.replace_strict(known, values, return_dtype=values.dtype)


def days(text: pl.Expr, form: DateFormat) -> pl.Expr:
    """Dates; null where the text is none in that form."""
    clean = text.str.zfill(6) if form is DateFormat.YYMMDD else text
    return clean.str.to_date(PATTERNS[form], strict=False, cache=True)


def guess_date_format(values: pl.Series) -> DateFormat | None:
    """The first form that reads every filled value; days come before months where both would."""
    filled = values.drop_nulls().unique().head(1000)
    for form in DateFormat:
        if filled.len() and filled.to_frame("d").select(days(pl.col("d"), form).is_not_null().all()).item():
            return form
    return None


def seconds_of_day(text: pl.Expr, *, past_midnight: bool = False) -> pl.Expr:
    """h:mm:ss or h:mm (fractions cut off) as seconds; null where it is none: 25:99:00, 7-15.

    `past_midnight` takes hours up to 47, as switches write that count a night's hours on.
    """
    parts = text.str.split_exact(":", 2).struct
    hours, minutes = _number(parts.field("field_0")), _number(parts.field("field_1"))
    seconds = _number(parts.field("field_2").fill_null("0").str.split_exact(".", 1).struct.field("field_0"))
    fits = (
        hours.is_between(0, 47 if past_midnight else 23)
        & minutes.is_between(0, 59)
        & seconds.is_between(0, 59)
    )
    return pl.when(fits).then(hours * 3600 + minutes * 60 + seconds)


def lengths(text: pl.Expr) -> pl.Expr:
    """Seconds from 75, 75.4 (rounded), 1:15 (minutes, seconds) or 0:01:15; negative ones stay; null where it is none."""
    clean = text.str.strip_chars()
    parts = clean.str.split_exact(":", 2).struct
    first, second, third = (_number(parts.field(f"field_{n}")) for n in range(3))
    clock = (
        pl.when(third.is_not_null()).then(first * 3600 + second * 60 + third).otherwise(first * 60 + second)
    )
    number = clean.cast(pl.Float64, strict=False).round(0).cast(pl.Int64, strict=False)
    sixty = (second < 60) & (third.is_null() | (third < 60))
    return (
        pl.when(number.is_not_null())
        .then(number)
        .when(sixty & clean.str.contains(":", literal=True))
        .then(clock)
    )


def _number(text: pl.Expr) -> pl.Expr:
    return text.cast(pl.Int64, strict=False)


def to_utc(local: pl.Expr, zone: str) -> pl.Expr:
    """Site-local clock times (naive) as instants: a time in the gap moves forward, one that was twice is the first."""
    return local.map_batches(lambda times: _to_utc(times, zone), return_dtype=MOMENT)


def _to_utc(local: pl.Series, zone: str) -> pl.Series:
    exact = local.dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null")
    if exact.null_count() > local.null_count():
        before_gap = local.dt.offset_by("-3h").dt.replace_time_zone(
            zone, ambiguous="earliest", non_existent="null"
        )
        exact = exact.fill_null(before_gap + datetime.timedelta(hours=3))
    return exact.dt.convert_time_zone("UTC").cast(MOMENT)


def local_moment(day: pl.Expr, seconds: pl.Expr) -> pl.Expr:
    """The naive clock time `seconds` after the midnight of `day`."""
    return day.cast(pl.Datetime("us")) + pl.duration(seconds=seconds)


def rolled_over(seconds: pl.Expr, entered: pl.Expr) -> pl.Expr:
    """Seconds of the entry's day: a time far earlier than the entry is of the next day."""
    return pl.when(seconds < entered - ROLLOVER_SECONDS).then(seconds + DAY_SECONDS).otherwise(seconds)


def moments(text: pl.Expr, form: MomentFormat, date_format: DateFormat, zone: str) -> pl.Expr:
    """Instants from one column that holds day and time, or seconds since 1970; null where the text is none."""
    clean = text.str.strip_chars()
    if form in (MomentFormat.EPOCH, MomentFormat.EPOCH_MS):
        scale = 1_000_000 if form is MomentFormat.EPOCH else 1_000
        number = clean.cast(pl.Float64, strict=False)
        sane = pl.when(number.is_between(0, 4e9 * (1_000_000 / scale)))
        return sane.then((number * scale).cast(pl.Int64, strict=False)).cast(MOMENT).dt.truncate("1s")
    parts = clean.str.replace("T", " ", literal=True).str.splitn(" ", 2).struct
    time = parts.field("field_1").str.strip_chars()
    offset = time.str.extract(r"(Z|[+-]\d\d:?\d\d)$")
    seconds = seconds_of_day(time.str.replace(r"(Z|[+-]\d\d:?\d\d)$", "").fill_null("0:00:00"))
    naive = local_moment(days(parts.field("field_0"), date_format), seconds)
    shift = _number(offset.str.slice(1, 2)) * 3600 + _number(offset.str.slice(-2)) * 60
    signed = pl.when(offset.str.starts_with("-")).then(-shift).when(offset == "Z").then(0).otherwise(shift)
    stated = (naive - pl.duration(seconds=signed)).dt.replace_time_zone("UTC").cast(MOMENT)
    return pl.when(offset.is_null()).then(to_utc(naive, zone)).otherwise(stated)
