"""Clocking in and out, and one's own month: phone first."""

import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from callcenter.objections import RuleViolation
from callcenter.people.selectors import employee_of
from staffing.attendance.breaches.models import Breach
from staffing.attendance.days.selectors import month
from staffing.attendance.days.steps import day_of, steps
from staffing.attendance.periods.services import period_at
from staffing.attendance.punches import services
from staffing.attendance.punches.models import Direction, Source
from staffing.attendance.punches.selectors import clock

REFUSED = 422


@login_required
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """The button, and my month with every code explained."""
    return page(request)


def page(request: HttpRequest, *, refusal: RuleViolation | None = None) -> HttpResponse:
    """My page; with a refusal as 422."""
    me = employee_of(request.user)
    on = day_of(request.GET.get("on", ""), me.site.today())
    period = period_at(me.site, on)
    context: dict[str, Any] = {
        "employee": me,
        "clock": clock(me, request.META.get("REMOTE_ADDR")),
        "month": month(me, period),
        "steps": steps(period, me.site.today()),
        "breaches": Breach.objects.proposed().filter(employee=me).order_by("on", "pk"),
        "is_own": True,
        "refusal": refusal,
    }
    return render(request, "attendance/mine.html", context, status=REFUSED if refusal else 200)


@login_required
@require_POST
def punch(request: HttpRequest) -> HttpResponse:
    """Clock in or out, now; pressed twice it is one punch."""
    me = employee_of(request.user)
    direction = Direction.OUT if request.POST.get("direction") == Direction.OUT else Direction.IN
    now = timezone.now()
    device = services.Device(request.META.get("REMOTE_ADDR"), drift(request.POST.get("device_time", ""), now))
    try:
        made = services.record_punch(
            me, now, direction.value, source=Source.WEB, actor=request.user, device=device
        )
    except RuleViolation as refusal:
        return page(request, refusal=refusal)
    at = timezone.localtime(made.occurred_at, me.site.zone).strftime("%H:%M:%S")
    words = _("Clocked in at %(at)s.") if direction is Direction.IN else _("Clocked out at %(at)s.")
    messages.success(request, words % {"at": at})
    if services.is_off(me.site, made.drift_seconds):
        messages.warning(
            request,
            _("Your device’s clock is off by %(count)d s. Our own clock counts.")
            % {"count": made.drift_seconds or 0},
        )
    return redirect("attendance:mine")


def drift(text: str, now: datetime.datetime) -> int | None:
    """How many seconds the device's clock is ahead; None where it does not say, or says nonsense."""
    try:
        off = round(float(text) / 1000 - now.timestamp())
    except (ValueError, OverflowError):
        return None
    return off if abs(off) < 10**9 else None
