"""An agent's own figures on Today: the last day with calls and two weeks as a line, beside the team's mean, without a judgement."""

import datetime
from urllib.parse import urlencode

from django.db.models import Q, Sum
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from callcenter.access.matrix import Action
from callcenter.access.permissions import may, position
from callcenter.access.posts import PostCode
from callcenter.measures import formatting, registry
from callcenter.measures.registry import Counts
from callcenter.people.models import Site, TeamMembership
from callcenter.telephony.facts.models import Outcome
from callcenter.telephony.models import SwitchAgent
from callcenter.web import cells
from callcenter.web.charts import Chart, Series
from callcenter.web.sparks import spark_of
from callcenter.web.today import Figure, Panel, facts
from reports.rollups.models import DaySum, Dimension, ReportedDay
from reports.rollups.periods import ONE_DAY

SUBJECT = "reports.own_figures"
POSTS = (PostCode.AGENT,)
NAMES = ("answered", "talk_seconds", "hold_seconds", "acw_seconds")
DAYS = 14
Days = dict[datetime.date, Counts]


def my_calls(request: HttpRequest) -> Panel | None:
    """Handled calls, talk time and AHT of the user alone. The team's AHT is a mean over all its calls, of no person."""
    where = position(request.user)
    site = getattr(request, "site", None)
    if not where.employee_id or not site or not may(request.user, Action.VIEW, SUBJECT):
        return None
    yesterday = site.today() - ONE_DAY
    days = [yesterday - ONE_DAY * back for back in reversed(range(DAYS))]
    own, team = _sums(site.pk, where.employee_id, days[0], yesterday)
    if not own:
        return facts(_("My calls"), note=_("No calls of yours are loaded for the last two weeks."))
    urls = _urls(site, days)
    newest = max(own)
    mine, others = own[newest], team.get(newest, {})
    is_yesterday = newest == yesterday
    return Panel(
        title=_("My calls yesterday")
        if is_yesterday
        else _("My calls on %(day)s") % {"day": cells.day(newest)},
        template="reports/today_own.html",
        context={
            "figures": [
                Figure(_("Handled"), _shown("telephony.handled", mine), url=urls[newest]),
                Figure(_("Talk time"), _shown("telephony.talk_time", mine), url=urls[newest]),
                Figure(
                    _("Average handling time"),
                    _shown("telephony.aht", mine),
                    _("team: %(value)s") % {"value": _shown("telephony.aht", others)} if others else "",
                    url=urls[newest],
                ),
            ],
            "spark": spark_of(_chart(days, own, urls)),
        },
        url=urls[newest],
    )


def _chart(days: list[datetime.date], own: Days, urls: dict[datetime.date, str]) -> Chart:
    """Handled calls of each day; the table behind it has the handling time too."""
    return Chart(
        key="reports.my_calls",
        title=_("My calls of the last 14 days"),
        categories=[f"{day:%m-%d} {cells.weekday(day)}" for day in days],
        category_label=_("Day"),
        series=[
            Series(
                "answered",
                _("Handled"),
                [own[day]["answered"] if day in own else None for day in days],
                kind="line",
                urls=[urls[day] if day in own else "" for day in days],
            ),
            Series(
                "aht",
                _("Average handling time"),
                [registry.get("telephony.aht").of(own.get(day, {})).value for day in days],
                kind="line",
                unit="seconds",
                axis=1,
                urls=[urls[day] if day in own else "" for day in days],
            ),
        ],
    )


def _sums(site: int, employee: int, first: datetime.date, last: datetime.date) -> tuple[Days, Days]:
    """The employee's counts by day, over all their names on the switch; and those of today's team of theirs."""
    agents = SwitchAgent.objects.filter(site=site, employee=employee).values("pk")
    teams = TeamMembership.objects.filter(employee=employee, period__contains=last).values("team_id")
    rows = (
        DaySum.objects.filter(site=site, day__range=(first, last))
        .filter(Q(dimension=Dimension.AGENT, item__in=agents) | Q(dimension=Dimension.TEAM, item__in=teams))
        .order_by("day", "dimension")
        .values_list("day", "dimension")
        .annotate(**{f"total_{name}": Sum(name) for name in NAMES})
    )
    own: Days = {}
    team: Days = {}
    for day, dimension, *sums in rows:
        (team if dimension == Dimension.TEAM else own)[day] = dict(zip(NAMES, sums, strict=True))
    return own, team


def _shown(key: str, counts: Counts) -> str:
    return formatting.shown(registry.get(key).of(counts)) if counts else formatting.DASH


def _urls(site: Site, days: list[datetime.date]) -> dict[datetime.date, str]:
    """Where each day's own rows are: answered calls, or agent states on a day without any calls."""
    reported = ReportedDay.objects.filter(site=site, day__range=(days[0], days[-1]))
    with_calls = {day for day, sources in reported.values_list("day", "sources") if sources.get("calls")}
    found = {}
    for day in days:
        query: dict[str, object] = {"site": site.code, "from": day, "to": day}
        if day in with_calls:
            query |= {"outcome": Outcome.ANSWERED.value, "sums": 1}
        name = "telephony:calls" if day in with_calls else "telephony:agent_intervals"
        found[day] = f"{reverse(name)}?{urlencode(query)}"
    return found
