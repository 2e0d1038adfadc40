"""Pages of overtime: one's own with the month's hours, asking, assigning, one request, the list for leaders."""

import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import may, position, require, scope
from callcenter.approvals.requests import selectors as approvals
from callcenter.objections import RuleViolation
from callcenter.people.middleware import SiteRequest
from callcenter.people.models import Employee
from callcenter.people.refusals import posted
from callcenter.rulebook.values import value
from callcenter.web.charts import Chart
from callcenter.web.listing import list_page
from callcenter.web.tabs import page_tabs
from staffing.overtime import access, charts, services
from staffing.overtime.forms import AskForm, AssignForm, WordsForm
from staffing.overtime.listing import ALL, state
from staffing.overtime.models import SUBJECT, Overtime, OvertimeState
from staffing.overtime.rules import Hours
from staffing.overtime.selectors import hours_of
from staffing.overtime.services import month_days, running_requests

REFUSED = 422
SHOWN = 60


def _tabs(request: HttpRequest, active: str) -> list[dict[str, Any]]:
    found = [("overtime:index", _("My overtime"))]
    if scope(request.user, Action.VIEW, SUBJECT) > Scope.OWN:
        found.append(("overtime:requests", _("All overtime")))
    return page_tabs(found, active)


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """One's overtime: what waits for one's consent, the month's hours by class, what was asked for."""
    require(may(request.user, Action.VIEW, SUBJECT))
    me = Employee.objects.filter(pk=position(request.user).employee_id or 0).select_related("site").first()
    rows = list(_mine(me)) if me else []
    context = {
        "tabs": _tabs(request, "overtime:index"),
        "to_answer": [one for one in rows if one.state == OvertimeState.ASSIGNED],
        "rows": [(one, state(one)) for one in rows],
        "month": _month(me) if me else None,
        "chart": charts.own_months(me, me.site.today()) if me else None,
        "may_ask": me is not None and access.may_ask(request.user, me),
        "may_assign": access.may_assign_something(request.user),
    }
    return render(request, "overtime/mine.html", context)


def _mine(me: Employee) -> Any:
    rows = Overtime.objects.filter(employee=me).select_related("site", "employee", "assigned_by")
    return rows.order_by("-starts_at")[:SHOWN]


def _month(me: Employee) -> dict[str, Any]:
    """This month's hours by class, and its limit."""
    last = max(month_days(me.site.today()))
    found: Hours = hours_of(me.site, [me.pk], last.replace(day=1), last)[me.pk]
    return {"hours": found, "most": value("roster.max_ot_month", me.site, on=last)}


@login_required
@require_GET
def everything(request: HttpRequest) -> HttpResponseBase:
    """All overtime in sight."""
    require(may(request.user, Action.VIEW, SUBJECT))
    rows = Overtime.objects.visible_to(request.user)
    rows = rows.select_related("site", "employee", "assigned_by", "team")
    context = {
        "tabs": _tabs(request, "overtime:requests"),
        "may_assign": access.may_assign_something(request.user),
        "chart": _most_of_month(request),
    }
    return list_page(request, rows, ALL, template="overtime/overtime_list.html", context=context)


def _most_of_month(request: HttpRequest) -> Chart | None:
    """Whoever in sight was given overtime this month, with their hours."""
    site = getattr(request, "site", None)
    if not site:
        return None
    today = site.today()
    first = datetime.datetime.combine(today.replace(day=1), datetime.time(), site.zone)
    given = Overtime.objects.visible_to(request.user).filter(
        site=site, state=OvertimeState.APPROVED, starts_at__gte=first
    )
    people = Employee.objects.filter(pk__in=given.values("employee"))
    return charts.most_of_month(site, {person.pk: str(person) for person in people}, today)


