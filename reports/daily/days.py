"""The list of reported days: a calendar coloured by service level, and a table to filter, sort and take away."""

import calendar
import datetime
from dataclasses import dataclass
from typing import Any

import django_filters
from django.contrib.auth.decorators import login_required
from django.db.models import Exists, ExpressionWrapper, F, FloatField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import NullIf
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from callcenter import rulebook
from callcenter.access.matrix import Action
from callcenter.access.permissions import may, require
from callcenter.measures import formatting
from callcenter.measures.judgement import Bounds, Verdict, judge
from callcenter.measures.registry import Measure, Ratio
from callcenter.measures.targets import SL_DENOMINATOR
from callcenter.people.models import Site
from callcenter.telephony.measures import BASE_NAMES, SERVICE_LEVELS
from callcenter.web.listing import Column, Listing, list_page
from reports.daily.words import VERDICTS
from reports.rollups.access import SUBJECT, may_view, sites_to_report
from reports.rollups.models import DaySum, Dimension, ReportedDay, StaleDay
from reports.rollups.periods import ONE_DAY

WEEKS_SHOWN = 6 * 7  # days of the newest month and the weeks that it begins in
HEAT = {Verdict.GOOD: "good", Verdict.WARN: "warn", Verdict.ALARM: "bad", Verdict.NONE: "none"}


class DayFilter(django_filters.FilterSet):
    """Days from, to, and only those that were revised."""

    since = django_filters.DateFilter(field_name="day", lookup_expr="gte", label=_("From"))
    until = django_filters.DateFilter(field_name="day", lookup_expr="lte", label=_("To"))
    revised = django_filters.BooleanFilter(field_name="revision", method="only_revised", label=_("Revised"))

    class Meta:
        model = DaySum
        fields: list[str] = []

    def only_revised(self, days: QuerySet[DaySum], name: str, wanted: bool) -> QuerySet[DaySum]:
        return days.filter(Q(revision__gt=1) if wanted else Q(revision=1))


def _ratio(measure: Measure) -> ExpressionWrapper:
    """The measure as an expression to sort by; NULL where the denominator is 0."""

    def total(parts: Any) -> Any:
        return sum((F(name) * sign for name, sign in parts.items()), Value(0))

    return ExpressionWrapper(
        total(measure.numerator) * 1.0 / NullIf(total(measure.denominator), Value(0)),
        output_field=FloatField(),
    )


def reported_days(site: Site, level: Measure) -> QuerySet[Any]:
    """The site's days that have figures, with revision and staleness beside the counts."""
    state = ReportedDay.objects.filter(site=OuterRef("site"), day=OuterRef("day"))
    return DaySum.objects.filter(site=site, dimension=Dimension.SITE).annotate(
        revision=Subquery(state.values("revision")[:1]),
        is_stale=Exists(StaleDay.objects.filter(site=OuterRef("site"), day=OuterRef("day"))),
        level=_ratio(level),
        connect=_ratio(MEASURES["connect_rate"]),
        abandon=_ratio(MEASURES["abandon_rate"]),
        asa=_ratio(MEASURES["asa"]),
        aht=_ratio(MEASURES["aht"]),
    )


class _Measures:
    """The telephony measures by short name, looked up when asked for: they are declared at start."""

    def __getitem__(self, name: str) -> Measure:
        from callcenter.measures.registry import get

        return get(f"telephony.{name}")


MEASURES = _Measures()


def _figure(measure: Measure, day: DaySum) -> Ratio:
    return measure.of({name: getattr(day, name) for name in BASE_NAMES})


def _cell(measure: Measure) -> Any:
    """A column's value: a share of 1 for percent, seconds, or the count; None where the denominator is 0."""
    scale = 100 if measure.unit.value == "percent" else 1
    return lambda day: None if (f := _figure(measure, day)).exact is None else float(f.exact / scale)


def _marks(day: Any) -> tuple[str, str] | None:
    if day.is_stale:
        return (str(_("being summed again")), "yellow")
    if day.revision and day.revision > 1:
        return (str(_("revision %(number)s") % {"number": day.revision}), "blue")
    return None


