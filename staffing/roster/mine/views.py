"""My shifts, phone first: the next two weeks, a month, and what changed and why."""

import calendar
import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from callcenter.people.selectors import employee_of
from callcenter.workcalendar.periods import Kind, period_of
from callcenter.workcalendar.wording import SHORT_WEEKDAYS
from staffing.roster.mine import actions as mine_actions
from staffing.roster.mine import shifts as mine

AHEAD = datetime.timedelta(days=13)
YEARS = range(2000, 2101)


@login_required
def my_shifts(request: HttpRequest) -> HttpResponse:
    """Today and the thirteen days after it."""
    me = employee_of(request.user)
    today = me.site.today()
    days = mine.days(me, today, today + AHEAD)
    now = timezone.now()
    acts = {
        shift.row.pk: mine_actions.of(shift.row, request.user, now) for day in days for shift in day.shifts
    }
    context = {
        "days": [(day, [(shift, acts[shift.row.pk]) for shift in day.shifts]) for day in days],
        "has_any": any(day.shifts or day.is_published for day in days),
        "tabs": _tabs("mine", today),
    }
    return render(request, "roster/mine.html", context)


@login_required
def my_month(request: HttpRequest, month: str) -> HttpResponse:
    """A month as a wall calendar."""
    me, first = employee_of(request.user), month_of(month)
    last = period_of(Kind.MONTH, first).last
    days = {day.on: day for day in mine.days(me, first, last)}
    weeks = [
        [days.get(on) for on in week]
        for week in calendar.Calendar().monthdatescalendar(first.year, first.month)
    ]
    worked = [shift for day in days.values() for shift in day.shifts]
    context = {
        "first": first,
        "weeks": weeks,
        "weekdays": [str(name) for name in SHORT_WEEKDAYS],
        "previous": (first - mine.ONE_DAY).strftime("%Y-%m"),
        "next": (last + mine.ONE_DAY).strftime("%Y-%m"),
        "count": len(worked),
        "nights": sum(shift.row.is_night for shift in worked),
        "hours": sum(shift.row.minutes for shift in worked) / 60,
        "tabs": _tabs("mine-month", me.site.today()),
    }
    return render(request, "roster/mine_month.html", context)


@login_required
def my_changes(request: HttpRequest) -> HttpResponse:
    """What changed of my shifts after they were published, and why."""
    me = employee_of(request.user)
    context = {"changes": mine.latest_changes(me), "tabs": _tabs("mine-changes", me.site.today())}
    return render(request, "roster/mine_changes.html", context)


def month_of(text: str) -> datetime.date:
    """The first day of a month written as 2026-12; 404 for anything else."""
    try:
        found = datetime.date.fromisoformat(f"{text}-01")
    except ValueError:
        raise Http404 from None
    if found.year not in YEARS:
        raise Http404
    return found


def _tabs(current: str, today: datetime.date) -> list[dict[str, Any]]:
    pages = [
        (_("Two weeks"), "mine", []),
        (_("Month"), "mine-month", [today.strftime("%Y-%m")]),
        (_("Changes"), "mine-changes", []),
    ]
    return [
        {"label": label, "url": reverse(f"roster:{name}", args=args), "active": name == current}
        for label, name, args in pages
    ]
