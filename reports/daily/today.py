"""Yesterday at a glance, on the Today page of those who read the report."""

import datetime

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from callcenter.access.posts import PostCode
from callcenter.measures.registry import Counts
from callcenter.people.models import Site
from callcenter.web.charts import Chart, Series
from callcenter.web.sparks import spark_of
from callcenter.web.today import Panel
from reports.daily.drill import Slice, figure_url
from reports.daily.headlines import HEADLINES, SERVICE_LEVEL, Yardstick, headline, show, yardstick
from reports.daily.page import report_url, tile
from reports.rollups import selectors
from reports.rollups.access import may_view
from reports.rollups.periods import ONE_DAY, Kind, Period, compared_with, period_of

POSTS = (
    PostCode.GROUP_LEADER,
    PostCode.SHIFT_LEADER,
    PostCode.INFO_COORDINATOR,
    PostCode.QA_TRAINER,
    PostCode.DIRECTOR,
    PostCode.DEPUTY_DIRECTOR,
    PostCode.CENTER_MANAGER,
    PostCode.DEPUTY_GM,
    PostCode.GM,
)
SHOWN = (
    "telephony.offered",
    "telephony.connect_rate",
    SERVICE_LEVEL,
    "telephony.abandon_rate",
    "telephony.asa",
)
SPARK_DAYS = 28


def yesterday(request: HttpRequest) -> Panel | None:
    """Headline figures of the last day that is over, judged, with four weeks of service level behind them."""
    site: Site | None = getattr(request, "site", None)
    if not site or not may_view(request.user, site):
        return None
    day = period_of(Kind.DAY, site.today() - ONE_DAY)
    weeks = Period(Kind.DAY, day.end - ONE_DAY * SPARK_DAYS, day.end)
    state = selectors.state(site, day)
    days = selectors.site_days(site, [weeks])
    counts = days.get(day.start, {})
    by = yardstick(site, day, state, request.user)
    others = [(name, other, days.get(other.start, {})) for name, other in compared_with(day)]
    url = report_url(site, day)
    rows = lambda key: figure_url(by.measure(key).key, by, Slice(site, day)) or url  # noqa: E731
    tiles = [tile(headline(key, counts, by, others, rows(key)), day, site) for key in SHOWN]
    chart = _trend(site, weeks, days, by)
    return Panel(
        title=_("Yesterday"),
        template="reports/today_yesterday.html",
        context={
            "day": day.start,
            "has_facts": bool(counts),
            "alarms": [line for key in HEADLINES if (line := show(key, counts, by, rows(key))).is_alarm],
            "tiles": tiles,
            "spark": None if chart.is_empty else spark_of(chart),
            "url": url,
            "days_url": report_url(site, day),
            "is_stale": bool(state.stale),
            "revision": state.revision,
        },
        url=url,
        wide=True,
    )


def _trend(site: Site, weeks: Period, days: dict[datetime.date, Counts], by: Yardstick) -> Chart:
    level = by.measure(SERVICE_LEVEL)
    figures = [level.of(days.get(day, {})).exact for day in weeks.days]
    return Chart(
        key="reports.yesterday",
        title=_("Service level of the last four weeks"),
        categories=[f"{day:%m-%d}" for day in weeks.days],
        category_label=_("Day"),
        series=[
            Series(
                "service_level",
                by.label(level),
                [None if value is None else round(float(value) / 100, 4) for value in figures],
                kind="line",
                unit="percent",
                urls=[report_url(site, period_of(Kind.DAY, day)) for day in weeks.days],
            )
        ],
    )
