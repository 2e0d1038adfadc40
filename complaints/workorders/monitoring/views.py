"""The board of stuck orders with chasing, departments on time, the figures of weeks and what needs a closer look."""

import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from callcenter.measures.registry import get
from callcenter.objections import RuleViolation
from callcenter.people.middleware import chosen_site
from callcenter.people.models import Site
from callcenter.rulebook.values import value
from callcenter.web import cells
from callcenter.web.charts import Chart, Series, Target
from complaints.workorders import access, permits
from complaints.workorders.listing import state
from complaints.workorders.models import WorkOrder
from complaints.workorders.monitoring import selectors
from complaints.workorders.monitoring.models import FocusAlert, FocusReason
from complaints.workorders.tickets.services import chase
from complaints.workorders.views import tabs

WEEKS = 8
DAYS = 28
MANY = 100


@login_required
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """Stuck orders and unreturned slips, to be chased one by one or together (S2F-13)."""
    site = chosen_site(request)
    permits.require_watch(request.user)
    rows = selectors.stuck(request.user, site)
    context = {
        "tabs": tabs(request, "workorders:board"),
        "rows": [(one, state(one.order), access.may_chase(request.user, one.order)) for one in rows],
        "slips": sum(one.ticket is not None for one in rows),
        "never": sum(not one.chases for one in rows),
        "may_chase": any(access.may_chase(request.user, one.order) for one in rows),
    }
    return render(request, "workorders/board.html", context)


@login_required
@require_POST
def chase_many(request: HttpRequest) -> HttpResponse:
    """Chase the chosen orders, each on record."""
    permits.require_watch(request.user)
    keys = [int(key) for key in request.POST.getlist("selected") if key.isdigit()][:MANY]
    done = 0
    for order in WorkOrder.objects.visible_to(request.user).filter(pk__in=keys).order_by("pk"):
        try:
            chase(order, actor=request.user, words=request.POST.get("words", "")[:500])
        except RuleViolation as refusal:
            messages.error(request, f"{order.number}: {' '.join(refusal.sentences)}")
        except PermissionDenied:
            messages.error(request, f"{order.number}: {_('This is not for you to chase.')}")
        else:
            done += 1
    if done:
        words = ngettext("One order is chased.", "%(count)s orders are chased.", done)
        messages.success(request, words % {"count": done})
    else:
        messages.info(request, _("Choose orders to chase."))
    return redirect("workorders:board")


@login_required
@require_GET
def departments(request: HttpRequest) -> HttpResponse:
    """How departments meet the tickets' time points, and what they are late with (S1-34)."""
    site = chosen_site(request)
    permits.require_watch(request.user)
    today = site.today()
    first = today - datetime.timedelta(days=DAYS - 1)
    rows = selectors.departments(site, first, today)
    base = reverse("workorders:tickets")
    context = {
        "tabs": tabs(request, "workorders:departments"),
        "first": first,
        "last": today,
        "rows": [
            {
                "figures": one,
                "share": cells.percent(one.on_time.numerator / one.on_time.denominator)
                if one.on_time.denominator
                else "—",
                "detail": f"{one.on_time.numerator}/{one.on_time.denominator}",
                "open_url": f"{base}?department={one.department.code}&is_open=true",
                "overdue_url": f"{base}?department={one.department.code}&is_overdue=true",
            }
            for one in rows
        ],
        "chart": _on_time(site, rows, base),
    }
    return render(request, "workorders/departments.html", context)


def _on_time(site: Site, rows: list[selectors.DepartmentFigures], base: str) -> Chart | None:
    counted = [one for one in rows if one.on_time.denominator]
    if not counted:
        return None
    target = value("workorder.on_time_percent", site, on=site.today())
    return Chart(
        key="workorders.on_time",
        title=_("Tickets done on time by department"),
        categories=[str(one.department) for one in counted],
        category_label=_("Department"),
        series=[
            Series(
                "on_time",
                _("On time, per cent"),
                [round(one.on_time.value or 0, 1) for one in counted],
                details=[f"{one.on_time.numerator}/{one.on_time.denominator}" for one in counted],
                urls=[f"{base}?department={one.department.code}" for one in counted],
            )
        ],
        targets=[Target(_("Target"), target)],
        small=True,
    )


