"""Month sheets: their list, one team's grid, closing, reopening, the workbook."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from callcenter.access.permissions import require
from callcenter.objections import RuleViolation
from callcenter.people.middleware import SiteRequest, chosen_site
from callcenter.people.models import Team, TeamMembership
from callcenter.web.charts import Chart, Series
from staffing.attendance import access
from staffing.attendance.codes import CODES
from staffing.attendance.corrections.models import Correction
from staffing.attendance.corrections.models import State as CorrectionState
from staffing.attendance.days.models import StaleDay
from staffing.attendance.days.selectors import teams_of
from staffing.attendance.days.views import written_day
from staffing.attendance.periods import services
from staffing.attendance.periods.models import AttendancePeriod
from staffing.attendance.periods.sheet import DayCount, grid

REFUSED = 422
SHOWN = 13


@login_required
@require_GET
def sheets(request: SiteRequest) -> HttpResponse:
    """The month sheets of the site, the latest first."""
    require(access.may_see_sheet(request.user))
    site = chosen_site(request)
    rows = AttendancePeriod.objects.filter(site=site).select_related("site", "closed_by")
    context = {
        "periods": [(each, services.hand_in_on(each)) for each in rows[:SHOWN]],
        "may_export": access.may_export(request.user, site),
    }
    return render(request, "attendance/sheet_list.html", context)


def _period(request: SiteRequest, site: str, start: str) -> AttendancePeriod:
    require(access.may_see_sheet(request.user))
    rows = AttendancePeriod.objects.visible_to(request.user) | AttendancePeriod.objects.filter(
        site__in=[request.site.pk] if request.site else []
    )
    return get_object_or_404(
        rows.select_related("site", "closed_by").distinct(), site__code=site, start=written_day(start)
    )


@login_required
@require_GET
def sheet(request: SiteRequest, site: str, start: str) -> HttpResponse:
    """A sheet, a team at a time."""
    return page(request, _period(request, site, start))


def page(
    request: SiteRequest, period: AttendancePeriod, *, refusal: RuleViolation | None = None
) -> HttpResponse:
    """The page of a sheet; with a refusal as 422."""
    teams = list(teams_of(request.user, period.site))
    if not teams:
        raise Http404
    asked = request.GET.get("team", "")
    team = next((each for each in teams if str(each.pk) == asked), None) or _largest(teams, period)
    asking = Correction.objects.visible_to(request.user).filter(
        state=CorrectionState.ASKED, site=period.site, on__gte=period.start, on__lt=period.end
    )
    stale = StaleDay.objects.filter(employee__site=period.site, on__gte=period.start, on__lt=period.end)
    found = grid(period, team)
    context: dict[str, Any] = {
        "period": period,
        "team": team,
        "tabs": [{"label": str(each), "url": f"?team={each.pk}", "active": each == team} for each in teams],
        "grid": found,
        "chart": _chart(found.counts),
        "codes": [code for code in CODES.values() if code.letter not in "–·"],
        "hand_in_on": services.hand_in_on(period),
        "is_over": period.site.today() >= period.end,
        "corrections": asking.count(),
        "stale": stale.count(),
        "changed": services.changed_since(period),
        "may_close": access.may_close(request.user, period.site),
        "may_export": access.may_export(request.user, period.site),
        "refusal": refusal,
    }
    return render(request, "attendance/sheet.html", context, status=REFUSED if refusal else 200)


def _largest(teams: list[Team], period: AttendancePeriod) -> Team:
    """The team with the most people in the period, where no other is asked for."""
    rows = TeamMembership.objects.filter(team__in=teams, period__overlap=(period.start, period.end))
    heads = dict(rows.values_list("team").annotate(count=Count("pk")).order_by())
    return max(teams, key=lambda team: heads.get(team.pk, 0))


def _chart(counts: list[DayCount]) -> Chart | None:
    """The exceptions of each day; None where there is none."""
    if not any(one.late or one.absent or one.missing or one.on_leave for one in counts):
        return None
    kinds = (
        ("late", pgettext("attendance", "Late")),
        ("absent", _("Absence")),
        ("missing", _("Missing")),
        ("on_leave", _("Leave")),
    )
    return Chart(
        key="attendance.exceptions",
        title=_("People late, absent, without a punch or on leave, by day"),
        categories=[f"{one.on:%m-%d}" for one in counts],
        series=[
            Series(name, words, [getattr(one, name) for one in counts], stack="people")
            for name, words in kinds
        ],
        category_label=_("Day"),
        small=True,
    )


@login_required
@require_POST
def close(request: SiteRequest, site: str, start: str) -> HttpResponse:
    """Close the sheet with what it says."""
    period = _period(request, site, start)
    try:
        services.close_period(period, actor=request.user)
    except RuleViolation as refusal:
        return page(request, period, refusal=refusal)
    messages.success(request, _("The sheet is closed."))
    return redirect(period)


@login_required
@require_POST
def reopen(request: SiteRequest, site: str, start: str) -> HttpResponse:
    """Open a closed sheet again, with a reason."""
    period = _period(request, site, start)
    try:
        services.reopen_period(period, reason=request.POST.get("reason", "")[:1000], actor=request.user)
    except RuleViolation as refusal:
        return page(request, period, refusal=refusal)
    messages.success(request, _("The sheet is open again."))
    return redirect(period)


@login_required
@require_POST
def workbook(request: SiteRequest, site: str, start: str) -> HttpResponse:
    """Have the workbook made; the job's page gives it."""
    period = _period(request, site, start)
    return redirect(services.ask_workbook(period, actor=request.user))
