"""Call-by-call exports: a mapped table into the frame of calls, with everything that is wrong or odd about it."""

from dataclasses import dataclass, field

import polars as pl
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from callcenter.files.imports.registry import Mapping
from callcenter.telephony.facts.models import Outcome
from callcenter.telephony.facts.tables import MOMENT
from callcenter.telephony.feeds.check import Findings, Rule, findings
from callcenter.telephony.feeds.columns import (
    LONGEST_SECONDS,
    Columns,
    date_format,
    moment_format,
    moment_rules,
    number_rules,
    text_rule,
    whole_moment,
)
from callcenter.telephony.feeds.moments import (
    MomentFormat,
    days,
    distinct,
    lengths,
    local_moment,
    rolled_over,
    seconds_of_day,
    to_utc,
)
from callcenter.telephony.feeds.table import ROW

LATER = ("ivr_left_at", "queue_entered_at", "queue_left_at", "answered_at", "ended_at")
LENGTHS = ("ivr_seconds", "wait_seconds", "ring_seconds", "talk_seconds", "hold_seconds", "acw_seconds")
PAIRS = {"queue_entered_at": "wait_seconds", "queue_left_at": "wait_seconds"} | dict.fromkeys(
    ("answered_at", "ended_at"), "talk_seconds"
)  # whose length says whether a "no time" is midnight
TEXTS = {"line": 32, "switch_ref": 64, "queue": 64, "agent": 64, "call_type": 32, "customer_ref": 64}
OUTCOMES = {
    "answered": Outcome.ANSWERED,
    "abandoned": Outcome.ABANDONED,
    "ignored": Outcome.IGNORED,
}
SYNONYMS = {
    "answered": ("answered", "answer", "connected", "handled", "已接", "接通", "已接听", "应答"),
    "abandoned": ("abandoned", "abandon", "hang", "no answer", "missed", "lost", "放弃", "未接", "呼损"),
    "ignored": ("ignored", "phantom", "test", "忽略"),
}


@dataclass
class Reading:
    """A file read: `frame` as the loader takes it (empty when there are errors), and what to tell the user."""

    frame: pl.DataFrame
    findings: Findings
    counts: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def read_calls(columns: Columns, zone: str) -> Reading:
    """Parse, check and derive; every row that goes in comes out or is an error."""
    texts = [pl.lit(None, pl.String).alias(t) for t in TEXTS if not columns.has(t)]
    frame = columns.raw.with_columns(texts).with_columns(_lengths(columns))
    frame = frame.with_columns(_without_no_times(columns))
    frame = _with_moments(frame, columns, zone).with_columns(_outcome(columns))
    found = findings(frame, _rules(columns))
    if found.count:
        return Reading(frame.clear(), found)
    frame, odd = _taken_as_they_are(frame, columns)
    frame = _derived(frame, columns)
    calls = _calls(frame, columns)
    return Reading(calls, found, _counts(frame), odd + _notes(frame, calls))


def _lengths(columns: Columns) -> list[pl.Series | pl.Expr]:
    found = [
        distinct(columns.raw, name, lengths).alias(f":{name}")
        if columns.has(name)
        else pl.lit(None, pl.Int64).alias(f":{name}")
        for name in LENGTHS
    ]
    priority = (
        pl.col("priority").cast(pl.Int64, strict=False) if columns.has("priority") else pl.lit(0, pl.Int64)
    )
    return [*found, priority.alias(":priority")]


def _with_moments(frame: pl.DataFrame, columns: Columns, zone: str) -> pl.DataFrame:
    """Adds `:started_at` and the later moments that the file has, as instants."""
    form = moment_format(columns, "started_at", has_day=columns.has("day"))
    later = [name for name in LATER if columns.has(name)]
    missing = [pl.lit(None, MOMENT).alias(f":{name}") for name in LATER if name not in later]
    if form is not MomentFormat.TIME:
        whole = [whole_moment(columns, name, zone).alias(f":{name}") for name in ("started_at", *later)]
        return frame.with_columns(*whole, *missing)

    def seconds(text: pl.Expr) -> pl.Expr:
        return seconds_of_day(text, past_midnight=bool(columns.option("past_midnight", False)))

    written = date_format(columns, "day")
    day = distinct(frame, "day", lambda text: days(text, written))
    times = {name: distinct(frame, name, seconds) for name in ("started_at", *later)}
    frame = frame.with_columns(day.alias(":day"), *(time.alias(f":{name}") for name, time in times.items()))
    entered = pl.col(":started_at")
    return frame.with_columns(
        to_utc(local_moment(pl.col(":day"), entered), zone).alias(":started_at"),
        *(
            to_utc(local_moment(pl.col(":day"), rolled_over(pl.col(f":{name}"), entered)), zone).alias(
                f":{name}"
            )
            for name in later
        ),
        *missing,
    )


