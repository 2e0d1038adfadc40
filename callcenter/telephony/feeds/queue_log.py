"""Asterisk's queue_log: events become calls, and sessions of queue members become agent intervals.

Lines are `epoch|call id|queue|agent|event|data1|…|data5` (docs.asterisk.org, Queue Logs). A call that comes back to a
queue is a call again; one that leaves by timeout, key or an empty queue was offered and not answered: it counts as
abandoned, and `end_reason` keeps how it ended.
"""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field

import polars as pl
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from callcenter.telephony.facts.models import EndReason, Outcome
from callcenter.telephony.facts.tables import MOMENT
from callcenter.telephony.feeds.calls import Reading
from callcenter.telephony.feeds.check import Rule, findings
from callcenter.telephony.feeds.columns import EARLIEST, LONGEST_SECONDS
from callcenter.telephony.feeds.table import ROW

FIELDS = ("at", "call", "queue", "agent", "event", "data1", "data2", "data3", "data4", "data5")
INTERVAL = 1800  # seconds
NOBODY = ("NONE", "", "REALTIME")

# Where the talk time of a completed call stands, and who ended it.
COMPLETED = {
    "COMPLETEAGENT": ("data2", EndReason.AGENT),
    "COMPLETECALLER": ("data2", EndReason.CALLER),
    "BLINDTRANSFER": ("data4", EndReason.TRANSFER),
    "ATTENDEDTRANSFER": ("data4", EndReason.TRANSFER),
    "TRANSFER": ("data4", EndReason.TRANSFER),
}
# Where the waiting time of a call that nobody answered stands, and how it left.
LOST = {
    "ABANDON": ("data3", EndReason.CALLER),
    "EXITWITHTIMEOUT": ("data3", EndReason.TIMEOUT),
    "EXITEMPTY": ("data3", EndReason.EMPTY),
    "EXITWITHKEY": ("data4", EndReason.KEY),
}
CALL_EVENTS = ("ENTERQUEUE", "CONNECT", *COMPLETED, *LOST)
MEMBER_EVENTS = (
    "ADDMEMBER",
    "REMOVEMEMBER",
    "AGENTLOGIN",
    "AGENTLOGOFF",
    "AGENTCALLBACKLOGIN",
    "AGENTCALLBACKLOGOFF",
    "PAUSE",
    "UNPAUSE",
    "PAUSEALL",
    "UNPAUSEALL",
)


@dataclass(frozen=True)
class QueueLog:
    """What a queue_log says."""

    calls: Reading
    agents: Reading


def read_queue_log(lines: pl.DataFrame) -> QueueLog:
    """`lines` has ROW and the text columns FIELDS."""
    events = lines.with_columns(
        pl.col("at").cast(pl.Float64, strict=False).floor().cast(pl.Int64, strict=False).alias("second")
    )
    found = findings(events, _rules())
    if found.count:
        return QueueLog(Reading(events.clear(), found), Reading(events.clear(), found))
    calls = _calls(events)
    unfinished = calls.filter(pl.col("end_reason") == EndReason.UNKNOWN.value).height
    notes = []
    if unfinished:
        notes.append(
            ngettext(
                "%(count)s call has no end in this file; it counts as what it was at the last event.",
                "%(count)s calls have no end in this file; they count as what they were at the last event.",
                unfinished,
            )
            % {"count": unfinished}
        )
    orphans = _orphans(events, calls)
    if orphans:
        notes.append(
            ngettext(
                "%(count)s event belongs to a call that entered before this file begins; it is left out.",
                "%(count)s events belong to calls that entered before this file begins; they are left out.",
                orphans,
            )
            % {"count": orphans}
        )
    intervals = _agent_intervals(events, calls)
    counts = {
        "rows": events.height,
        "calls": calls.height,
        "answered": calls.filter(pl.col("outcome") == int(Outcome.ANSWERED)).height,
        "abandoned": calls.filter(pl.col("outcome") == int(Outcome.ABANDONED)).height,
    }
    return QueueLog(Reading(calls, found, counts, notes), Reading(intervals, found, {"rows": 0}))


