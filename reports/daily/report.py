"""The operations report: one structure that page, workbook, API and command all read."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from callcenter.access.permissions import Actor
from callcenter.measures import registry
from callcenter.measures.registry import Counts
from callcenter.people.models import Site
from callcenter.web.cells import day as shown_day
from reports.daily import names
from reports.daily.complaints import Complaints, complaints_of
from reports.daily.drill import OF_PEOPLE, Slice, figure_url
from reports.daily.headlines import (
    HEADLINES,
    PEOPLE,
    VOLUMES,
    Headline,
    Shown,
    Yardstick,
    headline,
    show,
    yardstick,
)
from reports.daily.names import Name
from reports.daily.tables import Row, Section
from reports.rollups import selectors
from reports.rollups.models import Dimension
from reports.rollups.periods import Kind, Period, compared_with, period_of
from reports.rollups.selectors import Figures, Item, State

TITLES = {
    Kind.DAY: gettext_lazy("Daily operations report"),
    Kind.WEEK: gettext_lazy("Weekly operations report"),
    Kind.MONTH: gettext_lazy("Monthly operations report"),
    Kind.STATISTICS: gettext_lazy("Operations report of the statistics month"),
}
COMPARISONS = {
    (Kind.DAY, "previous"): gettext_lazy("day before"),
    (Kind.DAY, "weekday"): gettext_lazy("a week before"),
    (Kind.WEEK, "previous"): gettext_lazy("week before"),
    (Kind.MONTH, "previous"): gettext_lazy("month before"),
    (Kind.MONTH, "year"): gettext_lazy("a year before"),
    (Kind.STATISTICS, "previous"): gettext_lazy("period before"),
    (Kind.STATISTICS, "year"): gettext_lazy("a year before"),
}


@dataclass(frozen=True)
class Report:
    """What a site did in a period, with what it rests on."""

    site: Site
    period: Period
    by: Yardstick
    state: State
    counts: Counts
    headlines: list[Headline]
    sections: list[Section]
    complaints: Complaints | None = None  # None: not counted yet

    @property
    def title(self) -> str:
        return str(TITLES[self.period.kind])

    @property
    def is_empty(self) -> bool:
        """No facts of calls at all in the period."""
        return not self.state.days

    @property
    def measures(self) -> list[registry.Measure]:
        """Every measure that the report shows, once, in the order shown."""
        shown = [line.measure for line in self.headlines]
        shown += [cell.measure for section in self.sections for cell in section.total]
        shown += [line.measure for line in self.complaints.figures] if self.complaints else []
        return list({measure.key: measure for measure in shown}.values())

    def section(self, key: str) -> Section | None:
        return next((section for section in self.sections if section.key == key), None)


def build(site: Site, period: Period, *, reader: Actor = None) -> Report:
    """The report of the site's period. The number of queries is the same for ten rows and for two thousand."""
    state = selectors.state(site, period)
    figures = selectors.figures(site, period)
    others = compared_with(period)
    wanted = [other for _name, other in others]
    if period.kind is not Kind.DAY:
        wanted.append(period)
    days = selectors.site_days(site, wanted)
    counted = selectors.counted_days(site, [period, *(other for _name, other in others)])
    by = yardstick(site, period, state, reader)
    against: list[tuple[str, Period, Counts]] = [
        (name, other, registry.combine(counts for day, counts in days.items() if day in other))
        for name, other in others
    ]
    url = lambda key: figure_url(by.measure(key).key, by, Slice(site, period))  # noqa: E731
    return Report(
        site=site,
        period=period,
        by=by,
        state=state,
        counts=figures.site,
        headlines=[headline(key, figures.site, by, against, url(key)) for key in HEADLINES],
        sections=_sections(site, period, figures, days, by, state) if state.days else [],
        complaints=complaints_of(site, period, by, counted, others, reader),
    )


