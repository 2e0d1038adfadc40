"""Reading sums: day sums combined over any period, by dimension. One query a question, whatever the period."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, Sum

from callcenter.measures.registry import Counts
from callcenter.people.models import Site
from callcenter.telephony.measures import BASE_NAMES
from reports.rollups.models import DayRevision, DaySum, Dimension, ReportedDay, StaleDay
from reports.rollups.periods import Period
from reports.rollups.scan import MAXIMA

Item = int | str  # half hour, key of queue, team or switch agent (0: none), or the text of a call type

COMBINED = {name: (Max if name in MAXIMA else Sum)(name) for name in BASE_NAMES}


@dataclass(frozen=True)
class Figures:
    """The base counts of a period, by dimension and item."""

    by: dict[Dimension, dict[Item, Counts]] = field(default_factory=dict)

    @property
    def site(self) -> Counts:
        """Those of the whole site; empty where there are no facts."""
        return self.by.get(Dimension.SITE, {}).get(0, {})

    def of(self, dimension: Dimension) -> dict[Item, Counts]:
        return self.by.get(dimension, {})


def figures(site: Site, period: Period, *dimensions: Dimension) -> Figures:
    """The counts of the period: day sums added up (longest waits compared), for all dimensions or those named."""
    rows = DaySum.objects.filter(site=site, day__gte=period.start, day__lt=period.end)
    if dimensions:
        rows = rows.filter(dimension__in=dimensions)
    names = [f"total_{name}" for name in BASE_NAMES]
    totals = {f"total_{name}": combined for name, combined in COMBINED.items()}
    by: dict[Dimension, dict[Item, Counts]] = {}
    grouped = (
        rows.values_list("dimension", "item", "text").annotate(**totals).order_by("dimension", "item", "text")
    )
    for number, item, text, *counts in grouped.values_list("dimension", "item", "text", *names):
        dimension = Dimension(number)
        which: Item = text if dimension is Dimension.CALL_TYPE else item
        by.setdefault(dimension, {})[which] = dict(zip(BASE_NAMES, counts, strict=True))
    return Figures(by)


def offered_by_day(site: Site, first: datetime.date, end: datetime.date) -> dict[datetime.date, int]:
    """Calls offered at the site on each day from the first to before the end, as its day sums say; for rooms below."""
    rows = DaySum.objects.filter(site=site, day__gte=first, day__lt=end, dimension=Dimension.SITE)
    return dict(rows.values_list("day", "offered"))


def site_days(site: Site, periods: Iterable[Period]) -> dict[datetime.date, Counts]:
    """The site's counts of every day of those periods that has any; for comparisons and lists of days."""
    wanted = Q(pk__in=[])
    for period in periods:
        wanted |= Q(day__gte=period.start, day__lt=period.end)
    rows = DaySum.objects.filter(wanted, site=site, dimension=Dimension.SITE)
    return {
        day: dict(zip(BASE_NAMES, counts, strict=True))
        for day, *counts in rows.order_by("day").values_list("day", *BASE_NAMES)
    }


def counted_days(site: Site, periods: Iterable[Period]) -> dict[datetime.date, Counts]:
    """The site's counts of complaints and surveys of every counted day of those periods, in the order of the days."""
    wanted = Q(pk__in=[])
    for period in periods:
        wanted |= Q(day__gte=period.start, day__lt=period.end)
    rows = ReportedDay.objects.filter(wanted, site=site, counted_at__isnull=False).order_by("day")
    return dict(rows.values_list("day", "counts"))


@dataclass(frozen=True)
class State:
    """How far the sums of a period can be trusted."""

    days: list[ReportedDay]  # those with figures
    stale: list[datetime.date]  # among those with figures; before there are any, the days being summed first
    revisions: list[DayRevision]  # newest first

    @property
    def facts_as_of(self) -> datetime.datetime | None:
        return max((day.facts_as_of for day in self.days if day.facts_as_of), default=None)

    @property
    def sl_seconds(self) -> list[int]:
        """Every T that the period was counted with: one, unless the rule changed in between."""
        return sorted({day.sl_seconds for day in self.days if day.sl_seconds is not None})

    @property
    def short_seconds(self) -> list[int]:
        return sorted({d.short_abandon_seconds for d in self.days if d.short_abandon_seconds is not None})

    @property
    def revision(self) -> int:
        """The highest revision among the days; 1: never revised."""
        return max((day.revision for day in self.days), default=0)

    def uses(self, source: str) -> bool:
        """Whether figures come from "calls", "intervals" or "agent_states"."""
        return any(day.sources.get(source) for day in self.days)


def state(site: Site, period: Period) -> State:
    """Which days have figures, which are stale, and what was revised: one query, two where something was."""
    between = {"site": site, "day__gte": period.start, "day__lt": period.end}
    marks = StaleDay.objects.filter(**between).order_by("day")
    marked = Exists(StaleDay.objects.filter(site=OuterRef("site"), day=OuterRef("day")))
    days: list[Any] = list(  # each with is_stale
        ReportedDay.objects.filter(revision__gte=1, **between).annotate(is_stale=marked).order_by("day")
    )
    is_revised = any(day.revision > 1 for day in days)
    return State(
        days=days,
        stale=[day.day for day in days if day.is_stale] or ([] if days else [mark.day for mark in marks]),
        revisions=list(DayRevision.objects.filter(**between).order_by("-day", "-revision"))
        if is_revised
        else [],
    )


def newest_day(site: Site) -> datetime.date | None:
    """The last day that has figures."""
    return (
        ReportedDay.objects.filter(site=site, revision__gte=1)
        .order_by("-day")
        .values_list("day", flat=True)
        .first()
    )
