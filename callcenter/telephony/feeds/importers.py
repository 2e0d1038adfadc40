"""What telephony offers to the import jobs: read a file, say what is wrong and what it would change, load it."""

import abc
from typing import Any

import polars as pl
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from callcenter.access.permissions import Actor
from callcenter.files.imports.options import Option
from callcenter.files.imports.registry import ImportRefused, Mapping, Outcome, RowError, Source, Target
from callcenter.people.models import Site
from callcenter.tabular.refusals import FileRefused
from callcenter.telephony import access
from callcenter.telephony.facts.load import LoadResult, compare_days, other_feeds, replace_days
from callcenter.telephony.facts.masking import masked
from callcenter.telephony.facts.models import CallType, EndReason
from callcenter.telephony.facts.models import Outcome as CallOutcome
from callcenter.telephony.facts.tables import AGENT_INTERVALS, CALLS, QUEUE_INTERVALS, FactTable
from callcenter.telephony.feeds import options
from callcenter.telephony.feeds.calls import Reading, read_calls
from callcenter.telephony.feeds.columns import mapped
from callcenter.telephony.feeds.intervals import read_intervals
from callcenter.telephony.feeds.presets import CALL_PRESETS, GENERIC, QUEUE_LOG_PRESETS, guessed
from callcenter.telephony.feeds.queue_log import FIELDS, read_queue_log
from callcenter.telephony.feeds.table import Table, read_lines, read_table

PREVIEW_ROWS = 20
SENT = "table"  # the parameter of a source that came as rows, not as a file


class FactImporter(abc.ABC):
    """What the kinds share. Implements files' Importer protocol."""

    kind: str
    label: str | Promise
    targets: tuple[Target, ...]
    table: FactTable
    options: tuple[Option, ...]
    begin = "started_at"  # the target that holds when a row begins
    undo: str | Promise = gettext_lazy(
        "To take it back, load the corrected file into the same feed: each day in it is replaced."
    )
    needs_site = True
    endings: tuple[str, ...] = (".csv", ".tsv", ".txt", ".xlsx")

    @abc.abstractmethod
    def read(self, source: Source, zone: str) -> list[tuple[FactTable, Reading]]:
        """The facts in the file, a frame for each table that it feeds."""

    def presets(self) -> dict[str, Mapping]:
        return {}

    def readings(self, mapping: Mapping, samples: dict[str, list[str]]) -> dict[str, str]:
        """How the first values read with the stated options."""
        return options.readings(mapping, samples, self.begin)

    def may_run(self, actor: Actor, site_id: int | None) -> bool:
        return access.may_import(actor, site_id)

    def guess_mapping(self, header: list[str]) -> Mapping:
        """A preset whose columns are all there, else column by column."""
        for preset in self.presets().values():
            if preset.columns and set(preset.columns.values()) <= set(header):
                return preset
        return Mapping(guessed(header, [target.key for target in self.targets]))

    def check(self, source: Source) -> Outcome:
        """What is wrong, what the first rows would be, which days are new, changed or the same; writes nothing."""
        site, readings, outcome = self._read(source)
        for table, reading in readings:
            if not outcome.error_count:
                found = compare_days(site, feed_name(table, source), reading.frame, table)
                _tell(outcome, found)
                outcome.notes += _double_counting(site, table, source, found)
        return outcome

    def apply(self, source: Source) -> Outcome:
        """Load the days of the file; ImportRefused, with nothing written, when a row does not fit."""
        site, readings, outcome = self._read(source)
        if outcome.error_count:
            raise ImportRefused(outcome)
        for table, reading in readings:
            result = replace_days(
                site,
                feed_name(table, source),
                reading.frame,
                actor=source.actor,
                table=table,
                job_id=source.job_id,
                source_name=source.name,
                progress=source.progress,
                call_types=type_names(source.mapping),
            )
            _tell(outcome, result)
            outcome.notes += _double_counting(site, table, source, result)
        return outcome

    def _read(self, source: Source) -> tuple[Site, list[tuple[FactTable, Reading]], Outcome]:
        site = Site.objects.get(pk=source.site_id or 0)
        outcome = Outcome()
        try:
            readings = self.read(source, site.time_zone)
        except FileRefused as refusal:
            outcome.errors = [
                RowError(int(o.figures.get("row", 1)), "", o.sentence) for o in refusal.objections
            ]
            outcome.error_count = len(outcome.errors)
            return site, [], outcome
        except ImportRefused as refusal:
            return site, [], refusal.outcome
        for _table, reading in readings:
            reading.findings.put_on(outcome)
            outcome.rows += reading.counts.pop("rows", reading.frame.height)
            outcome.counts |= reading.counts
            outcome.notes += reading.notes
        if readings and not outcome.error_count:
            table, reading = readings[0]
            frame = _with_words(reading.frame, site, source)
            labels = {target.key: target.label for target in self.targets or CALL_TARGETS}
            outcome.preview_header, outcome.preview = _preview(frame, table, labels, site.time_zone)
        return site, readings, outcome


