"""Which measures the report shows where, and one of them as people read it: value, n/N, verdict, target, rows."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from callcenter import rulebook
from callcenter.access.matrix import Action
from callcenter.access.permissions import Actor, may
from callcenter.measures import formatting, registry
from callcenter.measures.judgement import Bounds, Change, Verdict, compare, judge
from callcenter.measures.registry import Counts, Measure, Ratio
from callcenter.measures.targets import SL_DENOMINATOR
from callcenter.people.models import Site
from callcenter.rulebook import Citation
from callcenter.telephony.measures import SERVICE_LEVELS
from reports.rollups.periods import Period
from reports.rollups.selectors import State

SERVICE_LEVEL = "service level"  # stands for the variant that the site has chosen
VOLUMES = (
    "telephony.offered",
    "telephony.answered",
    "telephony.abandoned",
    "telephony.connect_rate",
    SERVICE_LEVEL,
    "telephony.abandon_rate",
    "telephony.asa",
    "telephony.aht",
    "telephony.longest_wait",
)
HEADLINES = (*VOLUMES, "telephony.ignored")
COMPLAINTS = (
    "cases.received",
    "cases.accepted",
    "cases.closed",
    "cases.open",
    "cases.overdue",
    "cases.closed_on_time",
    "cases.report_on_time",
    "surveys.callback_on_time",
    "surveys.score",
    "surveys.satisfied",
    "work_orders.received",
    "work_orders.ended",
    "work_orders.open",
    "work_orders.on_time",
    "work_orders.returned",
)
PEOPLE = (
    "telephony.handled",
    "telephony.talk_time",
    "telephony.att",
    "telephony.acw",
    "telephony.aht",
    "telephony.login_time",
    "telephony.occupancy",
)


@dataclass(frozen=True)
class Yardstick:
    """The rulebook as of the day that a report is judged by: which service level, with which T, and every bound."""

    service_level: str
    sl_seconds: str  # "20", or "20/30" where the rule changed within the period
    short_seconds: str
    has_calls: bool  # queues with single calls
    has_intervals: bool  # queues counted from interval statistics, because they have no calls
    has_states: bool  # agent states
    has_states_as_calls: bool  # days without calls, whose agent states say what was handled
    bounds: dict[str, Bounds]
    citations: dict[str, Citation]  # by rule key
    has_lists: bool = True  # False: the reader may open none of the lists behind the figures

    def measure(self, key: str) -> Measure:
        return registry.get(self.service_level if key == SERVICE_LEVEL else key)

    def label(self, measure: Measure) -> str:
        """The label with the T that the calls were counted with."""
        return str(measure.label) % {"seconds": self.sl_seconds}


def yardstick(site: Site, period: Period, state: State, reader: Actor = None) -> Yardstick:
    """As the rulebook stands on the last day of the period; T and S as the stored days were counted with.

    `reader`: whose page it is; who may list no calls is shown no links to them. None: programs and workbooks.
    """
    on = period.last
    headline = SERVICE_LEVELS[rulebook.value(SL_DENOMINATOR, site, on=on)].key
    measures = [
        registry.get(headline if key == SERVICE_LEVEL else key) for key in {*HEADLINES, *PEOPLE, *COMPLAINTS}
    ]
    keys = {key for m in measures for key in (m.target, m.alarm, m.floor) if key}
    values = {key: rulebook.value(key, site, on=on) for key in keys}
    return Yardstick(
        service_level=headline,
        sl_seconds=_seconds(state.sl_seconds, rulebook.value("kpi.sl_seconds", site, on=on)),
        short_seconds=_seconds(state.short_seconds, rulebook.value("kpi.short_abandon_seconds", site, on=on)),
        has_calls=state.uses("calls"),
        has_intervals=state.uses("intervals"),
        has_states=state.uses("agent_states"),
        has_states_as_calls=any(
            day.sources.get("agent_states") and not day.sources.get("calls") for day in state.days
        ),
        bounds={
            m.key: Bounds(values.get(m.target), values.get(m.alarm), values.get(m.floor)) for m in measures
        },
        citations={
            key: rulebook.cite(key, site, on)
            for key in {*keys, SL_DENOMINATOR, "kpi.sl_seconds", "kpi.short_abandon_seconds"}
        },
        has_lists=reader is None or may(reader, Action.VIEW, "telephony.call"),
    )


def _seconds(used: Iterable[int], otherwise: int) -> str:
    return "/".join(str(seconds) for seconds in used) or str(otherwise)


@dataclass(frozen=True)
class Shown:
    """A measure of some rows: what it is, what it says, how good that is, and where its rows are."""

    measure: Measure
    label: str
    figure: Ratio
    verdict: Verdict
    url: str = ""

    @property
    def text(self) -> str:
        return formatting.shown(self.figure)

    @property
    def fraction(self) -> str:
        return formatting.fraction(self.figure)

    @property
    def is_alarm(self) -> bool:
        return self.verdict is Verdict.ALARM


@dataclass(frozen=True)
class Compared:
    """A headline figure against the same one of another period."""

    name: str  # "previous", "weekday", "year"
    period: Period
    figure: Ratio
    text: str
    difference: str  # "+1.2 pp"; empty where one of the two is unknown
    change: Change | None
    is_known: bool = True  # False: no facts of that period


@dataclass(frozen=True)
class Headline(Shown):
    target: Citation | None = None
    alarm: Citation | None = None
    compared: list[Compared] = field(default_factory=list)


def show(key: str, counts: Counts, by: Yardstick, url: str = "") -> Shown:
    """One measure of some counts, judged."""
    measure = by.measure(key)
    figure = measure.of(counts)
    verdict = judge(figure.exact, measure.good, by.bounds.get(measure.key, Bounds()))
    return Shown(measure, by.label(measure), figure, verdict, url)


def headline(
    key: str, counts: Counts, by: Yardstick, others: list[tuple[str, Period, Counts]], url: str
) -> Headline:
    """A headline figure with its target, alarm and differences."""
    shown = show(key, counts, by, url)
    measure = shown.measure
    return Headline(
        measure,
        shown.label,
        shown.figure,
        shown.verdict,
        url,
        target=by.citations.get(measure.target),
        alarm=by.citations.get(measure.alarm),
        compared=[_compared(measure, shown.figure, *other) for other in others],
    )


def _compared(measure: Measure, now: Ratio, name: str, period: Period, counts: Counts) -> Compared:
    before = measure.of(counts)
    exact: Fraction | None = before.exact if counts else None
    difference = formatting.difference(now.exact, exact, measure.unit)
    change = compare(now.exact, exact, measure.good)
    if difference.startswith("±"):  # too small to show, so neither better nor worse
        change = Change.SAME
    return Compared(
        name=name,
        period=period,
        figure=before,
        text=formatting.amount(exact, measure.unit),
        difference=difference,
        change=change,
        is_known=bool(counts),
    )
