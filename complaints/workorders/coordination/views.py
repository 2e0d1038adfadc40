"""Pages of coordination: the list, asking, one request with its meetings, its plan and its end."""

import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from callcenter.objections import RuleViolation
from callcenter.people.middleware import chosen_site
from callcenter.people.refusals import place, posted
from callcenter.web.listing import list_page
from complaints.workorders import access, permits
from complaints.workorders.coordination import services
from complaints.workorders.coordination.models import CoordinationRequest, PlanItem
from complaints.workorders.forms import (
    AcceptForm,
    CallOffForm,
    CoordinationForm,
    MinutesForm,
    PostponeForm,
    ProgressForm,
    TaskForm,
)
from complaints.workorders.listing import COORDINATION, coordination_state
from complaints.workorders.models import WorkOrder
from complaints.workorders.views import REFUSED, tabs


@login_required
@require_GET
def requests(request: HttpRequest) -> HttpResponseBase:
    """Coordination in sight."""
    permits.require_view(request.user)
    rows = CoordinationRequest.objects.visible_to(request.user).select_related(
        "site", "coordinator", "asked_by"
    )
    site: Any = getattr(request, "site", None)
    today = site.today() if site else timezone.localdate()
    context = {
        "tabs": tabs(request, "workorders:coordination"),
        "may_ask": bool(site) and access.may_take(request.user, site),
    }
    return list_page(
        request,
        rows.with_lateness(today),
        COORDINATION,
        template="workorders/coordination_list.html",
        context=context,
    )


@login_required
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for coordination, perhaps because of an order."""
    site = chosen_site(request)
    permits.require_take(request.user, site)
    asked = request.GET.get("order", "")
    order = (
        WorkOrder.objects.visible_to(request.user).filter(site=site, pk=int(asked)).first()
        if asked.isdigit()
        else None
    )
    first = {
        "situation": order.content if order else "",
        "required_by": timezone.now() + datetime.timedelta(days=3),
    }
    form, refusal = CoordinationForm(posted(request), initial=first), None
    if request.method == "POST" and form.is_valid():
        try:
            made = services.ask(site, actor=request.user, order=order, **form.cleaned_data)
        except RuleViolation as caught:
            refusal = place(form, caught)
        else:
            messages.success(request, _("%(number)s is asked for.") % {"number": made.number})
            return redirect(made)
    status = REFUSED if refusal or form.errors else 200
    context = {"form": form, "refusal": refusal, "order": order}
    return render(request, "workorders/coordination_form.html", context, status=status)


@login_required
@require_GET
def coordination_request(request: HttpRequest, pk: int) -> HttpResponse:
    """One request."""
    return _shown(request, _found(request, pk))


def _found(request: HttpRequest, pk: int) -> CoordinationRequest:
    rows = CoordinationRequest.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("site", "order", "coordinator", "asked_by"), pk=pk)


def _shown(request: HttpRequest, found: CoordinationRequest, **given: Any) -> HttpResponse:
    today = found.site.today()
    leads = found.is_open and access.may_coordinate(request.user, found)
    items = [
        {
            "item": one,
            "is_late": one.done_at is None and one.due_on < today,
            "may_report": found.is_open
            and one.done_at is None
            and access.may_report_progress(request.user, one),
        }
        for one in _items(found)
    ]
    now = timezone.now()
    context = {
        "request_": found,
        "state": coordination_state(found),
        "meetings": found.meetings.select_related("written_by"),
        "items": items,
        "is_behind": found.is_open and any(one["is_late"] for one in items),
        "leads": leads,
        "minutes_form": MinutesForm(auto_id="minutes_%s", initial={"held_at": now}),
        "task_form": TaskForm(found.site, auto_id="task_%s"),
        "accept_form": AcceptForm(auto_id="accept_%s"),
        "call_off_form": CallOffForm(auto_id="call_off_%s"),
        **given,
    }
    with timezone.override(found.site.zone):
        return render(
            request, "workorders/coordination_detail.html", context, status=REFUSED if given else 200
        )


def _items(found: CoordinationRequest) -> list[PlanItem]:
    rows = list(found.items.select_related("department").order_by("due_on", "pk"))
    for one in rows:
        one.request = found
    return rows


def _act(
    request: HttpRequest, found: CoordinationRequest, form: BaseForm, name: str, service: Any, done: str
) -> HttpResponse:
    if not form.is_valid():
        return _shown(request, found, **{name: form})
    try:
        service(form.cleaned_data)
    except RuleViolation as caught:
        return _shown(request, found, **{name: form}, refusal=place(form, caught))
    messages.success(request, done)
    return redirect(found)


@login_required
@require_POST
def minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """Minutes of a meeting or another way."""
    found = _found(request, pk)
    permits.require_coordinate(request.user, found)
    form = MinutesForm(request.POST, auto_id="minutes_%s")
    return _act(
        request,
        found,
        form,
        "minutes_form",
        lambda data: services.write_minutes(found, actor=request.user, **data),
        _("The minutes are on record."),
    )


@login_required
@require_POST
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """A task of the plan."""
    found = _found(request, pk)
    permits.require_coordinate(request.user, found)
    form = TaskForm(found.site, request.POST, auto_id="task_%s")
    return _act(
        request,
        found,
        form,
        "task_form",
        lambda data: services.plan(found, data.pop("department"), actor=request.user, **data),
        _("The task is planned."),
    )


@login_required
@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept, evaluate, close."""
    found = _found(request, pk)
    permits.require_coordinate(request.user, found)
    form = AcceptForm(request.POST, auto_id="accept_%s")
    return _act(
        request,
        found,
        form,
        "accept_form",
        lambda data: services.accept(found, actor=request.user, **data),
        _("The coordination is accepted and closed."),
    )


@login_required
@require_POST
def call_off(request: HttpRequest, pk: int) -> HttpResponse:
    """It is not needed any more."""
    found = _found(request, pk)
    permits.require_coordinate(request.user, found)
    form = CallOffForm(request.POST, auto_id="call_off_%s")
    return _act(
        request,
        found,
        form,
        "call_off_form",
        lambda data: services.call_off(found, actor=request.user, **data),
        _("The coordination is cancelled."),
    )


@login_required
@require_http_methods(["GET", "POST"])
def task(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Progress of a task; another day for it."""
    found = _found(request, pk)
    one = get_object_or_404(PlanItem.objects.select_related("department"), pk=item, request=found)
    one.request = found
    permits.require_progress(request.user, one)
    leads = access.may_coordinate(request.user, found)
    is_postponing = request.POST.get("act") == "postpone"
    progress = ProgressForm(
        None if is_postponing else posted(request), initial={"progress": one.progress}, auto_id="progress_%s"
    )
    later = PostponeForm(
        posted(request) if is_postponing else None, initial={"due_on": one.due_on}, auto_id="later_%s"
    )
    form: Any = later if is_postponing else progress
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            if is_postponing:
                services.postpone(one, actor=request.user, **form.cleaned_data)
            else:
                services.report(one, actor=request.user, **form.cleaned_data)
        except RuleViolation as caught:
            refusal = place(form, caught)
        else:
            messages.success(request, _("Noted."))
            return redirect(found)
    status = REFUSED if refusal or form.errors else 200
    context = {
        "request_": found,
        "item": one,
        "progress_form": progress,
        "postpone_form": later if leads else None,
        "refusal": refusal,
    }
    return render(request, "workorders/coordination_task.html", context, status=status)
