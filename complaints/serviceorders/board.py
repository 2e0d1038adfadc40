"""The board of a day: who waits, who is out, what came back; the register compared with the vouchers."""

import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from callcenter.access.matrix import Action
from callcenter.access.permissions import may, require
from callcenter.objections import RuleViolation
from callcenter.people.middleware import chosen_site
from callcenter.people.models import Site
from complaints.serviceorders import access
from complaints.serviceorders.forms import CompareForm
from complaints.serviceorders.models import SUBJECT, Reconciliation, ServiceOrder
from complaints.serviceorders.register import compare, day_of
from complaints.serviceorders.states import State
from complaints.serviceorders.tabs import tabs

SHOWN = 100


def _day(given: str | None, site: Site) -> datetime.date:
    if not given:
        return site.today()
    try:
        return datetime.date.fromisoformat(given)
    except ValueError:
        raise Http404 from None


@login_required
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """The day of `?on=`, today without it."""
    require(may(request.user, Action.VIEW, SUBJECT))
    return _page(request, _day(request.GET.get("on"), chosen_site(request)))


def _page(request: HttpRequest, on: datetime.date, **given: Any) -> HttpResponse:
    site = chosen_site(request)
    start = datetime.datetime.combine(on, datetime.time(), site.zone)
    end = start + datetime.timedelta(days=1)
    rows = ServiceOrder.objects.visible_to(request.user).filter(site=site).select_related("technician")
    compared = Reconciliation.objects.filter(site=site, on=on).select_related("done_by").first()
    context = {
        "tabs": tabs(request, "serviceorders:board"),
        "on": on,
        "before": on - datetime.timedelta(days=1),
        "after": on + datetime.timedelta(days=1) if on < site.today() else None,
        "is_today": on == site.today(),
        "columns": [
            (_("To be dispatched"), list(rows.to_dispatch().filter(registered_at__lt=end)[:SHOWN])),
            (_("Out"), list(rows.filter(state=State.DISPATCHED, dispatched_at__lt=end).order_by("visit_at", "pk")[:SHOWN])),
            (_("Back"), list(rows.filter(finished_at__gte=start, finished_at__lt=end).order_by("finished_at")[:SHOWN])),
        ],
        "day": day_of(site, on),
        "compared": compared,
        "may_compare": compared is None and access.may_manage(request.user, site.pk),
        "may_register": access.may_register(request.user, site),
        "form": CompareForm(),
        **given,
    }  # fmt: skip
    with timezone.override(site.zone):
        return render(request, "serviceorders/board.html", context, status=422 if given else 200)


@login_required
@require_POST
def compare_day(request: HttpRequest) -> HttpResponse:
    """The register of that day is compared with its vouchers."""
    site = chosen_site(request)
    require(access.may_manage(request.user, site.pk))
    on, form = _day(request.POST.get("on"), site), CompareForm(request.POST)
    if not form.is_valid():
        return _page(request, on, form=form)
    try:
        done = compare(site, on, actor=request.user, note=form.cleaned_data["note"])
    except RuleViolation as refusal:
        return _page(request, on, refusal=refusal)
    messages.success(request, _("The register is compared with its vouchers."))
    return redirect(done)
