"""The roll call of a shift start: all present with one key, exceptions picked."""

import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from callcenter.access.permissions import require
from callcenter.objections import RuleViolation
from callcenter.people.middleware import SiteRequest
from callcenter.people.models import Team
from staffing.attendance import access
from staffing.attendance.days.selectors import teams_of
from staffing.attendance.days.steps import day_of
from staffing.attendance.days.views import written_day
from staffing.attendance.rollcalls import services
from staffing.attendance.rollcalls.models import Mark, RollCall

REFUSED = 422
ONE_DAY = datetime.timedelta(days=1)


@login_required
@require_GET
def starts(request: SiteRequest) -> HttpResponse:
    """The shift starts of a day in the teams whose roll the user calls, or whose attendance they see."""
    require(access.may_see_sheet(request.user))
    site = request.site
    if site is None:
        raise Http404
    on = day_of(request.GET.get("on", ""), site.today())
    teams = list(teams_of(request.user, site))
    context = {
        "on": on,
        "before": on - ONE_DAY,
        "after": on + ONE_DAY,
        "starts": services.starts(teams, on),
        "may_call": bool(teams_of(request.user, site, access.EDIT)[:1]),
    }
    return render(request, "attendance/roll_call_list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def sheet(request: SiteRequest, team: int, on: str, clock: str) -> HttpResponse:
    """The people of a start, each with a mark; saved in one go."""
    site = request.site
    if site is None:
        raise Http404
    found = get_object_or_404(teams_of(request.user, site), pk=team)
    starts_at = _moment(found, on, clock)
    refusal = None
    if request.method == "POST":
        marks = _marks(request)
        if request.POST.get("others") == Mark.PRESENT:
            people = services.due(found, starts_at, actor=request.user)
            marks = {each.employee.pk: Mark.PRESENT for each in people} | marks
        try:
            services.call_roll(found, starts_at, marks, actor=request.user)
        except RuleViolation as error:
            refusal = error
        else:
            messages.success(request, _("The roll call is recorded."))
            return redirect("attendance:roll-calls")
    lines = services.due(found, starts_at, actor=request.user)
    if not lines:
        raise Http404
    context = {
        "team": found,
        "starts_at": starts_at,
        "lines": lines,
        "marks": Mark.choices,
        "called": RollCall.objects.filter(team=found, starts_at=starts_at)
        .select_related("called_by")
        .first(),
        "may_call": access.may_call_roll(request.user, found.pk),
        "refusal": refusal,
    }
    return render(request, "attendance/roll_call.html", context, status=REFUSED if refusal else 200)


def _moment(team: Team, on: str, clock: str) -> datetime.datetime:
    try:
        at = datetime.time.fromisoformat(clock)
    except ValueError:
        raise Http404 from None
    return datetime.datetime.combine(written_day(on), at, team.department.site.zone)


def _marks(request: HttpRequest) -> dict[int, Mark]:
    """Posted as mark-<employee id>; what is no mark is left out."""
    found = {}
    for key, word in request.POST.items():
        pk = key.removeprefix("mark-")
        if key != pk and pk.isdecimal() and word in Mark.values:
            found[int(pk)] = Mark(word)
    return found