def table_of(source: Source) -> Table:
    """The rows that were sent, or those of the file."""
    sent: Table | None = source.params.get(SENT)
    return sent or read_table(source)


def feed_name(table: FactTable, source: Source) -> str:
    """What the days are kept under: the kind of facts and where from ("calls:anonymous-bank").

    The person who imports may name it; else the mapping does; files of one feed correct each other day by day.
    """
    stated = source.params.get("feed") or source.mapping.options.get("feed") or GENERIC
    return f"{table.kind}:{stated}"[:80]


def _tell(outcome: Outcome, result: LoadResult) -> None:
    """Days by what becomes of them, as counts for the summary and by date for those who ask."""
    for name, days in (("new", result.new), ("changed", result.changed), ("unchanged", result.unchanged)):
        key = f"days_{name}"
        outcome.counts[key] = outcome.counts.get(key, 0) + len(days)
        outcome.details.setdefault(key, [])
        outcome.details[key] += [str(day) for day in sorted(days)]
    for key, names in (
        ("new_queues", result.new_queues),
        ("new_agents", result.new_agents),
        ("new_call_types", result.new_call_types),
    ):
        outcome.details[key] = sorted({*outcome.details.get(key, []), *names})
    if result.new_agents:
        outcome.notes.append(
            ngettext(
                "%(count)s agent of the switch is not known yet: say which employee it is on the page of switch agents.",
                "%(count)s agents of the switch are not known yet: say which employees they are on the page of switch agents.",
                len(result.new_agents),
            )
            % {"count": len(result.new_agents)}
        )


def _double_counting(site: Site, table: FactTable, source: Source, result: LoadResult) -> list[str]:
    """A warning when another feed has loaded calls of these days as well: both would count."""
    others = other_feeds(site, feed_name(table, source), table, result.days)
    return [
        _("%(count)s of these days also hold rows of the feed “%(feed)s”: both are counted.")
        % {"feed": feed, "count": count}
        for feed, count in sorted(others.items())
    ]


def type_names(mapping: Mapping) -> dict[str, tuple[str, str]]:
    """Codes of call types to their English and Chinese names, from lines such as "PS = Regular activity = 一般业务"."""
    lines = (line.split("=") for line in mapping.options.get("call_type_names") or ())
    stripped = ([part.strip() for part in line] for line in lines)
    return {
        code: ((name or code)[:120], (*rest, "")[0][:120])
        for code, name, *rest in ((*line, "") for line in stripped)
    }


