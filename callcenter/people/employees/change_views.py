"""Pages of dated changes: team, superior, post from a day on; extra roles; undo and correction."""

import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from callcenter.access.permissions import require
from callcenter.objections import RuleViolation
from callcenter.people.employees import access, changes, rules, selectors
from callcenter.people.employees.forms import CHANGES, CORRECTIONS, EndForm, RoleForm
from callcenter.people.employees.history import TRACKS, spans
from callcenter.people.employees.models import Employee, PostHolding
from callcenter.people.employees.rules import Span
from callcenter.people.employees.views import REFUSED, record_page, user_of, visible
from callcenter.people.refusals import place, posted

DAY = datetime.timedelta(days=1)
TITLES = {
    "team": gettext_lazy("Transfer to another team"),
    "superior": gettext_lazy("Change the superior"),
    "post": gettext_lazy("Change the main post"),
}


def editable(request: HttpRequest, number: str) -> Employee:
    """The employee, if the user may change their history."""
    employee = visible(request, number)
    require(access.may_edit(user_of(request), employee))
    return employee


@login_required
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    """Say what holds from a day on: first shows what would change, then saves."""
    if kind not in CHANGES:
        raise Http404
    employee, user = editable(request, number), user_of(request)
    today = employee.site.today()
    form = CHANGES[kind](posted(request), user=user, initial={"start": today})
    refusal, planned, seen = None, None, None
    if request.method == "POST" and form.is_valid():
        seen = _seen(request)
        try:
            if request.POST.get("step") == "save":
                _save(kind, employee, form.cleaned_data, actor=user, expected=seen)
                messages.success(request, _("Saved."))
                return redirect(employee)
            planned = changes.preview(employee, kind, actor=user, **form.cleaned_data)
            if planned.objections:
                raise RuleViolation(planned.objections)
        except RuleViolation as error:
            refusal, planned = place(form, error), None
    standing = spans(TRACKS[kind], employee.pk)
    context = {
        "employee": employee,
        "kind": kind,
        "title": TITLES[kind],
        "form": form,
        "refusal": refusal,
        "before": selectors.in_periods(TRACKS[kind], standing, today),
        "after": selectors.in_periods(TRACKS[kind], planned.after, today) if planned else None,
        "seen": selectors.in_periods(TRACKS[kind], seen, today) if seen and seen != standing else None,
        "version": signing.dumps([[str(s.start), s.end and str(s.end), s.value] for s in standing]),
        "leaders": selectors.leaders(user, today) if kind == "superior" else [],
    }
    failed = bool(form.errors or refusal)
    return render(request, "people/employee_change.html", context, status=REFUSED if failed else 200)


def _save(kind: str, employee: Employee, data: dict[str, Any], **options: Any) -> None:
    values = {name: data[name] for name in data if name not in ("value",)}
    service = {
        "team": changes.transfer_team,
        "superior": changes.change_superior,
        "post": changes.change_main_post,
    }[kind]
    service(employee, data["value"], **values, **options)  # type: ignore[operator]


def _seen(request: HttpRequest) -> list[Span] | None:
    """The history as it stood when the form was opened; None when the form does not say."""
    try:
        kept = signing.loads(request.POST.get("version", ""))
    except signing.BadSignature:
        return None
    day = datetime.date.fromisoformat
    return [
        Span(day(start), day(end) if end else None, tuple(value) if isinstance(value, list) else value)
        for start, end, value in kept
    ]


@login_required
@require_POST
def undo(request: HttpRequest, number: str, kind: str, start: datetime.date) -> HttpResponse:
    """Take back a change that is still to come."""
    employee = editable(request, number)
    if kind not in TRACKS:
        raise Http404
    try:
        changes.undo_planned_change(employee, kind, start=start, actor=user_of(request))
    except RuleViolation as refusal:
        return record_page(request, employee, refusal=refusal)
    messages.success(request, _("The planned change is taken back."))
    return redirect(employee)


@login_required
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, number: str, kind: str, start: datetime.date) -> HttpResponse:
    """Correct a period of the history, with a reason."""
    employee, user = editable(request, number), user_of(request)
    if kind not in CORRECTIONS:
        raise Http404
    row = get_object_or_404(TRACKS[kind].rows(employee=employee), period__startswith=start)
    initial = {
        "start": row.period.lower,
        "last_day": row.period.upper and row.period.upper - DAY,
        "value": getattr(row, kind),
        "department": getattr(row, "department", None),
    }
    form = CORRECTIONS[kind](posted(request), user=user, initial=initial)
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            _correct(employee, kind, start, form.cleaned_data, actor=user)
        except RuleViolation as error:
            refusal = place(form, error)
        else:
            messages.success(request, _("The history is corrected."))
            return redirect(employee)
    context = {
        "employee": employee,
        "title": _("Correct the history"),
        "form": form,
        "refusal": refusal,
        "before": selectors.in_periods(TRACKS[kind], spans(TRACKS[kind], employee.pk), employee.site.today()),
        "leaders": selectors.leaders(user, employee.site.today()) if kind == "superior" else [],
    }
    failed = bool(form.errors or refusal)
    return render(request, "people/employee_correct.html", context, status=REFUSED if failed else 200)


def _correct(
    employee: Employee, kind: str, start: datetime.date, data: dict[str, Any], **options: Any
) -> None:
    value = data["value"].pk
    if kind == "post":
        value = (value, data["department"].pk if data["department"] else None)
    end = data["last_day"] + DAY if data["last_day"] else None
    by = Span(data["start"], rules.earlier(end, employee.left_on), value)
    changes.correct_period(employee, kind, start=start, by=by, reason=data["reason"], **options)


@login_required
@require_http_methods(["GET", "POST"])
def add_role(request: HttpRequest, number: str) -> HttpResponse:
    """Give somebody an extra role for a time."""
    employee, user = editable(request, number), user_of(request)
    form = RoleForm(posted(request), user=user, initial={"start": employee.site.today()})
    refusal = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            changes.add_role(
                employee,
                data["value"],
                start=data["start"],
                end=data["last_day"] + DAY if data["last_day"] else None,
                department=data["department"],
                reason=data["reason"],
                actor=user,
            )
        except RuleViolation as error:
            refusal = place(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect(employee)
    context = {"employee": employee, "title": _("Add an extra role"), "form": form, "refusal": refusal}
    failed = bool(form.errors or refusal)
    return render(request, "people/employee_correct.html", context, status=REFUSED if failed else 200)


@login_required
@require_http_methods(["GET", "POST"])
def end_role(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """End an extra role."""
    employee, user = editable(request, number), user_of(request)
    role = get_object_or_404(PostHolding, pk=pk, employee=employee, is_primary=False)
    form = EndForm(posted(request), initial={"last_day": employee.site.today()})
    refusal = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            changes.end_role(role, end=data["last_day"] + DAY, reason=data["reason"], actor=user)
        except RuleViolation as error:
            refusal = RuleViolation(error.objections)
        else:
            messages.success(request, _("Saved."))
            return redirect(employee)
    title = _("End the role %(role)s") % {"role": role.post}
    context = {"employee": employee, "title": title, "form": form, "refusal": refusal}
    failed = bool(form.errors or refusal)
    return render(request, "people/employee_correct.html", context, status=REFUSED if failed else 200)
