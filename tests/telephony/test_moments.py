"""Times of switch exports, at the boundaries and at both changes of the clock."""

import datetime
import zoneinfo

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from callcenter.telephony.feeds.moments import (
    DateFormat,
    MomentFormat,
    days,
    distinct,
    guess_date_format,
    lengths,
    local_moment,
    moments,
    rolled_over,
    seconds_of_day,
    to_utc,
)


def value(expression: pl.Expr, text: object) -> object:
    return pl.DataFrame({"t": [text]}).select(expression).item()


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("0:00:00", 0),
        ("7:02:47", 25_367),
        ("07:02", 25_320),
        ("23:59:59", 86_399),
        ("24:00:00", None),
        ("25:99:00", None),
        ("12:60:00", None),
        ("12:00:60", None),
        ("-1:00:00", None),
        ("noon", None),
        ("", None),
        ("1:2:3.9", 3_723),
    ],
)
def test_times_of_day(text: str, seconds: int | None) -> None:
    assert value(seconds_of_day(pl.col("t")), text) == seconds


def test_hours_past_midnight_only_where_the_mapping_says_so() -> None:
    assert value(seconds_of_day(pl.col("t"), past_midnight=True), "24:10:00") == 87_000
    assert value(seconds_of_day(pl.col("t"), past_midnight=True), "48:00:00") is None


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("75", 75),
        ("75.5", 76),
        ("1:15", 75),
        ("0:01:15", 75),
        ("10:00:00", 36_000),
        ("-57", -57),
        ("1:75", None),
        ("x", None),
    ],
)
def test_lengths(text: str, seconds: int | None) -> None:
    assert value(lengths(pl.col("t")), text) == seconds


@given(st.integers(min_value=0, max_value=86_399))
def test_every_time_of_day_is_read_as_it_is_written(seconds: int) -> None:
    text = f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    assert value(seconds_of_day(pl.col("t")), text) == seconds
    assert value(lengths(pl.col("t")), text) == seconds


@given(st.lists(st.text(max_size=8), max_size=30))
def test_any_text_is_a_length_or_none_and_the_same_with_repeats(texts: list[str]) -> None:
    frame = pl.DataFrame({"t": texts * 3}, schema={"t": pl.String})
    assert distinct(frame, "t", lengths).to_list() == frame.select(lengths(pl.col("t"))).to_series().to_list()


@pytest.mark.parametrize(
    ("text", "form", "date"),
    [
        ("990201", DateFormat.YYMMDD, datetime.date(1999, 2, 1)),
        ("000101", DateFormat.YYMMDD, datetime.date(2000, 1, 1)),
        ("101", DateFormat.YYMMDD, datetime.date(2000, 1, 1)),
        ("700101", DateFormat.YYMMDD, datetime.date(1970, 1, 1)),
        ("690101", DateFormat.YYMMDD, datetime.date(2069, 1, 1)),
        ("2026-02-29", DateFormat.ISO, None),
        ("2026/3/2", DateFormat.SLASHES, datetime.date(2026, 3, 2)),
        ("2/3/2026", DateFormat.DAY_FIRST, datetime.date(2026, 3, 2)),
        ("2/3/2026", DateFormat.MONTH_FIRST, datetime.date(2026, 2, 3)),
    ],
)
def test_days(text: str, form: DateFormat, date: datetime.date | None) -> None:
    assert value(days(pl.col("t"), form), text) == date


def test_the_form_of_days_is_guessed_from_all_of_them() -> None:
    assert guess_date_format(pl.Series(["1/2/2026", "13/2/2026"])) is DateFormat.DAY_FIRST
    assert guess_date_format(pl.Series(["1/2/2026", "2/13/2026"])) is DateFormat.MONTH_FIRST
    assert guess_date_format(pl.Series(["first", "second"])) is None


@pytest.mark.parametrize(
    ("local", "utc"),
    [
        ("2026-03-27T01:59:59", "2026-03-26T23:59:59"),  # the last second before the gap in Jerusalem
        ("2026-03-27T02:30:00", "2026-03-27T00:30:00"),  # never was: forward to 03:30
        ("2026-03-27T03:00:00", "2026-03-27T00:00:00"),  # the first second after it
        ("2026-10-25T00:59:59", "2026-10-24T21:59:59"),
        ("2026-10-25T01:30:00", "2026-10-24T22:30:00"),  # was twice: the first
        ("2026-10-25T02:00:00", "2026-10-25T00:00:00"),
    ],
)
def test_both_changes_of_the_clock(local: str, utc: str) -> None:
    found = value(to_utc(pl.col("t"), "Asia/Jerusalem"), datetime.datetime.fromisoformat(local))
    assert found == datetime.datetime.fromisoformat(utc).replace(tzinfo=datetime.UTC)


@given(
    st.datetimes(datetime.datetime(1990, 1, 1), datetime.datetime(2036, 1, 1)),
    st.sampled_from(["Asia/Jerusalem", "Asia/Shanghai", "Europe/London", "America/New_York"]),
)
def test_clock_times_become_instants_as_the_standard_library_does(
    local: datetime.datetime, zone: str
) -> None:
    expected = local.replace(tzinfo=zoneinfo.ZoneInfo(zone), fold=0).astimezone(datetime.UTC)
    assert value(to_utc(pl.col("t"), zone), local) == expected


@pytest.mark.parametrize(
    ("entered", "later", "result"),
    [
        (86_394, 27, 86_427),
        (36_000, 35_990, 35_990),
        (36_000, 40_000, 40_000),
        (50_000, 6_799, 93_199),
        (50_000, 6_800, 6_800),
    ],
)
def test_a_time_far_before_the_entry_is_of_the_next_day(entered: int, later: int, result: int) -> None:
    frame = pl.DataFrame({"e": [entered], "l": [later]})
    assert frame.select(rolled_over(pl.col("l"), pl.col("e"))).item() == result


@pytest.mark.parametrize(
    ("text", "form", "utc"),
    [
        ("2026-03-02 09:15:02", MomentFormat.DATETIME, "2026-03-02T01:15:02"),
        ("2026-03-02T09:15:02Z", MomentFormat.DATETIME, "2026-03-02T09:15:02"),
        ("2026-03-02 09:15:02+02:00", MomentFormat.DATETIME, "2026-03-02T07:15:02"),
        ("2026-03-02 09:15:02.75", MomentFormat.DATETIME, "2026-03-02T01:15:02"),
        ("1772442902", MomentFormat.EPOCH, "2026-03-02T09:15:02"),
        ("1772442902750", MomentFormat.EPOCH_MS, "2026-03-02T09:15:02"),
        ("2026-03-02 25:00:00", MomentFormat.DATETIME, None),
        ("99999999999999", MomentFormat.EPOCH, None),
    ],
)
def test_day_and_time_in_one_column(text: str, form: MomentFormat, utc: str | None) -> None:
    expected = datetime.datetime.fromisoformat(utc).replace(tzinfo=datetime.UTC) if utc else None
    assert value(moments(pl.col("t"), form, DateFormat.ISO, "Asia/Shanghai"), text) == expected


def test_local_moments_go_past_midnight() -> None:
    frame = pl.DataFrame({"d": [datetime.date(2026, 3, 2)], "s": [86_400 + 60]})
    found = frame.select(local_moment(pl.col("d"), pl.col("s"))).item()
    assert found == datetime.datetime(2026, 3, 3, 0, 1)
