"""Addresses of the rows behind a figure: calls, interval statistics, agent states, narrowed to exactly what it counts.

A figure that rests on several kinds of rows (some queues send calls, others statistics) leads to a page that names each
part with its own list (reports.daily.parts).
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from urllib.parse import urlencode

from django.urls import reverse

from callcenter.people.models import Site
from callcenter.telephony.facts.models import Outcome
from callcenter.telephony.measures import SERVICE_LEVELS
from reports.daily.headlines import Yardstick
from reports.rollups.models import Dimension
from reports.rollups.periods import Period
from reports.rollups.selectors import Item

Filter = dict[str, str | int]
ANSWERED: Filter = {"outcome": Outcome.ANSWERED.value}
ABANDONED: Filter = {"outcome": Outcome.ABANDONED.value}
IGNORED: Filter = {"outcome": Outcome.IGNORED.value}
OFFERED: Filter = {"outcome": "offered"}
WITH_ABANDONED = SERVICE_LEVELS["with_abandoned"].key
OF_STATES = frozenset({"telephony.login_time", "telephony.occupancy", "telephony.line_occupancy"})
OF_PEOPLE = (Dimension.TEAM, Dimension.AGENT)
SLICE = {
    Dimension.HALF_HOUR: "half_hour",
    Dimension.QUEUE: "queue",
    Dimension.CALL_TYPE: "call_type",
    Dimension.AGENT: "agent",
    Dimension.TEAM: "team",
}
NONE = "none"  # what the lists call a slice without a value


class Source(StrEnum):
    """Where rows that a figure counts are listed."""

    CALLS = "telephony:calls"
    QUEUES = "telephony:queue_intervals"
    AGENTS = "telephony:agent_intervals"


@dataclass(frozen=True)
class Slice:
    """What a figure is of: an item of a dimension in a period; `person` puts all names of an employee together.

    The totals of tables of people are those of the site, counted as people are: `of_people`.
    """

    site: Site
    period: Period
    dimension: Dimension = Dimension.SITE
    item: Item = 0
    person: str = ""
    of_people: bool = False

    @property
    def is_of_people(self) -> bool:
        return self.of_people or self.dimension in OF_PEOPLE

    @property
    def query(self) -> Filter:
        """Site, days and item, in the words that all three lists use."""
        query: Filter = {
            "site": self.site.code,
            "from": self.period.start.isoformat(),
            "to": self.period.last.isoformat(),
        }
        if self.person:
            query["employee"] = self.person
        elif self.dimension in SLICE:
            is_none = self.dimension is not Dimension.HALF_HOUR and not self.item
            query[SLICE[self.dimension]] = NONE if is_none else self.item
        return query


@cache
def address(name: str) -> str:
    """Where a list is; asked once, not for each of a thousand figures."""
    return reverse(name)


def outcome_of(measure: str, by: Yardstick) -> Filter:
    """The filters for the calls that a measure's numerator counts."""
    if measure.startswith("telephony.service_level"):
        counted = OFFERED if measure == WITH_ABANDONED else ANSWERED
        if "/" in by.sl_seconds:
            return {**counted, "waited": "in_target"}
        return {**counted, "waited_max": by.sl_seconds}
    if measure == "telephony.abandon_rate":
        if "/" in by.short_seconds:
            return {**ABANDONED, "waited": "not_short"}
        return {**ABANDONED, "waited_min": int(by.short_seconds) + 1}
    by_measure: dict[str, Filter] = {
        "telephony.offered": OFFERED,
        "telephony.ignored": IGNORED,
        "telephony.longest_wait": {**OFFERED, "sort": "-wait"},
        "telephony.abandoned": ABANDONED,
    }
    return by_measure.get(measure, ANSWERED)


def sources_of(measure: str, by: Yardstick, of: Slice) -> list[Source]:
    """The kinds of rows that the figure may rest on, as far as the days of the period tell."""
    if measure in OF_STATES:
        return [Source.AGENTS] if by.has_states else []
    found = [Source.CALLS] if by.has_calls else []
    if of.is_of_people:
        is_nobody = of.dimension is Dimension.AGENT and not of.item and not of.person
        return [*found, Source.AGENTS] if by.has_states_as_calls and not is_nobody else found
    is_named_type = of.dimension is Dimension.CALL_TYPE and of.item
    if by.has_intervals and measure != "telephony.ignored" and not is_named_type:
        found.append(Source.QUEUES)
    return found


def rows_url(source: Source, measure: str, by: Yardstick, of: Slice) -> str:
    """The list of one kind of rows behind the figure."""
    query = of.query
    if source is Source.CALLS:
        query |= {**outcome_of(measure, by), "sums": 1}
    else:
        if of.dimension is Dimension.CALL_TYPE:
            del query["call_type"]  # statistics know no types: all of them have none
        if measure not in OF_STATES:
            query["counted"] = "true"
    return f"{address(source)}?{urlencode(query)}"


def figure_url(measure: str, by: Yardstick, of: Slice) -> str:
    """Where the rows behind that figure are listed; empty where there are none."""
    sources = sources_of(measure, by, of) if by.has_lists else []
    if len(sources) == 1:
        return rows_url(sources[0], measure, by, of)
    if not sources:
        return ""
    query: Filter = {"measure": measure, "from": of.period.start.isoformat(), "kind": of.period.kind.value}
    if of.is_of_people:
        query["people"] = 1
    if of.person:
        query["person"] = of.person
    elif of.dimension in SLICE:
        query |= {"by": of.dimension.name.lower(), "item": of.item}
    return f"{reverse('reports:figure', args=[of.site.code])}?{urlencode(query)}"