@login_required
def ask(request: HttpRequest) -> HttpResponse:
    """Ask to work overtime oneself."""
    me = Employee.objects.filter(pk=position(request.user).employee_id or 0).select_related("site").first()
    require(me is not None and access.may_ask(request.user, me))
    assert me is not None
    form, refusal = AskForm(me.site, posted(request), initial={"on": me.site.today()}), None
    if request.method == "POST" and form.is_valid():
        try:
            made = services.ask(me, actor=request.user, **form.facts)
        except RuleViolation as caught:
            refusal = caught
        else:
            messages.success(request, f"{made.number}: {made.get_state_display()}")
            return redirect(made)
    status = REFUSED if refusal or form.errors else 200
    context = {"form": form, "refusal": refusal, "is_own": True, "month": _month(me)}
    return render(request, "overtime/overtime_form.html", context, status=status)


@login_required
def assign(request: SiteRequest) -> HttpResponse:
    """Ask somebody of one's teams to work overtime."""
    require(access.may_assign_something(request.user) and request.site is not None)
    assert request.site is not None
    form, refusal = AssignForm(request.user, request.site, posted(request)), None
    if request.method == "POST" and form.is_valid():
        try:
            made = services.assign(form.chosen, actor=request.user, **form.facts)
        except RuleViolation as caught:
            refusal = caught
        else:
            messages.success(request, f"{made.number}: {made.get_state_display()}")
            return redirect(made)
    status = REFUSED if refusal or form.errors else 200
    context = {"form": form, "refusal": refusal, "is_own": False}
    return render(request, "overtime/overtime_form.html", context, status=status)


@login_required
def overtime(request: HttpRequest, pk: int, **given: Any) -> HttpResponse:
    """One request: when, why, the month's hours with it, who decides, history."""
    found = _visible(request, pk)
    last = max(month_days(found.on))
    asked = list(approvals.with_open_step(running_requests(found)))
    person = found.employee_id
    may_answer = found.state == OvertimeState.ASSIGNED and access.may_answer(request.user, found)
    context = {
        "overtime": found,
        "state": state(found),
        "hours": hours_of(found.site, [person], last.replace(day=1), last)[person],
        "most": value("roster.max_ot_month", found.site, on=found.on),
        "against": services.objections(found, at=timezone.now(), is_new=False) if found.is_open else [],
        "levels": [level for one in asked for level in approvals.chain(one)],
        "waiting": asked[0] if asked else None,
        "may_answer": may_answer,
        "may_cancel": not may_answer and access.may_cancel(request.user, found) and _can_be_cancelled(found),
        "form": WordsForm(),
        **given,
    }
    with timezone.override(found.site.zone):
        status = REFUSED if given else 200
        return render(request, "overtime/overtime_detail.html", context, status=status)


def _can_be_cancelled(found: Overtime) -> bool:
    is_ahead = found.starts_at > timezone.now()
    return found.is_open or (found.state == OvertimeState.APPROVED and is_ahead)


def _visible(request: HttpRequest, pk: int) -> Overtime:
    rows = Overtime.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("site", "employee", "assigned_by", "overridden_by"), pk=pk)


@login_required
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The employee consents or declines."""
    found, form = _visible(request, pk), WordsForm(request.POST)
    act = request.POST.get("act", "")
    if act not in ("consent", "decline"):
        raise Http404
    if not form.is_valid():
        return overtime(request, pk, form=form)
    try:
        if act == "consent":
            done = services.consent(found, actor=request.user)
        else:
            done = services.decline(found, actor=request.user, **form.cleaned_data)
    except RuleViolation as refusal:
        return overtime(request, pk, form=form, refusal=refusal)
    messages.success(request, f"{done.number}: {done.get_state_display()}")
    return redirect(found)


@login_required
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Call it off."""
    found = _visible(request, pk)
    try:
        services.cancel(found, actor=request.user)
    except RuleViolation as refusal:
        return overtime(request, pk, refusal=refusal)
    messages.success(request, _("The overtime is cancelled."))
    return redirect(found)
