"""Drawings of points: by item, by team, by statistics month."""

import datetime
from typing import Any

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from callcenter.people.models import Site, Team
from callcenter.web.charts import Chart, Series
from quality.conduct.ledger.models import OF_DEDUCTIONS, OF_REWARDS, PointsEntry
from quality.conduct.ledger.selectors import months_of
from quality.conduct.months import last_months

MOST_ITEMS = 15


def own_months(employee_id: int, site: Site) -> Chart | None:
    """One person's points taken, given back and rewarded by month; None without any."""
    firsts = [one.start for one in reversed(last_months(site))]
    found = months_of(employee_id, firsts)
    if not any(any(sums) for sums in found.values()):
        return None
    return Chart(
        key="conduct.own_months",
        title=_("Points by statistics month"),
        categories=[f"{first:%Y-%m-%d}" for first in firsts],
        series=[
            Series("taken", _("Deducted"), [found[first][0] for first in firsts]),
            Series("back", _("Reversed"), [found[first][1] for first in firsts]),
            Series("rewarded", _("Rewarded"), [found[first][2] for first in firsts]),
        ],
        category_label=_("Statistics month from"),
        small=True,
    )


def figures(rows: QuerySet[PointsEntry], site: Site, urls: Any) -> list[Chart]:
    """What the entries in sight come to: by month, by item, by team, over the last months. Four queries."""
    firsts = [one.start for one in reversed(last_months(site))]
    rows = rows.filter(site=site, month__in=firsts).order_by()
    taken = rows.filter(OF_DEDUCTIONS)
    return [
        _by_month(rows, firsts, urls),
        _by_item(taken, urls),
        _by_team(taken, urls),
    ]


def _by_month(rows: QuerySet[PointsEntry], firsts: list[datetime.date], urls: Any) -> Chart:
    found = dict(rows.filter(OF_DEDUCTIONS).values_list("month").annotate(Sum("points")))
    given = dict(rows.filter(OF_REWARDS).values_list("month").annotate(Sum("points")))
    return Chart(
        key="conduct.months",
        title=_("Points by statistics month"),
        categories=[f"{first:%Y-%m-%d}" for first in firsts],
        series=[
            Series(
                "points",
                pgettext("conduct", "Points"),
                [found.get(first, 0) for first in firsts],
                urls=[urls(month=first.isoformat()) for first in firsts],
            ),
            Series(
                "rewarded",
                _("Rewarded"),
                [-given.get(first, 0) for first in firsts],
                urls=[urls(month=first.isoformat(), kind="reward") for first in firsts],
            ),
        ],
        category_label=_("Statistics month from"),
    )


def _by_item(rows: QuerySet[PointsEntry], urls: Any) -> Chart:
    found = rows.filter(item__isnull=False).values_list("item__code").annotate(total=Sum("points"))
    ranked = list(found.filter(total__gt=0).order_by("-total", "item__code")[:MOST_ITEMS])
    return Chart(
        key="conduct.items",
        title=_("What costs most points"),
        categories=[code for code, _total in ranked],
        series=[
            Series(
                "points",
                pgettext("conduct", "Points"),
                [total for _code, total in ranked],
                urls=[urls(item=c) for c, _t in ranked],
            )
        ],
        category_label=_("Item"),
    )


def _by_team(rows: QuerySet[PointsEntry], urls: Any) -> Chart:
    found = dict(rows.filter(team__isnull=False).values_list("team").annotate(Sum("points")))
    teams = sorted(Team.objects.in_bulk(found).values(), key=lambda team: (-found[team.pk], team.code))
    return Chart(
        key="conduct.teams",
        title=_("Points by team"),
        categories=[str(team) for team in teams],
        series=[
            Series(
                "points",
                pgettext("conduct", "Points"),
                [found[team.pk] for team in teams],
                urls=[urls(team=team.code) for team in teams],
            )
        ],
        category_label=_("Team"),
    )