@login_required
@require_GET
def figures(request: HttpRequest) -> HttpResponse:
    """What the weeks brought (S2F-5), the measures, what is asked most, and what needs a closer look (S1-26)."""
    site = chosen_site(request)
    permits.require_watch(request.user)
    chosen = _week(request, site)
    mondays = [chosen - selectors.WEEK * back for back in range(WEEKS - 1, -1, -1)]
    weeks = [selectors.week(site, one) for one in mondays]
    this, before = weeks[-1], weeks[-2]
    ranked = selectors.by_category(site, this.first, this.last)
    context = {
        "tabs": tabs(request, "workorders:figures"),
        "week": this,
        "previous": f"?week={(chosen - selectors.WEEK).isoformat()}",
        "next": f"?week={(chosen + selectors.WEEK).isoformat()}" if this.last < site.today() else "",
        "counts": _counts(this, before),
        "ratios": [
            _ratio(site, this, key)
            for key in ("resolution_rate", "on_the_spot", "satisfaction", "on_time", "handling_time")
        ],
        "trend": _trend(weeks),
        "pareto": _pareto(ranked),
        "alerts": [_alert(one) for one in selectors.alerts(site, chosen - selectors.WEEK * (WEEKS - 1))],
    }
    return render(request, "workorders/figures.html", context)


def _week(request: HttpRequest, site: Site) -> datetime.date:
    try:
        asked = datetime.date.fromisoformat(request.GET.get("week", ""))
    except ValueError:
        asked = site.today()
    return selectors.monday_of(min(asked, site.today()))


def _counts(this: selectors.WeekFigures, before: selectors.WeekFigures) -> list[dict[str, Any]]:
    named = (
        ("accepted", _("Accepted")),
        ("supervised", _("Chased")),
        ("fed_back", _("Feedback slips")),
        ("called_back", _("Customers called back")),
    )
    return [
        {
            "label": label,
            "value": getattr(this, name),
            "compare": f"{getattr(this, name) - getattr(before, name):+d}",
        }
        for name, label in named
    ]


def _ratio(site: Site, this: selectors.WeekFigures, key: str) -> dict[str, Any]:
    measure, found = get(f"work_orders.{key}"), this.of(key)
    hint = f"{found.numerator}/{found.denominator}"
    if key == "handling_time":
        shown = cells.span(found.value) if found.value is not None else "—"
        return {
            "label": measure.label,
            "value": shown,
            "hint": _("mean of %(count)s") % {"count": found.denominator},
            "tone": "",
        }
    tone = ""
    if measure.target and found.value is not None:
        tone = "good" if found.value >= value(measure.target, site, on=this.first) else "bad"
    shown = cells.percent(found.value / 100) if found.value is not None else "—"
    return {"label": measure.label, "value": shown, "hint": hint, "tone": tone}


def _trend(weeks: list[selectors.WeekFigures]) -> Chart:
    named = (
        ("accepted", _("Accepted")),
        ("supervised", _("Chased")),
        ("fed_back", _("Feedback slips")),
        ("called_back", _("Customers called back")),
    )
    return Chart(
        key="workorders.weeks",
        title=_("Work orders by week"),
        categories=[f"{one.first:%m-%d}" for one in weeks],
        category_label=_("Week from"),
        series=[Series(name, label, [getattr(one, name) for one in weeks]) for name, label in named],
    )


def _pareto(ranked: list[tuple[Any, int]]) -> Chart | None:
    total = sum(count for _category, count in ranked)
    if not total:
        return None
    shares, so_far = [], 0
    for _category, count in ranked:
        so_far += count
        shares.append(round(100 * so_far / total, 1))
    return Chart(
        key="workorders.categories",
        title=_("What customers ask about"),
        categories=[str(category) for category, _count in ranked],
        category_label=_("Category"),
        series=[
            Series("accepted", _("Accepted"), [count for _category, count in ranked]),
            Series("share", _("Together, per cent"), shares, kind="line", axis=1),
        ],
    )


def _alert(one: FocusAlert) -> dict[str, Any]:
    reason = FocusReason(one.reason)
    mean = one.numerator / one.denominator if one.denominator else 0
    figures = {
        FocusReason.MORE_THAN_USUAL: _("%(count)s orders, usual up to %(usual)s")
        % {"count": one.numerator, "usual": f"{one.threshold:.1f}"},
        FocusReason.GROWING: _("%(count)s orders after %(before)s the week before")
        % {"count": one.numerator, "before": one.denominator},
        FocusReason.SLOW: _("%(mean)s on average, target %(target)s h")
        % {"mean": cells.span(mean), "target": f"{one.threshold:.0f}"},
        FocusReason.UNSATISFIED: _("%(satisfied)s of %(asked)s satisfied, target %(target)s%%")
        % {"satisfied": one.numerator, "asked": one.denominator, "target": f"{one.threshold:.0f}"},
    }
    url = f"{reverse('workorders:orders')}?category={one.category.code}&received_min={one.week}&received_max={one.week + datetime.timedelta(days=6)}"
    return {"alert": one, "reason": reason.label, "figures": figures[reason], "url": url}