def _sections(
    site: Site,
    period: Period,
    figures: Figures,
    days: dict[datetime.date, Counts],
    by: Yardstick,
    state: State,
) -> list[Section]:
    half_hours = {number: Name(names.half_hour(number)) for number in range(48)}
    known = names.names(site, figures)
    make = _Maker(site, period, figures, by)
    found = [
        make.section("half_hours", _("By half hour"), _("From"), Dimension.HALF_HOUR, VOLUMES, half_hours),
        make.section(
            "call_types",
            _("By call type"),
            _("Call type"),
            Dimension.CALL_TYPE,
            VOLUMES,
            known.call_types,
            _volume,
        ),
        make.section("queues", _("By queue"), _("Queue"), Dimension.QUEUE, VOLUMES, known.queues, _volume),
        make.section("teams", _("By team"), _("Team"), Dimension.TEAM, PEOPLE, known.teams, _busy),
        make.agents(known.agents),
    ]
    if period.kind is not Kind.DAY:
        found.insert(0, _by_day(site, period, days, figures, by))
    return [section for section in found if section.rows]


def _volume(row: Row) -> tuple[int, str]:
    return (-row.counts.get("offered", 0), row.name.label)


def _busy(row: Row) -> tuple[int, str]:
    """Most handled first; those without a name last."""
    return (-row.counts.get("answered", 0) if row.item else 1, row.name.label)


@dataclass(frozen=True)
class _Maker:
    site: Site
    period: Period
    figures: Figures
    by: Yardstick

    def section(
        self,
        key: str,
        title: str,
        item_label: str,
        dimension: Dimension,
        measures: tuple[str, ...],
        named: dict[int, Name] | dict[Item, Name],
        order: Callable[[Row], tuple[int, str]] | None = None,
    ) -> Section:
        rows = [
            Row(item, named[item], self._cells(counts, measures, self._slice(dimension, item)), counts)  # type: ignore[index]
            for item, counts in self.figures.of(dimension).items()
        ]
        if order:
            rows.sort(key=order)
        total = registry.combine(row.counts for row in rows)
        whole = Slice(self.site, self.period, of_people=dimension in OF_PEOPLE)
        return Section(key, title, item_label, rows, self._cells(total, measures, whole))

    def _slice(self, dimension: Dimension, item: Item, person: str = "") -> Slice:
        return Slice(self.site, self.period, dimension, item, person)

    def agents(self, named: dict[int, Name]) -> Section:
        """One line a person: names on the switch that are the same employee are put together."""
        merged: dict[tuple[int, int], list[int]] = {}
        for item in self.figures.of(Dimension.AGENT):
            employee = named[item].merged_with  # type: ignore[index]
            merged.setdefault((employee, 0 if employee else item), []).append(item)  # type: ignore[arg-type]
        rows = []
        for items in merged.values():
            counts = registry.combine(self.figures.of(Dimension.AGENT)[item] for item in items)
            name = named[items[0]]
            person = name.number if len(items) > 1 else ""
            of = self._slice(Dimension.AGENT, items[0], person)
            rows.append(Row(items[0], name, self._cells(counts, PEOPLE, of), counts))
        rows.sort(key=_busy)
        total = registry.combine(row.counts for row in rows)
        whole = Slice(self.site, self.period, of_people=True)
        return Section("agents", _("By agent"), _("Agent"), rows, self._cells(total, PEOPLE, whole))

    def _cells(self, counts: Counts, measures: tuple[str, ...], of: Slice) -> list[Shown]:
        by = self.by
        return [show(key, counts, by, figure_url(by.measure(key).key, by, of)) for key in measures]


def _by_day(
    site: Site, period: Period, days: dict[datetime.date, Counts], figures: Figures, by: Yardstick
) -> Section:
    def cells(counts: Counts, of: Period) -> list[Shown]:
        return [
            show(key, counts, by, figure_url(by.measure(key).key, by, Slice(site, of))) for key in VOLUMES
        ]

    rows = [
        Row(
            day,
            Name(shown_day(day)),
            cells(counts, period_of(Kind.DAY, day)),
            counts,
            reverse("reports:daily", args=[site.code, day]),
        )
        for day, counts in days.items()
        if day in period
    ]
    total = cells(figures.site, period)
    return Section("days", _("By day"), _("Day"), rows, total)
