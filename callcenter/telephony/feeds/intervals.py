"""Interval statistics: rows of sums per queue or per agent into the frames of intervals."""

import polars as pl
from django.utils.translation import gettext as _

from callcenter.telephony.facts.tables import REQUIRED, TEXT, FactTable
from callcenter.telephony.feeds import columns as written
from callcenter.telephony.feeds import moments
from callcenter.telephony.feeds.calls import Reading
from callcenter.telephony.feeds.check import Rule, findings
from callcenter.telephony.feeds.columns import Columns
from callcenter.telephony.feeds.table import ROW

# Parts and the whole that they belong to: a part is never larger.
WHOLES = {
    "answered_in_target": "answered",
    "abandoned_in_target": "abandoned",
    "short_abandoned": "abandoned",
    "answered": "offered",
    "pause_seconds": "login_seconds",
}


def read_intervals(columns: Columns, table: FactTable, zone: str) -> Reading:
    """Parse and check; `minutes` comes from a column, a constant or is 30."""
    name = "agent" if table.kind == "agent-intervals" else "queue"
    figures = [
        column for column, (kind, _default) in table.columns.items() if kind != TEXT and columns.has(column)
    ]
    figures = [column for column in figures if column not in ("starts_at", "source_row")]
    frame = columns.raw.with_columns(
        moments.distinct(columns.raw, figure, moments.lengths).alias(f":{figure}") for figure in figures
    ).with_columns(_starts_at(columns, zone).alias(":starts_at"))
    rules = written.moment_rules(columns, "starts_at", ":starts_at", required=True)
    for figure in figures:
        if table.columns[figure][1] is REQUIRED:
            rules.append(
                Rule(columns.name(figure), pl.col(figure).is_null(), _("The figure is missing."), figure)
            )
        largest = 1440 if figure == "minutes" else _largest(figure, table)
        rules += written.number_rules(columns, figure, f":{figure}", largest, lowest=int(figure == "minutes"))
    rules += [
        Rule(
            columns.name(part),
            pl.col(f":{part}") > pl.col(f":{whole}"),
            _("This is more than “%(whole)s”.") % {"whole": columns.name(whole)},
            part,
        )
        for part, whole in WHOLES.items()
        if part in figures and whole in figures
    ]
    if columns.has(name):
        rules.append(written.text_rule(columns, name, 64))
        if name == "agent":
            rules.append(Rule(columns.name(name), pl.col(name).is_null(), _("The agent is missing."), name))
    rules.append(_once(columns, name))
    found = findings(frame, rules)
    if found.count:
        return Reading(frame.clear(), found)
    facts = frame.select(
        pl.col(ROW).alias("source_row"),
        pl.col(":starts_at").alias("starts_at"),
        (pl.col(name) if columns.has(name) else pl.lit(None, pl.String)).alias(name),
        *(pl.col(f":{figure}").alias(figure) for figure in figures),
    )
    return Reading(facts, found, {"rows": facts.height})


def _starts_at(columns: Columns, zone: str) -> pl.Expr:
    """Day and time in one column or two; of "09:00-09:30" the first time counts."""
    if (
        written.moment_format(columns, "starts_at", has_day=columns.has("day"))
        is not moments.MomentFormat.TIME
    ):
        return written.whole_moment(columns, "starts_at", zone)
    first = pl.col("starts_at").str.splitn("-", 2).struct.field("field_0").str.strip_chars()
    return moments.to_utc(
        moments.local_moment(
            moments.days(pl.col("day"), written.date_format(columns, "day")), moments.seconds_of_day(first)
        ),
        zone,
    )


def _largest(figure: str, table: FactTable) -> int:
    """One agent has at most the interval's time; a queue adds up that of many."""
    if figure.endswith("_seconds") and (table.kind == "agent-intervals" or figure == "longest_wait_seconds"):
        return written.LONGEST_SECONDS
    return written.LARGEST_COUNT


def _once(columns: Columns, name: str) -> Rule:
    key = [":starts_at", *([name] if columns.has(name) else [])]
    return Rule(
        columns.name(name if columns.has(name) else "starts_at"),
        pl.struct(key).is_duplicated() & ~pl.struct(key).is_first_distinct(),
        _("An earlier row has the same interval."),
        name if columns.has(name) else "starts_at",
    )
