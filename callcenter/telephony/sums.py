"""Base counts of listed facts: what a list shows over its rows, and what a figure made of several lists is checked with."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Max, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from callcenter import rulebook
from callcenter.measures import formatting, registry
from callcenter.measures.registry import Counts
from callcenter.measures.targets import SHORT_ABANDON_SECONDS, SL_SECONDS
from callcenter.people.models import Site
from callcenter.telephony.facts.models import Outcome
from callcenter.web.today import Figure

ANSWERED = Q(outcome=Outcome.ANSWERED)
ABANDONED = Q(outcome=Outcome.ABANDONED)
OFFERED = ~Q(outcome=Outcome.IGNORED)
OF_CALLS = (
    "telephony.offered",
    "telephony.answered",
    "telephony.abandoned",
    "telephony.asa",
    "telephony.att",
    "telephony.aht",
    "telephony.longest_wait",
)
OF_QUEUES = (
    "telephony.offered",
    "telephony.answered",
    "telephony.abandoned",
    "telephony.service_level",
    "telephony.abandon_rate",
    "telephony.asa",
    "telephony.aht",
    "telephony.longest_wait",
)
OF_AGENTS = (
    "telephony.handled",
    "telephony.talk_time",
    "telephony.att",
    "telephony.aht",
    "telephony.login_time",
    "telephony.occupancy",
)
QUEUE_SUMS = (
    "offered",
    "answered",
    "answered_in_target",
    "abandoned",
    "abandoned_in_target",
    "short_abandoned",
    "wait_answered_seconds",
    "wait_abandoned_seconds",
    "talk_seconds",
    "hold_seconds",
    "acw_seconds",
)
STATES = {
    "talk_seconds": "state_talk_seconds",
    "hold_seconds": "state_hold_seconds",
    "acw_seconds": "state_acw_seconds",
    "idle_seconds": "state_idle_seconds",
    "login_seconds": "login_seconds",
}


def waited_at_most(rule: str, sites: Iterable[Site]) -> Q:
    """Calls that waited at most the seconds that the rule had at their site on their own day."""
    found = Q(pk__in=[])
    for site in sites:
        for piece in rulebook.values.pieces(rule, site):
            days = Q(site=site, wait_seconds__lte=piece.value)
            if piece.start:
                days &= Q(day__gte=piece.start)
            if piece.end:
                days &= Q(day__lt=piece.end)
            found |= days
    return found


def _total(column: str, of: Q | None = None) -> Coalesce:
    return Coalesce(Sum(column, filter=of), 0)


def counts_of_calls(calls: QuerySet[Any], site: Site) -> Counts:
    """The base counts of these calls of the site; one query."""
    in_target, short = (waited_at_most(rule, [site]) for rule in (SL_SECONDS, SHORT_ABANDON_SECONDS))
    return calls.order_by().aggregate(
        offered=Count("pk", filter=OFFERED),
        answered=Count("pk", filter=ANSWERED),
        answered_in_target=Count("pk", filter=ANSWERED & in_target),
        abandoned=Count("pk", filter=ABANDONED),
        abandoned_in_target=Count("pk", filter=ABANDONED & in_target),
        short_abandoned=Count("pk", filter=ABANDONED & short),
        ignored=Count("pk", filter=~OFFERED),
        wait_answered_seconds=_total("wait_seconds", ANSWERED),
        wait_abandoned_seconds=_total("wait_seconds", ABANDONED),
        longest_wait_seconds=Coalesce(Max("wait_seconds", filter=OFFERED), 0),
        **{f"{name}_seconds": _total(f"{name}_seconds", ANSWERED) for name in ("talk", "hold", "acw")},
    )


def counts_of_queue_intervals(intervals: QuerySet[Any]) -> Counts:
    """The base counts of these intervals, in the seconds that the switch counts with; one query."""
    found = intervals.order_by().aggregate(
        **{f"sum_{name}": _total(name) for name in QUEUE_SUMS},
        longest=Coalesce(Max("longest_wait_seconds"), 0),
    )  # a sum cannot have its column's own name
    return {name: found[f"sum_{name}"] for name in QUEUE_SUMS} | {"longest_wait_seconds": found["longest"]}


def counts_of_agent_intervals(intervals: QuerySet[Any]) -> Counts:
    """The base counts of these intervals: the agent's states, and as calls handled and their times; one query."""
    found = intervals.order_by().aggregate(**{f"sum_{name}": _total(name) for name in ("handled", *STATES)})
    counts = {state: found[f"sum_{name}"] for name, state in STATES.items()}
    handled = found["sum_handled"]
    talked = {name: found[f"sum_{name}"] for name in ("talk_seconds", "hold_seconds", "acw_seconds")}
    return counts | talked | {"offered": handled, "answered": handled}


def shown(keys: Iterable[str], counts: Counts, site: Site | None) -> list[Figure]:
    """Those measures of the counts, as a list shows them over its rows; those that are unknown are left out."""
    seconds = {"seconds": rulebook.value(SL_SECONDS, site)}
    figures = [(registry.get(key), registry.get(key).of(counts)) for key in keys]
    return [
        Figure(str(measure.label) % seconds, formatting.shown(figure), formatting.fraction(figure))
        for measure, figure in figures
        if figure.exact is not None
    ]