def _rules() -> list[Rule]:
    second = pl.col("second")
    latest = int((datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=1)).timestamp())
    return [
        Rule("1", second.is_null(), _("A line begins with the seconds since 1970; this one does not."), "at"),
        Rule("1", second < int(EARLIEST.timestamp()), _("The day is before 1990."), "at"),
        Rule("1", second > latest, _("The day is in the future."), "at"),
        Rule("5", pl.col("event").is_null(), _("A line has at least five fields parted by |."), "at"),
    ]


def _calls(events: pl.DataFrame) -> pl.DataFrame:
    """One row per visit of a call to a queue, in order of entry."""
    visits = (
        events.filter(pl.col("event").is_in(CALL_EVENTS))
        .sort("second", ROW, maintain_order=True)
        .with_columns((pl.col("event") == "ENTERQUEUE").cum_sum().over("call", "queue").alias("visit"))
        .filter(pl.col("visit") > 0)
    )

    def of(event: str | list[str], value: pl.Expr) -> pl.Expr:
        return value.filter(pl.col("event").is_in([event] if isinstance(event, str) else event)).first()

    def figure(column: str) -> pl.Expr:
        return pl.col(column).cast(pl.Int64, strict=False).clip(0, LONGEST_SECONDS)

    def where(places: dict[str, tuple[str, EndReason]]) -> pl.Expr:
        value = pl.lit(None, pl.Int64)
        for event, (column, _reason) in places.items():
            value = pl.when(pl.col("event") == event).then(figure(column)).otherwise(value)
        return value

    second = pl.col("second")
    rows = visits.group_by("call", "queue", "visit", maintain_order=True).agg(
        of("ENTERQUEUE", pl.col(ROW)).alias("source_row"),
        of("ENTERQUEUE", second).alias("entered"),
        of("ENTERQUEUE", pl.col("data2")).alias("caller"),
        of("CONNECT", second).alias("connected"),
        of("CONNECT", figure("data1")).alias("held"),
        of("CONNECT", figure("data3")).alias("rang"),
        of("CONNECT", pl.col("agent")).alias("agent"),
        of(list(COMPLETED), second).alias("completed"),
        of(list(COMPLETED), where(COMPLETED)).alias("talked"),
        of(list(LOST), second).alias("lost"),
        of(list(LOST), where(LOST)).alias("waited"),
        of([*COMPLETED, *LOST], pl.col("event")).alias("last"),
        second.max().alias("seen"),
    )
    reasons = {event: reason.value for event, (_column, reason) in (COMPLETED | LOST).items()}
    ended = pl.coalesce("completed", "lost", pl.max_horizontal("entered", "connected", "seen"))
    answered = pl.col("connected").is_not_null()
    talk = pl.col("talked").fill_null((ended - pl.col("connected")).clip(lower_bound=0))
    until_answered = pl.coalesce("held", pl.col("connected") - pl.col("entered"))
    until_lost = pl.coalesce("waited", ended - pl.col("entered"))
    wait = pl.when(answered).then(until_answered).otherwise(until_lost)
    outcome = pl.when(answered).then(int(Outcome.ANSWERED)).otherwise(int(Outcome.ABANDONED))
    return rows.select(
        pl.col("source_row").cast(pl.Int32),
        _moment(pl.col("entered")).alias("started_at"),
        _moment(pl.col("connected")).alias("answered_at"),
        _moment(pl.max_horizontal("entered", ended)).alias("ended_at"),
        outcome.alias("outcome"),
        _named(pl.col("queue")).alias("queue"),
        _named(pl.col("agent")).alias("agent"),
        wait.clip(lower_bound=0).alias("wait_seconds"),
        pl.col("rang").fill_null(0).alias("ring_seconds"),
        pl.when(answered).then(talk).otherwise(0).alias("talk_seconds"),
        pl.col("call").fill_null("").str.slice(0, 64).alias("switch_ref"),
        pl.col("caller").fill_null("").str.slice(0, 64).alias("customer_ref"),
        pl.col("last").replace_strict(reasons, default=EndReason.UNKNOWN.value).alias("end_reason"),
    )


def _moment(second: pl.Expr) -> pl.Expr:
    return (second * 1_000_000).cast(MOMENT)


def _named(text: pl.Expr) -> pl.Expr:
    return pl.when(~text.is_in(NOBODY)).then(text.str.slice(0, 64))


def _orphans(events: pl.DataFrame, calls: pl.DataFrame) -> int:
    """Ends of calls whose beginning is not in the file."""
    ends = events.filter(pl.col("event").is_in([*COMPLETED, *LOST]))
    known = calls.get_column("switch_ref")
    return ends.filter(~pl.col("call").is_in(known.implode())).height


