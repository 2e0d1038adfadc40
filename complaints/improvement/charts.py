"""Drawings of improvement: complaints around an action by week, the causes by how often they come (Pareto)."""

import datetime

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from callcenter.people.models import Site
from callcenter.rulebook.values import value
from callcenter.web import cells
from callcenter.web.charts import Chart, Series
from complaints.cases.dossier import Case, CauseClass
from complaints.improvement import rules
from complaints.improvement.calls import calls_by_day
from complaints.improvement.models import Improvement
from complaints.improvement.services import later_complaints


def around(improvement: Improvement) -> Chart | None:
    """The weeks before and after the action: complaints of the cause per 1,000 calls, where calls are known of both
    sides, else how many; the mean of each side in its name. None while nothing is done and nothing was measured."""
    last = improvement.measurements.order_by("-round").first()
    action_on, site = improvement.action_on or (last.action_on if last else None), improvement.site
    if action_on is None:
        return None
    weeks = last.weeks if last and last.action_on == action_on else _weeks(site)
    measured = Improvement(site=site, cause=improvement.cause, done_at=_noon(site, action_on))
    days = later_complaints(measured, weeks)
    calls = calls_by_day(site, *rules.windows(action_on, weeks))
    least = value("improvement.least_call_days", site, on=site.today())
    effect = rules.effect(days, calls, action_on, weeks, least)
    counts = rules.by_week(days, action_on, weeks)
    passed = (site.today() - action_on).days // 7  # weeks to come have no bar
    is_by_calls = effect.is_by_calls
    if last is not None and last.action_on == action_on:  # drawn as it was measured
        is_by_calls = is_by_calls and last.effect.is_by_calls
        effect = last.effect
    if is_by_calls:
        called = dict(rules.summed_by_week(calls.items(), action_on, weeks))
        bars = [(week, rules.per_thousand(count, called[week])) for week, count in counts]
        title = _("Complaints of this cause per 1,000 calls, by week from the action")
        means = (effect.rate_before, effect.rate_after)
    else:
        bars = [(week, float(count)) for week, count in counts]
        title = _("Complaints of this cause by week from the action")
        means = (effect.before / weeks, effect.after / max(1, min(weeks, passed + 1)))
    shown = [(week, round(one, 2) if one is not None and week <= passed else None) for week, one in bars]
    names = [
        name
        if mean is None
        else _("%(side)s, mean %(mean)s") % {"side": name, "mean": cells.number(round(mean, 2))}
        for name, mean in zip(
            (pgettext("improvement", "Before"), pgettext("improvement", "After")), means, strict=True
        )
    ]
    return Chart(
        key="improvement.around",
        title=title,
        categories=[f"{week:+d}" if week < 0 else f"+{week + 1}" for week, _count in counts],
        series=[
            Series("before", names[0], [one if week < 0 else None for week, one in shown], stack="n"),
            Series("after", names[1], [one if week >= 0 else None for week, one in shown], stack="n"),
        ],
        category_label=_("Week"),
        note="" if is_by_calls else _("Calls are not known of both sides; complaints are counted."),
        small=True,
    )


def _weeks(site: Site) -> int:
    return int(value("improvement.weeks", site, on=site.today()))


def _noon(site: Site, day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(12), site.zone)


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
