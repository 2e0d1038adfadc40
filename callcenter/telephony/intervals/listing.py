"""The lists of queue and agent intervals: their columns, words and sums."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from callcenter.telephony import sums
from callcenter.telephony.facts.models import AgentInterval, QueueInterval
from callcenter.telephony.intervals.filters import AgentIntervalFilter, QueueIntervalFilter
from callcenter.web.listing import Column, Listing


def _sums_of_queues(rows: QuerySet[QueueInterval], request: HttpRequest) -> list[Any]:
    site = getattr(request, "site", None) or None
    return sums.shown(sums.OF_QUEUES, sums.counts_of_queue_intervals(rows), site)


def _sums_of_agents(rows: QuerySet[AgentInterval], request: HttpRequest) -> list[Any]:
    site = getattr(request, "site", None) or None
    return sums.shown(sums.OF_AGENTS, sums.counts_of_agent_intervals(rows), site)


def _number(name: str, label: Any, **more: Any) -> Column:
    return Column(name, label, lambda row: getattr(row, name), "number", sort=name, **more)


def _time(name: str, label: Any, **more: Any) -> Column:
    """A length of time; the column is called after what it measures, without its unit."""
    return Column(
        name.removesuffix("_seconds"), label, lambda row: getattr(row, name), "duration", sort=name, **more
    )


def _agent(row: AgentInterval) -> str:
    """The employee where known, else the name on the switch."""
    return str(row.agent.employee or row.agent.code)


def _calls_of(row: QueueInterval) -> str:
    """The calls of that queue and half hour, where the switch sends both."""
    queue = row.queue_id or "none"
    day = row.day.isoformat()
    narrowed = f"site={row.site.code}&from={day}&to={day}&queue={queue}&half_hour={row.half_hour}"
    return f"{reverse('telephony:calls')}?{narrowed}"


START = Column("starts_at", _("From"), lambda row: row.starts_at, "datetime", sort="starts_at")
MINUTES = _number("minutes", _("Minutes"), default=False)
ROW = Column("source_row", _("Row in the file"), lambda row: row.source_row, "number", default=False)
FEED = Column("feed", _("Feed"), lambda row: row.feed, default=False)
NOTHING = _("No statistics of this kind are loaded yet")

QUEUES = Listing(
    key="telephony.queue_intervals",
    title=_("Interval statistics of queues"),
    columns=(
        START,
        MINUTES,
        Column("queue", _("Queue"), lambda row: str(row.queue or ""), link=_calls_of),
        _number("offered", _("Offered")),
        _number("answered", _("Answered")),
        _number("answered_in_target", _("Answered in time")),
        _number("abandoned", _("Abandoned")),
        _number("short_abandoned", _("Short abandons")),
        _number("abandoned_in_target", _("Abandoned in time"), default=False),
        _time("wait_answered_seconds", _("Waiting time of answered calls")),
        _time("wait_abandoned_seconds", _("Waiting time of abandoned calls"), default=False),
        _time("longest_wait_seconds", _("Longest wait")),
        _time("talk_seconds", _("Talk")),
        _time("hold_seconds", _("Hold")),
        _time("acw_seconds", _("After-call work")),
        FEED,
        ROW,
    ),
    ordering=("-day", "-starts_at", "pk"),
    filterset=QueueIntervalFilter,
    empty_title=NOTHING,
    empty_text=_("Import the interval statistics of your switch: a row for each queue and half hour."),
    export_subject="telephony.queue_interval",
    definitions=(
        (_("Answered in time"), _("Within the seconds that the switch itself counts with.")),
        (
            _("Counted in reports"),
            _("Where a queue has single calls on a day, the calls are counted instead."),
        ),
    ),
    sums=_sums_of_queues,
)

AGENTS = Listing(
    key="telephony.agent_intervals",
    title=_("Agent states by interval"),
    columns=(
        START,
        MINUTES,
        Column("agent", _("Agent"), _agent),
        _number("handled", _("Handled")),
        _time("login_seconds", _("Logged in")),
        _time("talk_seconds", _("Talk")),
        _time("hold_seconds", _("Hold")),
        _time("acw_seconds", _("After-call work")),
        _time("idle_seconds", _("Ready and idle")),
        _time("pause_seconds", _("Paused")),
        FEED,
        ROW,
    ),
    ordering=("-day", "-starts_at", "pk"),
    filterset=AgentIntervalFilter,
    empty_title=NOTHING,
    empty_text=_("Import the agent statistics of your switch: a row for each agent and half hour."),
    export_subject="telephony.agent_interval",
    definitions=(
        (_("Logged in"), _("From log-in to log-out, pauses included.")),
        (
            _("Counted as calls handled"),
            _("Where the site has single calls on a day, handled calls and their times come from the calls."),
        ),
    ),
    sums=_sums_of_agents,
)