def _with_words(frame: pl.DataFrame, site: Site, source: Source) -> pl.DataFrame:
    """The first rows as people read them: outcomes in words, call types by what they are called or will be."""
    head = frame.head(PREVIEW_ROWS)
    for column, choices in (("outcome", CallOutcome), ("end_reason", EndReason)):
        if column in head.columns:
            words = {value: str(label) for value, label in choices.choices}
            head = head.with_columns(pl.col(column).replace_strict(words, default="", return_dtype=pl.String))
    if "call_type" not in head.columns:
        return head
    names = {
        code: str(CallType(code=code, name=name, name_zh=name_zh))
        for code, (name, name_zh) in type_names(source.mapping).items()
    }
    known = CallType.objects.filter(site=site, code__in=head.get_column("call_type").unique().drop_nulls())
    names |= {kind.code: str(kind) for kind in known}
    return head.with_columns(pl.col("call_type").replace(names)) if names else head


def _preview(
    frame: pl.DataFrame, table: FactTable, labels: dict[str, str | Promise], zone: str
) -> tuple[list[str], list[list[Any]]]:
    """The first rows as they would be stored, with times in the site's zone, columns by name and numbers masked."""
    shown = frame.select(
        column for column in frame.columns if frame.get_column(column).null_count() < frame.height
    )
    head = shown.head(PREVIEW_ROWS).with_columns(
        pl.col(pl.Datetime).dt.convert_time_zone(zone).dt.strftime("%Y-%m-%d %H:%M:%S")
    )
    if "customer_ref" in head.columns:  # the job's page is read by more people than may see numbers
        numbers = [masked(number or "") for number in head.get_column("customer_ref")]
        head = head.with_columns(pl.Series("customer_ref", numbers, pl.String))
    named: Any = table.model._meta.get_field
    names = [str(capfirst(str(labels.get(key) or named(key).verbose_name))) for key in head.columns]
    return names, [list(row) for row in head.iter_rows()]


CALL_TARGETS: tuple[Target, ...] = (
    Target(
        "started_at",
        gettext_lazy("entered"),
        required=True,
        help=gettext_lazy("Day and time in one column, or the time alone with the day in its own."),
        example="2026-11-21 09:15:02",
    ),
    Target("day", gettext_lazy("day"), example="2026-11-21"),
    Target("ivr_left_at", gettext_lazy("left the IVR"), example="9:15:10"),
    Target("queue_entered_at", gettext_lazy("joined the queue"), example="9:15:10"),
    Target("queue_left_at", gettext_lazy("left the queue"), example="9:15:31"),
    Target("answered_at", gettext_lazy("answered"), example="9:15:31"),
    Target("ended_at", gettext_lazy("ended"), example="9:18:02"),
    Target("queue", gettext_lazy("queue"), example="sales"),
    Target("agent", gettext_lazy("agent"), example="1017"),
    Target(
        "outcome",
        gettext_lazy("outcome"),
        help=gettext_lazy(
            "Without it, calls that an agent talked on count as answered and the others as abandoned."
        ),
        example="answered",
    ),
    Target("call_type", gettext_lazy("type"), example="billing"),
    Target("priority", gettext_lazy("priority"), example="0"),
    Target("ivr_seconds", gettext_lazy("time in the IVR"), example="8"),
    Target("wait_seconds", gettext_lazy("wait"), example="21"),
    Target("ring_seconds", gettext_lazy("ring"), example="4"),
    Target("talk_seconds", gettext_lazy("talk"), example="151"),
    Target("hold_seconds", gettext_lazy("hold"), example="12"),
    Target("acw_seconds", gettext_lazy("after-call work"), example="30"),
    Target("switch_ref", gettext_lazy("call number on the switch"), example="34536"),
    Target("line", gettext_lazy("line"), help=gettext_lazy("Put before the call number."), example="AA0101"),
    Target("customer_ref", gettext_lazy("customer number"), example="13800001234"),
)


class CallImporter(FactImporter):
    """Call-by-call exports."""

    kind = "telephony.calls"
    label = gettext_lazy("Calls, one row each")
    targets = CALL_TARGETS
    options = options.CALL_OPTIONS
    table = CALLS

    def presets(self) -> dict[str, Mapping]:
        return CALL_PRESETS

    def read(self, source: Source, zone: str) -> list[tuple[FactTable, Reading]]:
        return [(CALLS, read_calls(mapped(table_of(source), source.mapping, self), zone))]


