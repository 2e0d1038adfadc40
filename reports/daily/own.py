"""An agent's own figures on Today: the last day with calls and the week up to yesterday, beside the team's, without a judgement."""

import datetime

from django.db.models import Q, Sum
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from callcenter.access.matrix import Action
from callcenter.access.permissions import may, position
from callcenter.access.posts import PostCode
from callcenter.measures import formatting, registry
from callcenter.measures.registry import Counts
from callcenter.people.models import TeamMembership
from callcenter.telephony.models import SwitchAgent
from callcenter.web import cells
from callcenter.web.today import Entry, Figure, Panel, facts
from reports.rollups.models import DaySum, Dimension
from reports.rollups.periods import ONE_DAY

SUBJECT = "reports.own_figures"
POSTS = (PostCode.AGENT,)
NAMES = ("answered", "talk_seconds", "hold_seconds", "acw_seconds")
DAYS = 7
Days = dict[datetime.date, Counts]


def my_calls(request: HttpRequest) -> Panel | None:
    """Handled calls, talk time and AHT of the user alone. The team's AHT is a mean over all its calls, of no person."""
    where = position(request.user)
    site = getattr(request, "site", None)
    if not where.employee_id or not site or not may(request.user, Action.VIEW, SUBJECT):
        return None
    yesterday = site.today() - ONE_DAY
    first = yesterday - ONE_DAY * (DAYS - 1)
    own, team = _sums(site.pk, where.employee_id, first, yesterday)
    if not own:
        return facts(_("My calls"), note=_("No calls of yours are loaded for the last seven days."))
    newest = max(own)
    mine, others = own[newest], team.get(newest, {})
    is_yesterday = newest == yesterday
    return facts(
        _("My calls yesterday") if is_yesterday else _("My calls on %(day)s") % {"day": cells.day(newest)},
        figures=[
            Figure(_("Handled"), _shown("telephony.handled", mine), url=_calls(newest)),
            Figure(_("Talk time"), _shown("telephony.talk_time", mine)),
            Figure(
                _("Average handling time"),
                _shown("telephony.aht", mine),
                _("team: %(value)s") % {"value": _shown("telephony.aht", others)} if others else "",
            ),
        ],
        entries=[
            Entry(
                cells.day(day),
                _("average handling time %(value)s") % {"value": _shown("telephony.aht", own[day])},
                _calls(day),
                _("%(count)s handled") % {"count": _shown("telephony.handled", own[day])},
                "phone",
            )
            for day in sorted(own, reverse=True)
            if day != newest
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


def _calls(day: datetime.date) -> str:
    return f"{reverse('telephony:calls')}?from={day}&to={day}"
