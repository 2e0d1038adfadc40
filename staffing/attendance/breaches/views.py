"""Breaches: their list, one of them, the leader's word, the employee's statement."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from callcenter.access.permissions import require
from callcenter.objections import RuleViolation
from callcenter.people.refusals import place
from callcenter.rulebook.citations import cite
from callcenter.web.listing import list_page
from staffing.attendance import access
from staffing.attendance.breaches import forms, services
from staffing.attendance.breaches.listing import listing
from staffing.attendance.breaches.models import Breach, BreachState
from staffing.attendance.codes import CODES
from staffing.attendance.days.models import AttendanceDay
from staffing.attendance.days.wording import figure, span_text

REFUSED = 422


def visible(request: HttpRequest) -> QuerySet[Breach]:
    """Those in sight, with what pages show of them."""
    rows = Breach.objects.visible_to(request.user).with_due()
    return rows.select_related("site", "employee", "team", "decided_by__employee")


@login_required
@require_GET
def breaches(request: HttpRequest) -> HttpResponseBase:
    """The breaches of the people one leads; what waits for a word first."""
    require(access.may_see_sheet(request.user))
    decides = access.may_decide_some(request.user)
    waiting = Breach.objects.to_decide_by(request.user).count() if decides else 0
    context = {"waiting": waiting}
    template = "attendance/breach_list.html"
    return list_page(
        request, visible(request), listing(is_decider=decides), template=template, context=context
    )


@login_required
@require_GET
def breach(request: HttpRequest, pk: int) -> HttpResponse:
    """One breach."""
    return page(request, get_object_or_404(visible(request), pk=pk))


def page(request: HttpRequest, found: Breach, **given: Any) -> HttpResponse:
    """The page of a breach; with a refusal or a form that does not fit as 422."""
    day = (
        AttendanceDay.objects.filter(employee=found.employee, on=found.on).select_related("employee").first()
    )
    code, is_own = CODES[found.kind], access.is_own(request.user, found.employee)
    context: dict[str, Any] = {
        "breach": found,
        "figure": figure(found.finding),
        "code": code,
        "rules": [cite(key, found.site, found.on) for key in code.rules],
        "day": day,
        "shift": span_text(day.starts_at, day.ends_at, day.shift_code) if day else "",
        "punches": span_text(day.first_in, day.last_out) if day else "",
        "is_own": is_own,
        "may_decide": found.is_open
        and access.may_decide_breach(request.user, found.site_id, found.team_id, found.employee_id),
        "may_answer": found.is_open and is_own,
        "may_reopen": found.state in (BreachState.CONFIRMED, BreachState.DISMISSED)
        and access.may_reopen_breach(request.user, found.site_id, found.employee_id),
        "decision": forms.DecisionForm(),
        "reopening": forms.ReopeningForm(),
        "statement": forms.StatementForm(initial={"statement": found.statement}),
        "refusal": None,
    }
    context |= given
    return render(request, "attendance/breach.html", context, status=REFUSED if given else 200)


@login_required
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm or dismiss it."""
    found = get_object_or_404(visible(request), pk=pk)
    form = forms.DecisionForm(request.POST)
    act = services.dismiss_breach if request.POST.get("act") == "dismiss" else services.confirm_breach
    if not form.is_valid():
        return page(request, found, decision=form)
    try:
        act(found, actor=request.user, reason=form.cleaned_data["reason"])
    except RuleViolation as refusal:
        return page(request, _again(request, pk), decision=form, refusal=place(form, refusal))
    messages.success(request, _again(request, pk).get_state_display())
    return redirect(found)


@login_required
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Have it decided again."""
    found = get_object_or_404(visible(request), pk=pk)
    form = forms.ReopeningForm(request.POST)
    if not form.is_valid():
        return page(request, found, reopening=form)
    try:
        services.reopen_breach(found, actor=request.user, reason=form.cleaned_data["reason"])
    except RuleViolation as refusal:
        return page(request, _again(request, pk), reopening=form, refusal=place(form, refusal))
    messages.success(request, _("It waits for a decision again."))
    return redirect(found)


@login_required
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what there is to say."""
    found = get_object_or_404(visible(request), pk=pk)
    form = forms.StatementForm(request.POST)
    if not form.is_valid():
        return page(request, found, statement=form)
    try:
        services.answer_breach(found, actor=request.user, statement=form.cleaned_data["statement"])
    except RuleViolation as refusal:
        return page(request, _again(request, pk), statement=form, refusal=place(form, refusal))
    messages.success(request, _("Your leader has your statement."))
    return redirect(found)


def _again(request: HttpRequest, pk: int) -> Breach:
    return get_object_or_404(visible(request), pk=pk)


@login_required
@require_POST
def confirm_chosen(request: HttpRequest) -> HttpResponse:
    """Confirm several; one with a statement is read first."""
    require(access.may_decide_some(request.user))
    keys = [int(key) for key in request.POST.getlist("selected") if key.isdecimal()]
    done = 0
    for found in visible(request).filter(pk__in=keys).order_by("pk"):
        if found.statement and found.is_open:
            messages.warning(request, _("%(breach)s: read the statement first.") % {"breach": found})
            continue
        if not access.may_decide_breach(request.user, found.site_id, found.team_id, found.employee_id):
            messages.error(request, _("%(breach)s is not yours to decide.") % {"breach": found})
            continue
        try:
            services.confirm_breach(found, actor=request.user)
        except RuleViolation as refusal:
            messages.error(request, f"{found}: {' '.join(refusal.sentences)}")
        else:
            done += 1
    if done:
        words = ngettext("%(count)d breach is confirmed.", "%(count)d breaches are confirmed.", done)
        messages.success(request, words % {"count": done})
    return redirect("attendance:breaches")
