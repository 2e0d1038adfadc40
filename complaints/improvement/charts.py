"""Drawings of improvement: complaints around an action by week, the causes by how often they come (Pareto)."""

import datetime

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from callcenter.people.models import Site
from callcenter.rulebook.values import value
from callcenter.web.charts import Chart, Series
from complaints.cases.dossier import Case, CauseClass
from complaints.improvement import rules
from complaints.improvement.models import Improvement
from complaints.improvement.services import later_complaints


def around(improvement: Improvement) -> Chart | None:
    """Complaints of the cause by week, before and after the action; None while nothing is done."""
    if improvement.action_on is None:
        return None
    weeks = value("improvement.weeks", improvement.site, on=improvement.site.today())
    found = rules.by_week(later_complaints(improvement, weeks), improvement.action_on, weeks)
    return Chart(
        key="improvement.around",
        title=_("Complaints of this cause by week from the action"),
        categories=[f"{week:+d}" for week, _count in found],
        series=[
            Series(
                "before",
                pgettext("improvement", "Before"),
                [n if week < 0 else None for week, n in found],
                stack="n",
            ),
            Series(
                "after",
                pgettext("improvement", "After"),
                [n if week >= 0 else None for week, n in found],
                stack="n",
            ),
        ],
        category_label=_("Week"),
        small=True,
    )


def pareto(site: Site, days: int) -> Chart:
    """Causes of the last days, the most frequent first, with their running share. Two queries."""
    since = timezone.now() - datetime.timedelta(days=days)
    rows = Case.objects.filter(site=site, received_at__gte=since, cause__isnull=False)
    rows = rows.exclude(state__in=["merged", "redirected"]).order_by()
    counts = dict(rows.values_list("cause").annotate(Count("pk")))
    causes = sorted(CauseClass.objects.in_bulk(counts).values(), key=lambda one: (-counts[one.pk], one.code))
    total, so_far, shares = sum(counts.values()), 0, []
    for one in causes:
        so_far += counts[one.pk]
        shares.append(so_far / total)
    return Chart(
        key="improvement.pareto",
        title=_("Causes of complaints of the last %(days)s days") % {"days": days},
        categories=[str(one) for one in causes],
        series=[
            Series("complaints", _("Complaints"), [counts[one.pk] for one in causes]),
            Series("share", _("Share so far"), shares, kind="line", unit="percent", axis=1),
        ],
        category_label=_("Cause"),
    )
