"""What may be stated about a switch export beside its columns, and how the file's first values read with it."""

import polars as pl
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from callcenter.files.imports.options import DELIMITER, ENCODING, SHEET, Option, OptionKind
from callcenter.files.imports.registry import Mapping
from callcenter.telephony.feeds.calls import meanings
from callcenter.telephony.feeds.columns import Columns, date_format, moment_format, whole_moment
from callcenter.telephony.feeds.moments import DateFormat, MomentFormat, days, seconds_of_day

FOUND_OUT = gettext_lazy("found out from the file")
OUTCOMES = (
    ("answered", gettext_lazy("answered")),
    ("abandoned", gettext_lazy("abandoned")),
    ("ignored", gettext_lazy("ignored")),
)

FEED = Option(
    "feed",
    gettext_lazy("Feed"),
    help=gettext_lazy(
        "Where the file comes from. Files of one feed correct each other day by day; different feeds add up."
    ),
)
DATE_FORMAT = Option(
    "date_format",
    gettext_lazy("Days are written"),
    OptionKind.CHOICE,
    (
        (DateFormat.ISO.value, gettext_lazy("1999-02-01: year, month, day")),
        (DateFormat.SLASHES.value, gettext_lazy("1999/2/1: year, month, day")),
        (DateFormat.YYMMDD.value, gettext_lazy("990201: year in two digits, month, day")),
        (DateFormat.YYYYMMDD.value, gettext_lazy("19990201: year, month, day")),
        (DateFormat.DAY_FIRST.value, gettext_lazy("01/02/1999: day before month")),
        (DateFormat.MONTH_FIRST.value, gettext_lazy("02/01/1999: month before day")),
        (DateFormat.DOTS.value, gettext_lazy("01.02.1999: day before month")),
    ),
    default=FOUND_OUT,
)
TIME_FORMAT = Option(
    "time_format",
    gettext_lazy("The beginning is written"),
    OptionKind.CHOICE,
    (
        (MomentFormat.TIME.value, gettext_lazy("as a time, with the day in its own column")),
        (MomentFormat.DATETIME.value, gettext_lazy("as day and time in one column")),
        (MomentFormat.EPOCH.value, gettext_lazy("as seconds since 1970, UTC")),
        (MomentFormat.EPOCH_MS.value, gettext_lazy("as milliseconds since 1970, UTC")),
    ),
    default=FOUND_OUT,
)
QUEUE = Option(
    "constants.queue",
    gettext_lazy("Queue of every row"),
    help=gettext_lazy("For files without a column for it."),
)
DAY = Option(
    "constants.day",
    gettext_lazy("Day of every row"),
    OptionKind.DATE,
    help=gettext_lazy("For files of one day that hold times alone."),
)
MINUTES = Option(
    "constants.minutes",
    gettext_lazy("Minutes of every interval"),
    default="30",
    help=gettext_lazy("For files without a column for it."),
)
OUTCOME_VALUES = Option(
    "outcome_values",
    gettext_lazy("Words of the outcome"),
    OptionKind.PAIRS,
    OUTCOMES,
    default=gettext_lazy("the usual words"),
    help=gettext_lazy(
        "One per line, such as AGENT = answered. Ignored calls are kept and not counted as offered."
    ),
)
CALL_TYPE_NAMES = Option(
    "call_type_names",
    gettext_lazy("Names of call types"),
    OptionKind.LIST,
    help=gettext_lazy(
        "One per line, English before Chinese, such as PS = Regular activity = 一般业务. For types not yet known."
    ),
)
NO_TIME = Option(
    "no_time",
    gettext_lazy("Times that mean none"),
    OptionKind.LIST,
    help=gettext_lazy("One per line, such as 0:00:00."),
)
NO_AGENT = Option(
    "no_agent",
    gettext_lazy("Agents that mean nobody"),
    OptionKind.LIST,
    help=gettext_lazy("One per line, such as NO_SERVER."),
)
NO_CUSTOMER = Option(
    "no_customer",
    gettext_lazy("Customer numbers that mean none"),
    OptionKind.LIST,
    help=gettext_lazy("One per line, such as 0."),
)
PAST_MIDNIGHT = Option(
    "past_midnight",
    gettext_lazy("Hours after midnight"),
    OptionKind.CHOICE,
    (("yes", gettext_lazy("counted on: 25:10 is 1:10 of the next day")),),
    default=gettext_lazy("begin again at 0"),
)
NEGATIVE_AS_ZERO = Option(
    "negative_as_zero",
    gettext_lazy("Lengths whose negative values are stored as 0"),
    OptionKind.LIST,
    tuple(
        (name, name)
        for name in (
            "ivr_seconds",
            "wait_seconds",
            "ring_seconds",
            "talk_seconds",
            "hold_seconds",
            "acw_seconds",
        )
    ),
    help=gettext_lazy("One per line, such as ivr_seconds; for switches that are known to write them."),
)