INTERVAL_TARGETS = (
    Target(
        "starts_at",
        gettext_lazy("interval begins"),
        required=True,
        help=gettext_lazy("Day and time in one column, or the time alone with the day in its own."),
        example="2026-11-21 09:00",
    ),
    Target("day", gettext_lazy("day"), example="2026-11-21"),
    Target(
        "minutes",
        gettext_lazy("minutes"),
        help=gettext_lazy("30 unless the file says otherwise."),
        example="30",
    ),
)
SPENT_TARGETS = (
    Target("talk_seconds", gettext_lazy("talk"), example="5400"),
    Target("hold_seconds", gettext_lazy("hold"), example="120"),
    Target("acw_seconds", gettext_lazy("after-call work"), example="600"),
)


class QueueIntervalImporter(FactImporter):
    """Sums per queue and interval."""

    kind = "telephony.queue_intervals"
    label = gettext_lazy("Queue statistics by interval")
    table = QUEUE_INTERVALS
    begin = "starts_at"
    options: tuple[Option, ...] = options.QUEUE_INTERVAL_OPTIONS
    targets: tuple[Target, ...] = (
        *INTERVAL_TARGETS,
        Target("queue", gettext_lazy("queue"), example="sales"),
        Target("offered", gettext_lazy("offered"), required=True, example="42"),
        Target("answered", gettext_lazy("answered"), required=True, example="39"),
        Target("answered_in_target", gettext_lazy("answered in target"), example="33"),
        Target("abandoned", gettext_lazy("abandoned"), example="3"),
        Target("abandoned_in_target", gettext_lazy("abandoned in target"), example="2"),
        Target("short_abandoned", gettext_lazy("short abandoned"), example="1"),
        Target("wait_answered_seconds", gettext_lazy("waiting time of answered calls"), example="410"),
        Target("wait_abandoned_seconds", gettext_lazy("waiting time of abandoned calls"), example="95"),
        Target("longest_wait_seconds", gettext_lazy("longest wait"), example="61"),
        *SPENT_TARGETS,
    )

    def read(self, source: Source, zone: str) -> list[tuple[FactTable, Reading]]:
        columns = mapped(table_of(source), source.mapping, self)
        return [(self.table, read_intervals(columns, self.table, zone))]


class AgentIntervalImporter(QueueIntervalImporter):
    """Sums per agent and interval."""

    kind = "telephony.agent_intervals"
    label = gettext_lazy("Agent statistics by interval")
    table = AGENT_INTERVALS
    options = options.AGENT_INTERVAL_OPTIONS
    targets = (
        *INTERVAL_TARGETS,
        Target("agent", gettext_lazy("agent"), required=True, example="1017"),
        Target("handled", gettext_lazy("handled"), example="6"),
        *SPENT_TARGETS,
        Target("idle_seconds", gettext_lazy("idle"), example="300"),
        Target("pause_seconds", gettext_lazy("pause"), example="120"),
        Target("login_seconds", gettext_lazy("logged in"), example="1800"),
    )


class QueueLogImporter(FactImporter):
    """Asterisk's queue_log: calls, and agent intervals from log-ins and pauses. It needs no mapping."""

    kind = "telephony.queue_log"
    label = gettext_lazy("Asterisk queue_log")
    table = CALLS
    targets = ()
    options = options.QUEUE_LOG_OPTIONS
    has_header = False
    endings = (".log", ".txt", ".csv", "")

    def presets(self) -> dict[str, Mapping]:
        return QUEUE_LOG_PRESETS

    def guess_mapping(self, header: list[str]) -> Mapping:
        return next(iter(QUEUE_LOG_PRESETS.values()))

    def read(self, source: Source, zone: str) -> list[tuple[FactTable, Reading]]:
        log = read_queue_log(read_lines(source, FIELDS, "|"))
        return [(CALLS, log.calls)] + ([(AGENT_INTERVALS, log.agents)] if log.agents.frame.height else [])
