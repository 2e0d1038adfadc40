"""The days of a site as a list, somebody's month, somebody's day."""

import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from callcenter.access.permissions import require
from callcenter.people.middleware import SiteRequest
from callcenter.people.models import Employee
from callcenter.rulebook.values import value
from callcenter.web.listing import list_page
from staffing.attendance import access, rules
from staffing.attendance.breaches.models import Breach
from staffing.attendance.days import drawing, selectors, services
from staffing.attendance.days.listing import DAYS
from staffing.attendance.days.models import AttendanceDay
from staffing.attendance.days.steps import day_of, steps
from staffing.attendance.days.timeline import timeline
from staffing.attendance.days.wording import badges, codes_text, lines
from staffing.attendance.periods.services import period_at
from staffing.swaps.selectors import swapped_shifts

ONE_DAY = datetime.timedelta(days=1)


@login_required
@require_GET
def days(request: SiteRequest) -> HttpResponseBase:
    """Who is there, late and absent: today's days unless others are asked for."""
    require(access.may_see_sheet(request.user))
    site = request.site
    if site is None:
        raise Http404
    today = site.today()
    if not request.GET:
        return redirect(f"{request.path}?on={today}")
    rows = AttendanceDay.objects.visible_to(request.user).filter(site=site)
    on = day_of(request.GET.get("on", ""), today)
    teams = list(selectors.teams_of(request.user, site))
    of_day = rows.filter(on=on)
    team = request.GET.get("team", "")
    if team.isdecimal():
        of_day = of_day.filter(team=int(team))
    context = {
        "on": on,
        "today": today,
        "before": on - ONE_DAY,
        "after": on + ONE_DAY if on < today + ONE_DAY else None,
        "counts": selectors.counts(of_day) if "on" in request.GET else None,
        "teams": teams,
        "team": team,
        "base": f"?on={on}" + (f"&team={team}" if team else ""),
        "may_call": bool(selectors.teams_of(request.user, site, access.EDIT)[:1]),
    }
    shown = rows.select_related("employee", "team", "site")
    return list_page(request, shown, DAYS, template="attendance/day_list.html", context=context)


def employee_in_sight(request: HttpRequest, number: str) -> Employee:
    """The employee whose attendance the user may see; else 404."""
    found = get_object_or_404(Employee.objects.select_related("site", "user"), number=number)
    if access.is_own(request.user, found):
        return found
    team = found.teammemberships.filter(period__contains=found.site.today()).values_list("team_id", flat=True)
    in_sight = selectors.teams_of(request.user, found.site).filter(pk__in=team).exists()
    if not in_sight and not AttendanceDay.objects.visible_to(request.user).filter(employee=found).exists():
        raise Http404
    return found


@login_required
@require_GET
def person(request: HttpRequest, number: str) -> HttpResponse:
    """Somebody's month."""
    employee = employee_in_sight(request, number)
    today = employee.site.today()
    period = period_at(employee.site, day_of(request.GET.get("on", ""), today))
    context = {
        "employee": employee,
        "month": selectors.month(employee, period),
        "steps": steps(period, today),
        "is_own": access.is_own(request.user, employee),
    }
    return render(request, "attendance/person.html", context)


@login_required
@require_GET
def day(request: HttpRequest, number: str, on: str) -> HttpResponse:
    """Somebody's day: the bar with its punches, what it came to and why, corrections, what changed."""
    employee, date = employee_in_sight(request, number), written_day(on)
    return render(request, "attendance/day.html", day_context(request, employee, date))


def written_day(text: str) -> datetime.date:
    """The day of an address; 404 for anything else."""
    found = day_of(text, datetime.date.min)
    if found == datetime.date.min:
        raise Http404
    return found


def day_context(request: HttpRequest, employee: Employee, on: datetime.date) -> dict[str, Any]:
    """What the page of a day shows."""
    rows = AttendanceDay.objects.visible_to(request.user).filter(employee=employee)
    row = rows.select_related("employee__site", "site", "team").filter(on=on).first()
    facts = selectors.day_facts(employee, on)
    period = period_at(employee.site, on)
    absence_from = value("attendance.missing_punch_absence_from", employee.site, on=period.last)
    codes = dict(rows.filter(on__gte=period.start, on__lt=period.end).values_list("on", "codes"))
    places = rules.missing_places(codes)
    team_id = row.team_id if row else None
    return {
        "employee": employee,
        "on": on,
        "before": on - ONE_DAY,
        "after": on + ONE_DAY,
        "row": row,
        "badges": badges(row) if row else [],
        "lines": lines(row, missing_place=places.get(on), absence_from=absence_from) if row else [],
        "facts": facts,
        "bar": drawing.bar(
            on, facts, codes_text(row) if row else _("No shift on this day."), employee.site.zone
        ),
        "legend": drawing.legend(facts),
        "breaches": Breach.objects.standing().filter(employee=employee, on=on).order_by("pk"),
        "swapped": swapped_shifts([employee.pk], on, on),
        "timeline": timeline(row, facts),
        "is_own": access.is_own(request.user, employee),
        "may_ask": access.may_ask_correction(request.user, employee, team_id) and on <= employee.site.today(),
        "may_again": access.may_see_sheet(request.user) and row is not None,
    }


@login_required
@require_POST
def again(request: HttpRequest, number: str, on: str) -> HttpResponse:
    """Have a day worked out again: it comes to the same unless a fact is new."""
    require(access.may_see_sheet(request.user))
    rows = AttendanceDay.objects.visible_to(request.user)
    row = get_object_or_404(rows, employee__number=number, on=written_day(on))
    before = row.revision
    row = services.ask_again(row, actor=request.user)
    same = row.revision == before
    messages.success(request, _("It comes to the same.") if same else _("The day has changed; see below."))
    return redirect("attendance:day", number, on)