@dataclass
class _Member:
    """Where an agent stands while the events are gone through: the queues joined, those paused, since when."""

    queues: set[str] = field(default_factory=set)
    paused: set[str] = field(default_factory=set)
    since: int = 0
    paused_since: int = 0

    @property
    def is_paused(self) -> bool:
        return bool(self.paused) and ("*" in self.paused or self.queues <= self.paused)


def _agent_intervals(events: pl.DataFrame, calls: pl.DataFrame) -> pl.DataFrame:
    """Log-in and pause time, calls and talk time per agent and half hour."""
    spent: dict[tuple[str, int], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    end = events.get_column("second").max()
    members: dict[str, _Member] = {}
    moves = events.filter(pl.col("event").is_in(MEMBER_EVENTS) & ~pl.col("agent").is_in(NOBODY)).sort(
        "second", ROW
    )
    for second, queue, agent, event, login in moves.select(
        "second", "queue", pl.col("agent").str.slice(0, 64), "event", "data2"
    ).iter_rows():
        _move(members.setdefault(agent, _Member()), agent, second, queue or "*", event, login, spent)
    for agent, member in members.items():
        if member.queues and isinstance(end, int):
            _spend(spent, agent, "login_seconds", member.since, end)
            if member.is_paused:
                _spend(spent, agent, "pause_seconds", member.paused_since, end)
    answered = calls.filter(pl.col("answered_at").is_not_null() & pl.col("agent").is_not_null())
    for agent, second, talk in answered.select(
        "agent", pl.col("answered_at").dt.epoch("s"), "talk_seconds"
    ).iter_rows():
        figures = spent[agent, second - second % INTERVAL]
        figures["handled"] += 1
        figures["talk_seconds"] += talk
    rows = [
        {
            "agent": agent,
            "starts_at": start,
            "minutes": INTERVAL // 60,
            **{key: figures[key] for key in ("handled", "talk_seconds", "login_seconds", "pause_seconds")},
            "idle_seconds": max(
                0, figures["login_seconds"] - figures["pause_seconds"] - figures["talk_seconds"]
            ),
        }
        for (agent, start), figures in sorted(spent.items())
    ]
    if not rows:
        return pl.DataFrame(schema={"agent": pl.String, "starts_at": MOMENT})
    return pl.DataFrame(rows).with_columns(_moment(pl.col("starts_at")))


def _move(
    member: _Member,
    agent: str,
    second: int,
    queue: str,
    event: str,
    login: str | None,
    spent: dict[tuple[str, int], dict[str, int]],
) -> None:
    """One event of a member; time that it ends is added to what was spent."""
    was_in, was_paused = bool(member.queues), member.is_paused
    place = "*" if event.endswith("ALL") or queue in NOBODY else queue
    if event in ("ADDMEMBER", "AGENTLOGIN", "AGENTCALLBACKLOGIN"):
        member.queues.add(place)
    elif event in ("REMOVEMEMBER", "AGENTLOGOFF", "AGENTCALLBACKLOGOFF"):
        if not was_in and login and login.isdigit():
            _spend(spent, agent, "login_seconds", second - min(int(login), LONGEST_SECONDS), second)
        member.queues.discard(place)
        if event != "REMOVEMEMBER":
            member.queues.clear()
    elif event.startswith("PAUSE"):
        member.paused.add(place)
    else:
        member.paused = set() if place == "*" else member.paused - {place, "*"}
    if not was_in and member.queues:
        member.since = second
    if was_in and not member.queues:
        _spend(spent, agent, "login_seconds", member.since, second)
    if was_in and was_paused and not (member.queues and member.is_paused):
        _spend(spent, agent, "pause_seconds", member.paused_since, second)
    if member.queues and member.is_paused and not (was_in and was_paused):
        member.paused_since = second
    if not member.queues:
        member.paused = set()


def _spend(
    spent: dict[tuple[str, int], dict[str, int]], agent: str, what: str, since: int, until: int
) -> None:
    """Share the time from `since` to `until` out among the half hours."""
    while since < until:
        start = since - since % INTERVAL
        part = min(until, start + INTERVAL) - since
        spent[agent, start][what] += part
        since += part