def listing(site: Site, level: Measure, level_label: str) -> Listing:
    """The table of days. The service level is the variant that the site has chosen."""
    link = lambda day: reverse("reports:daily", args=[site.code, day.day])  # noqa: E731
    return Listing(
        key="reports.days",
        title=_("Daily reports"),
        ordering=("-day", "pk"),
        filterset=DayFilter,
        peek=True,
        export_subject=SUBJECT,
        export_rows=lambda rows, user: rows.filter(site__in=sites_to_report(user, Action.EXPORT)),
        empty_title=_("No day has figures yet"),
        empty_text=_("Import the calls of a day; its report appears here within a minute."),
        columns=(
            Column("day", _("Day"), lambda day: day.day, "date", sort="day", link=link),
            Column("offered", _("Offered"), lambda day: day.offered, "number", sort="offered"),
            Column("answered", _("Answered"), lambda day: day.answered, "number", sort="answered"),
            Column("abandoned", _("Abandoned"), lambda day: day.abandoned, "number", sort="abandoned"),
            Column(
                "connect_rate", _("Connect rate"), _cell(MEASURES["connect_rate"]), "percent", sort="connect"
            ),
            Column("service_level", level_label, _cell(level), "percent", sort="level"),
            Column(
                "abandon_rate", _("Abandon rate"), _cell(MEASURES["abandon_rate"]), "percent", sort="abandon"
            ),
            Column("asa", _("Average speed of answer"), _cell(MEASURES["asa"]), "seconds", sort="asa"),
            Column("aht", _("Average handling time"), _cell(MEASURES["aht"]), "seconds", sort="aht"),
            Column(
                "longest_wait",
                _("Longest wait"),
                _cell(MEASURES["longest_wait"]),
                "seconds",
                sort="longest_wait_seconds",
            ),
            Column(
                "ignored", _("Not counted"), lambda day: day.ignored, "number", sort="ignored", default=False
            ),
            Column("marks", _("State"), _marks, "badge"),
        ),
        definitions=tuple(
            (measure.label % {"seconds": "T"}, measure.formula)
            for measure in (
                level,
                *(MEASURES[name] for name in ("connect_rate", "abandon_rate", "asa", "aht")),
            )
        ),
    )


@login_required
@require_GET
def days(request: HttpRequest) -> HttpResponseBase:
    """The reported days of the chosen site."""
    require(may(request.user, Action.VIEW, SUBJECT))
    chosen = getattr(request, "site", None)
    site = chosen if chosen and may_view(request.user, chosen) else sites_to_report(request.user).first()
    require(site is not None)
    assert site is not None
    level = SERVICE_LEVELS[rulebook.value(SL_DENOMINATOR, site)]
    label = str(level.label) % {"seconds": rulebook.value("kpi.sl_seconds", site)}
    month = _month(request.GET.get("month", ""))
    context = {"reported_site": site, "calendar": month_calendar(site, month, level, label)}
    return list_page(
        request,
        reported_days(site, level),
        listing(site, level, label),
        template="reports/days.html",
        context=context,
    )


@dataclass(frozen=True)
class Square:
    """One day of the calendar. `heat`: good, warn, bad, none (counted, not judged) or empty (no facts)."""

    day: datetime.date
    heat: str
    text: str
    label: str
    url: str
    is_outside: bool
    is_revised: bool
    is_stale: bool


def month_calendar(site: Site, month: datetime.date | None, level: Measure, label: str) -> dict[str, Any]:
    """The weeks of the month (None: of the newest reported day), Monday first, each day judged by the rulebook of that day."""
    rows = reported_days(site, level)
    if month is None:
        newest = list(rows.order_by("-day")[:WEEKS_SHOWN])
        month = (newest[0].day if newest else site.today()).replace(day=1)
        weeks = calendar.Calendar().monthdatescalendar(month.year, month.month)
        known = {row.day: row for row in newest}
    else:
        weeks = calendar.Calendar().monthdatescalendar(month.year, month.month)
        known = {row.day: row for row in rows.filter(day__gte=weeks[0][0], day__lte=weeks[-1][-1])}
    after = (month.replace(day=28) + ONE_DAY * 4).replace(day=1)
    return {
        "month": month,
        "title": f"{month:%Y-%m}",
        "label": label,
        "weeks": [[_square(site, day, known.get(day), level, month) for day in week] for week in weeks],
        "previous": (month - ONE_DAY).strftime("%Y-%m"),
        "next": after.strftime("%Y-%m"),
    }


def _square(site: Site, day: datetime.date, row: Any, level: Measure, month: datetime.date) -> Square:
    url = reverse("reports:daily", args=[site.code, day])
    outside = day.month != month.month
    if row is None:
        return Square(day, "empty", "", str(_("no facts")), url, outside, False, False)
    figure = _figure(level, row)
    bounds = Bounds(
        rulebook.value(level.target, site, on=day) if level.target else None,
        rulebook.value(level.alarm, site, on=day) if level.alarm else None,
    )
    verdict = judge(figure.exact, level.good, bounds)
    label = f"{formatting.shown(figure)} {formatting.fraction(figure)} {VERDICTS[verdict]}".strip()
    return Square(
        day,
        HEAT[verdict],
        formatting.shown(figure),
        label,
        url,
        outside,
        (row.revision or 1) > 1,
        row.is_stale,
    )


def _month(text: str) -> datetime.date | None:
    """The month asked for (2026-11); None for anything else."""
    try:
        month = datetime.datetime.strptime(text, "%Y-%m").date()  # noqa: DTZ007
    except ValueError:
        return None
    return month if 1970 < month.year < 2199 else None