WRITTEN = (DATE_FORMAT, TIME_FORMAT)
CALL_OPTIONS = (
    FEED, *WRITTEN, DAY, QUEUE, OUTCOME_VALUES, CALL_TYPE_NAMES, NO_AGENT, NO_CUSTOMER, NO_TIME, PAST_MIDNIGHT, NEGATIVE_AS_ZERO,
    ENCODING, DELIMITER, SHEET,
)  # fmt: skip
QUEUE_INTERVAL_OPTIONS = (FEED, *WRITTEN, DAY, MINUTES, QUEUE, ENCODING, DELIMITER, SHEET)
AGENT_INTERVAL_OPTIONS = (FEED, *WRITTEN, DAY, MINUTES, ENCODING, DELIMITER, SHEET)
QUEUE_LOG_OPTIONS = (FEED, ENCODING)


def readings(mapping: Mapping, samples: dict[str, list[str]], begin: str) -> dict[str, str]:
    """Option key to a sentence about the first value that it decides; `begin` is the target of the rows' beginning."""
    constants = mapping.options.get("constants") or {}
    height = max((len(values) for values in samples.values()), default=0)
    if not height:
        return {}
    filled = {target: [*values, *[None] * (height - len(values))] for target, values in samples.items()}
    fixed = {target: [str(value)] * height for target, value in constants.items() if target not in filled}
    columns = Columns(pl.DataFrame(filled | fixed, dict.fromkeys(filled | fixed, pl.String)), mapping)
    found: dict[str, str] = {}
    if samples.get(begin) or columns.has("day"):
        found |= _moments(columns, samples, begin)
    if samples.get("outcome"):
        found["outcome_values"] = _outcome(mapping, samples["outcome"])
    return found


def _moments(columns: Columns, samples: dict[str, list[str]], begin: str) -> dict[str, str]:
    has_begin = bool(samples.get(begin))
    form = moment_format(columns, begin, has_day=columns.has("day")) if has_begin else MomentFormat.TIME
    if form is not MomentFormat.TIME:
        moment = columns.raw.select(
            whole_moment(columns, begin, "UTC").dt.strftime("%Y-%m-%d %H:%M:%S")
        ).item(0, 0)
        sentence = _sentence(samples[begin][0], moment)
        is_epoch = form in (MomentFormat.EPOCH, MomentFormat.EPOCH_MS)
        if is_epoch and moment:
            sentence = _sentence(samples[begin][0], f"{moment} UTC")
        return {"time_format": sentence} if is_epoch else {"date_format": sentence, "time_format": sentence}
    found = {}
    if samples.get("day"):
        day = days(pl.col("day"), date_format(columns, "day")).dt.strftime("%Y-%m-%d")
        found["date_format"] = _sentence(samples["day"][0], columns.raw.select(day).item(0, 0))
    if has_begin:
        first = pl.col(begin).str.splitn("-", 2).struct.field("field_0").str.strip_chars()
        seconds = columns.raw.select(seconds_of_day(first)).item(0, 0)
        clock = None if seconds is None else f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
        found["time_format"] = _sentence(samples[begin][0], clock)
    return found


def _outcome(mapping: Mapping, words: list[str]) -> str:
    meaning = meanings(mapping).get(words[0].strip().lower())
    return _sentence(words[0], str(dict(OUTCOMES)[meaning]) if meaning else None)


def _sentence(value: str, result: str | None) -> str:
    if result is None:
        return _("“%(value)s” cannot be read so.") % {"value": value}
    return _("“%(value)s” reads as %(result)s.") % {"value": value, "result": result}