def _without_no_times(columns: Columns) -> list[pl.Expr]:
    """A time such as 0:00:00 that stands for none is left out, unless its length says that it was midnight."""
    none = columns.option("no_time", [])
    return [
        pl.when(~(pl.col(name).is_in(none) & (pl.col(f":{length}").fill_null(0) == 0)))
        .then(pl.col(name))
        .alias(name)
        for name, length in PAIRS.items()
        if none and columns.has(name)
    ]


def _outcome(columns: Columns) -> pl.Expr:
    """1, 2, 3 by the mapping's values (any case), else by whether somebody answered; null where the value is unknown."""
    if not columns.has("outcome"):
        answered = pl.col(":answered_at").is_not_null() | (pl.col(":talk_seconds") > 0)
        return (
            pl.when(answered).then(int(Outcome.ANSWERED)).otherwise(int(Outcome.ABANDONED)).alias(":outcome")
        )
    known = {word: int(OUTCOMES[meaning]) for word, meaning in meanings(columns.mapping).items()}
    text = pl.col("outcome").str.to_lowercase()
    return text.replace_strict(known, default=None, return_dtype=pl.Int64).alias(":outcome")


def meanings(mapping: Mapping) -> dict[str, str]:
    """Words of the outcome in small letters, and what they mean: the usual ones and those that the mapping states."""
    usual = {word: meaning for meaning, words in SYNONYMS.items() for word in words}
    stated = mapping.options.get("outcome_values") or {}
    return usual | {word.strip().lower(): meaning for word, meaning in stated.items()}


def _rules(columns: Columns) -> list[Rule]:
    negative = columns.option("negative_as_zero", [])
    rules = moment_rules(columns, "started_at", ":started_at", required=True)
    if columns.has("day"):
        rules.append(Rule(columns.name("day"), pl.col("day").is_null(), _("The day is missing."), "day"))
    for name in LATER:
        if columns.has(name):
            rules += moment_rules(columns, name, f":{name}", required=False)[:1]
    for name in LENGTHS:
        if columns.has(name):
            lowest = -LONGEST_SECONDS if name in negative else 0
            rules += number_rules(columns, name, f":{name}", LONGEST_SECONDS, lowest=lowest)
    if columns.has("priority"):
        rules += number_rules(columns, "priority", ":priority", 32_767)
    if columns.has("ended_at"):
        rules.append(
            Rule(
                columns.name("ended_at"),
                pl.col(":ended_at") < pl.col(":started_at"),
                _("The call ended before it was entered."),
                "ended_at",
            )
        )
    if columns.has("outcome"):
        words = ", ".join(columns.option("outcome_values", {}) or ("answered", "abandoned", "ignored"))
        reason = _("This is no outcome that the mapping knows. Known are: %(values)s.") % {"values": words}
        rules.append(Rule(columns.name("outcome"), pl.col(":outcome").is_null(), reason, "outcome"))
    return rules + [text_rule(columns, name, longest) for name, longest in TEXTS.items() if columns.has(name)]


def _taken_as_they_are(frame: pl.DataFrame, columns: Columns) -> tuple[pl.DataFrame, list[str]]:
    """Negative lengths that this switch is known for become 0, and are told."""
    notes = []
    for name in columns.option("negative_as_zero", []):
        if columns.has(name) and (count := frame.select((pl.col(f":{name}") < 0).sum()).item()):
            notes.append(
                ngettext(
                    "%(count)s call has a negative length in “%(column)s”; it is stored as 0.",
                    "%(count)s calls have a negative length in “%(column)s”; they are stored as 0.",
                    count,
                )
                % {"count": count, "column": columns.name(name)}
            )
            frame = frame.with_columns(pl.col(f":{name}").clip(lower_bound=0))
    return frame, notes


