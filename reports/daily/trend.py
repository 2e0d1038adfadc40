"""The report's chart: calls by half hour (by day in longer periods) with the service level over them."""

import datetime

from django.utils.translation import gettext as _

from callcenter.measures import formatting
from callcenter.measures.judgement import Bounds
from callcenter.measures.registry import Counts, Measure
from callcenter.web.charts import Band, Chart, Series, Target
from reports.daily import names
from reports.daily.drill import Slice, figure_url
from reports.daily.headlines import SERVICE_LEVEL
from reports.daily.report import Report
from reports.rollups.models import Dimension
from reports.rollups.periods import Kind, period_of

NO_CALLS: Counts = {}
Place = tuple[int | datetime.date, str, Counts]  # a half hour or day, its label, its counts


def chart_of(report: Report) -> Chart | None:
    """Bars that stand on each other make the offered calls; the line is the service level, its target a thin line."""
    columns = _half_hours(report) if report.period.kind is Kind.DAY else _days(report)
    if not columns:
        return None
    level = report.by.measure(SERVICE_LEVEL)
    figures = [level.of(counts) for _place, _label, counts in columns]
    bounds = report.by.bounds.get(level.key, Bounds())
    is_day = report.period.kind is Kind.DAY
    return Chart(
        key="reports.calls",
        title=_("Calls by half hour") if is_day else _("Calls by day"),
        categories=[label for _place, label, _counts in columns],
        category_label=_("From") if is_day else _("Day"),
        series=[
            _part(report, columns, "answered", _("Answered")),
            _part(report, columns, "abandoned", _("Abandoned")),
            Series(
                "service_level",
                report.by.label(level),
                [None if f.exact is None else round(float(f.exact) / 100, 4) for f in figures],
                kind="line",
                unit="percent",
                axis=1,
                urls=_urls(report, columns, level.key),
                details=[formatting.fraction(f) if f.exact is not None else "" for f in figures],
            ),
        ],
        targets=_targets(bounds, level),
        bands=[Band(_("alarm"), None, float(bounds.alarm) / 100, 1)] if bounds.alarm is not None else [],
    )


def _part(report: Report, columns: list[Place], name: str, label: str) -> Series:
    """A part of the offered calls, stacked on the others."""
    return Series(
        name,
        label,
        [counts.get(name, 0) for _place, _label, counts in columns],
        stack="offered",
        urls=_urls(report, columns, f"telephony.{name}"),
        details=[f"{c.get(name, 0):,}/{c.get('offered', 0):,}" for _place, _label, c in columns],
    )


def _targets(bounds: Bounds, level: Measure) -> list[Target]:
    """The target line of the service level, if the rulebook has one."""
    if bounds.target is None:
        return []
    text = formatting.amount(_exact(bounds.target), level.unit)
    return [Target(_("target %(value)s") % {"value": text}, float(bounds.target) / 100, 1)]


def _exact(bound: object) -> formatting.Fraction:
    return formatting.Fraction(str(bound))


def _half_hours(report: Report) -> list[Place]:
    """From the first half hour with calls to the last, those without any between them included."""
    section = report.section("half_hours")
    rows = {row.item: row for row in section.rows if row.counts.get("offered")} if section else {}
    if not rows:
        return []
    numbers = [number for number in rows if isinstance(number, int)]
    return [
        (number, names.half_hour(number), rows[number].counts if number in rows else NO_CALLS)
        for number in range(min(numbers), max(numbers) + 1)
    ]


def _urls(report: Report, columns: list[Place], measure: str) -> list[str]:
    """Where each value leads: the rows that it counts."""
    site = report.site
    slices = [
        Slice(site, report.period, Dimension.HALF_HOUR, place)
        if isinstance(place, int)
        else Slice(site, period_of(Kind.DAY, place))
        for place, _label, _counts in columns
    ]
    return [figure_url(measure, report.by, of) for of in slices]


def _days(report: Report) -> list[Place]:
    """Every day of the period, those without facts empty."""
    section = report.section("days")
    rows = {row.item: row.counts for row in section.rows} if section else {}
    days: list[datetime.date] = report.period.days
    return [(day, f"{day:%m-%d}", rows.get(day, NO_CALLS)) for day in days]