def _derived(frame: pl.DataFrame, columns: Columns) -> pl.DataFrame:
    """Lengths that the file does not state follow from its moments, and the end from the last moment or the lengths."""

    def between(since: pl.Expr, until: pl.Expr) -> pl.Expr:
        return (until - since).dt.total_seconds().clip(lower_bound=0)

    started, answered, ended = pl.col(":started_at"), pl.col(":answered_at"), pl.col(":ended_at")
    ivr = pl.col(":ivr_seconds").fill_null(between(started, pl.col(":ivr_left_at"))).fill_null(0)
    queued = pl.coalesce(
        pl.col(":queue_entered_at"), pl.col(":ivr_left_at"), started + pl.duration(seconds=ivr)
    )
    waited_until = pl.coalesce(pl.col(":queue_left_at"), answered, ended, queued)
    wait = pl.col(":wait_seconds").fill_null(between(queued, waited_until))
    hold = pl.col(":hold_seconds").fill_null(0)
    talk = (
        pl.col(":talk_seconds").fill_null((between(answered, ended) - hold).clip(lower_bound=0)).fill_null(0)
    )
    frame = frame.with_columns(
        ivr.alias(":ivr_seconds"),
        wait.fill_null(0).alias(":wait_seconds"),
        pl.col(":ring_seconds").fill_null(0),
        talk.alias(":talk_seconds"),
        hold.alias(":hold_seconds"),
        pl.col(":acw_seconds").fill_null(0),
        pl.col(":priority").fill_null(0),
    )
    last = pl.max_horizontal(f":{name}" for name in ("started_at", *LATER))
    whole = sum((pl.col(f":{name}") for name in LENGTHS[:-1]), pl.lit(0))
    has_end = any(columns.has(name) for name in LATER[1:])
    return frame.with_columns((last if has_end else started + pl.duration(seconds=whole)).alias(":ended_at"))


def _calls(frame: pl.DataFrame, columns: Columns) -> pl.DataFrame:
    """The columns as the loader takes them."""
    nobody, no_customer = columns.option("no_agent", []), columns.option("no_customer", [])
    reference = pl.concat_str("line", "switch_ref", separator="-", ignore_nulls=True)
    return frame.select(
        pl.col(ROW).alias("source_row"),
        *(
            pl.col(f":{name}").alias(name)
            for name in ("started_at", "answered_at", "ended_at", "outcome", "priority")
        ),
        *(pl.col(f":{name}").alias(name) for name in LENGTHS),
        pl.col("queue"),
        pl.when(~pl.col("agent").is_in(nobody)).then(pl.col("agent")).alias("agent"),
        pl.col("call_type").fill_null(""),
        reference.fill_null("").str.slice(0, 64).alias("switch_ref"),
        pl.when(~pl.col("customer_ref").is_in(no_customer))
        .then(pl.col("customer_ref"))
        .fill_null("")
        .alias("customer_ref"),
    )


def _counts(frame: pl.DataFrame) -> dict[str, int]:
    outcome = pl.col(":outcome")
    return frame.select(
        pl.len().alias("rows"),
        *((outcome == int(value)).sum().alias(name) for name, value in OUTCOMES.items()),
    ).row(0, named=True)


def _notes(frame: pl.DataFrame, calls: pl.DataFrame) -> list[str]:
    """Odd records, taken as they are."""
    outcome, answered = pl.col(":outcome"), pl.col(":answered_at")
    waited = pl.coalesce(pl.col(":queue_left_at"), pl.col(":ivr_left_at"))
    odd = frame.select(
        ignored=(outcome == int(Outcome.IGNORED)).sum(),
        early=(answered < waited).sum(),
        silent=((outcome == int(Outcome.ANSWERED)) & (pl.col(":talk_seconds") == 0)).sum(),
        nobody=((outcome == int(Outcome.ANSWERED)) & calls.get_column("agent").is_null()).sum(),
        served=((outcome == int(Outcome.ABANDONED)) & (pl.col(":talk_seconds") > 0)).sum(),
    ).row(0, named=True)
    sentences = {
        "ignored": ngettext(
            "%(count)s record is marked to be ignored: it is kept and counted apart, not as offered.",
            "%(count)s records are marked to be ignored: they are kept and counted apart, not as offered.",
            odd["ignored"],
        ),
        "early": ngettext(
            "In %(count)s call the service starts before the wait ends; it is taken as it is.",
            "In %(count)s calls the service starts before the wait ends; they are taken as they are.",
            odd["early"],
        ),
        "silent": ngettext(
            "%(count)s answered call has no talk time; it is taken as it is.",
            "%(count)s answered calls have no talk time; they are taken as they are.",
            odd["silent"],
        ),
        "nobody": ngettext(
            "%(count)s answered call names no agent; it counts for the site and for no agent.",
            "%(count)s answered calls name no agent; they count for the site and for no agent.",
            odd["nobody"],
        ),
        "served": ngettext(
            "%(count)s abandoned call has a service time; it is taken as it is.",
            "%(count)s abandoned calls have a service time; they are taken as they are.",
            odd["served"],
        ),
    }
    return [sentence % {"count": odd[key]} for key, sentence in sentences.items() if odd[key]]
