"""The employees list, a person's record, hiring, changing facts, leaving, the reporting line."""

import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import position, require, scope
from callcenter.accounts.models import User
from callcenter.objections import RuleViolation
from callcenter.people import versions
from callcenter.people.employees import access, leaving, line, selectors, services
from callcenter.people.employees.forms import FactsForm, HireForm, LeaveForm, RehireForm
from callcenter.people.employees.listing import listing, status
from callcenter.people.employees.logins import open_login, renew_login
from callcenter.people.employees.models import Employee
from callcenter.people.middleware import SiteRequest
from callcenter.people.offboarding.registry import open_count
from callcenter.people.refusals import place, posted
from callcenter.web.listing import list_page

REFUSED = 422


def today_of(user: User) -> datetime.date:
    """The day at the viewer's site."""
    return position(user).today or timezone.localdate()


def user_of(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def visible(request: HttpRequest, number: str) -> Employee:
    """The employee of that number, if the user may see them; else 404."""
    rows = Employee.objects.visible_to(request.user).select_related("site", "user")
    return get_object_or_404(rows, number=number)


@login_required
@require_GET
def employee_list(request: SiteRequest) -> HttpResponseBase:
    """Everybody the user may see; who may see only themselves goes to their own record."""
    user = user_of(request)
    if scope(user, Action.VIEW, access.SUBJECT) <= Scope.OWN:
        return redirect("people:me")
    rows = selectors.knowing_superiors(selectors.with_titles(Employee.objects.visible_to(user)), user)
    context = {
        "may_hire": access.may_hire(user),
        "may_import": access.may_import(user),
        "may_export_file": access.may_export(user),
    }
    return list_page(
        request,
        rows,
        listing(sites=len(request.sites)),
        template="people/employee_list.html",
        context=context,
    )


@login_required
@require_GET
def me(request: HttpRequest) -> HttpResponse:
    """One's own record."""
    own = position(request.user).employee_id
    employee = Employee.objects.filter(pk=own or 0).select_related("site", "user").first()
    if employee is None:
        return render(request, "people/no_record.html")
    return record_page(request, employee, is_own=True)


@login_required
@require_GET
def employee(request: HttpRequest, number: str) -> HttpResponse:
    """A person's record."""
    return record_page(request, visible(request, number))


def record_page(
    request: HttpRequest,
    employee: Employee,
    *,
    refusal: RuleViolation | None = None,
    temporary_password: str = "",
    is_own: bool = False,
) -> HttpResponse:
    """The record; with a refusal as 422, with a temporary password once and never kept by the browser."""
    user = user_of(request)
    today = employee.site.today()
    entries = selectors.history(employee, today, user=user)
    now = {e.kind: e for e in entries if not e.is_planned and not e.is_over and e.kind != "role"}
    context = {
        "employee": employee,
        "status": status(employee),
        "today": today,
        "planned": [entry for entry in entries if entry.is_planned],
        "begun": [entry for entry in entries if not entry.is_planned],
        "now": now,
        "roles": [e for e in entries if e.kind == "role" and not e.is_over],
        "subordinates": selectors.subordinates(user, employee),
        "employments": selectors.employments(employee),
        "may_edit": access.may_edit(user, employee),
        "may_hire": access.may_hire(user),
        "may_explain": scope(user, Action.VIEW, "access.matrix") > Scope.NONE,
        "is_own": is_own or position(user).employee_id == employee.pk,
        "refusal": refusal,
        "temporary_password": temporary_password,
    }
    response = render(request, "people/employee_detail.html", context, status=REFUSED if refusal else None)
    if temporary_password:
        response["Cache-Control"] = "no-store"
    return response


@login_required
@require_http_methods(["GET", "POST"])
def hire(request: HttpRequest) -> HttpResponse:
    """Take somebody on; with a log-in, the answer shows its first password once."""
    user = user_of(request)
    require(access.may_hire(user))
    initial = {"hired_on": today_of(user), "site": getattr(request.site, "pk", None)}
    form = HireForm(posted(request), user=user, initial=initial)
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            return _hired(request, form)
        except RuleViolation as error:
            refusal = place(form, error)
    context = {
        "form": form,
        "refusal": refusal,
        "former": selectors.former_holder(user, form.data.get("number", "")),
        "leaders": selectors.leaders(user, today_of(user)),
    }
    return render(
        request, "people/employee_hire.html", context, status=REFUSED if form.errors or refusal else 200
    )


@transaction.atomic
def _hired(request: HttpRequest, form: HireForm) -> HttpResponse:
    data, user = form.cleaned_data, user_of(request)
    names = ("site", "post", "team", "superior", "department")
    hired = services.hire_employee(
        data["number"], form.facts(), actor=user, **{name: data[name] for name in names}
    )
    messages.success(request, _("%(name)s is hired.") % {"name": hired})
    if not data["with_login"]:
        return redirect(hired)
    password = open_login(hired, actor=user)
    return record_page(request, visible(request, hired.number), temporary_password=password)


@login_required
@require_http_methods(["GET", "POST"])
def rehire(request: HttpRequest, number: str) -> HttpResponse:
    """Take a leaver on again under the same number; with the log-in, the answer shows a new first password once."""
    employee, user = visible(request, number), user_of(request)
    require(access.may_hire(user))
    require(access.may_edit(user, employee))
    today = employee.site.today()
    form = RehireForm(posted(request), user=user, initial={"hired_on": today, "site": employee.site})
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            return _rehired(request, employee, form)
        except RuleViolation as error:
            refusal = place(form, error)
    context = {
        "employee": employee,
        "form": form,
        "refusal": refusal,
        "employments": selectors.employments(employee),
        "leaders": selectors.leaders(user, today),
    }
    failed = bool(form.errors or refusal)
    return render(request, "people/employee_rehire.html", context, status=REFUSED if failed else 200)


@transaction.atomic
def _rehired(request: HttpRequest, employee: Employee, form: RehireForm) -> HttpResponse:
    data, user = dict(form.cleaned_data), user_of(request)
    with_login = data.pop("with_login")
    back = services.rehire_employee(employee, data.pop("hired_on"), actor=user, **data)
    messages.success(request, _("%(name)s is hired again.") % {"name": back})
    if not with_login:
        return redirect(back)
    password = renew_login(visible(request, back.number), actor=user)
    return record_page(request, visible(request, back.number), temporary_password=password)


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, number: str) -> HttpResponse:
    """Change the undated facts. A form opened before somebody else saved shows both versions."""
    employee, user = visible(request, number), user_of(request)
    require(access.may_edit(user, employee))
    standing = services.facts_of(employee)
    initial = vars(standing) | {"site": employee.site}
    form = FactsForm(posted(request), user=user, initial=initial)
    refusal, differences = None, []
    if request.method == "POST" and form.is_valid():
        seen = _seen(request, standing)
        try:
            services.edit_employee(
                employee, form.facts(), actor=user, site=form.cleaned_data["site"], expected=seen
            )
        except RuleViolation as error:
            refusal = place(form, error)
            differences = versions.differences(form, vars(seen), vars(standing))
        else:
            messages.success(request, _("Saved."))
            return redirect(employee)
    context = {
        "employee": employee,
        "form": form,
        "refusal": refusal,
        "differences": differences,
        "version": versions.version_of({k: str(v) for k, v in vars(standing).items()}),
    }
    failed = bool(form.errors or refusal)
    return render(request, "people/employee_edit.html", context, status=REFUSED if failed else 200)


def _seen(request: HttpRequest, standing: services.Facts) -> services.Facts:
    """The facts as they stood when the form was opened; a form without them is taken as fresh."""
    kept = versions.seen_in(request, vars(standing))
    if kept == vars(standing):
        return standing
    kept["skill_level"] = int(kept["skill_level"])
    kept["hired_on"] = datetime.date.fromisoformat(kept["hired_on"])
    return services.Facts(**kept)


@login_required
@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest, number: str) -> HttpResponse:
    """Record that somebody goes."""
    employee, user = visible(request, number), user_of(request)
    require(access.may_edit(user, employee))
    today = employee.site.today()
    form = LeaveForm(posted(request), user=user, initial={"last_day": today})
    refusal = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            leaving.record_leave(
                employee,
                form.left_on(),
                actor=user,
                successor=data["successor"],
                reason=data["reason"],
            )
        except RuleViolation as error:
            refusal = RuleViolation(error.objections)
        else:
            messages.success(request, _("The leave of %(name)s is recorded.") % {"name": employee})
            return redirect(employee)
    context = {
        "employee": employee,
        "form": form,
        "refusal": refusal,
        "subordinates": selectors.subordinates(user, employee),
        "open_work": open_count(employee.pk),
        "leaders": selectors.leaders(user, today),
    }
    failed = bool(form.errors or refusal)
    return render(request, "people/employee_leave.html", context, status=REFUSED if failed else 200)


@login_required
@require_POST
def call_off_leave(request: HttpRequest, number: str) -> HttpResponse:
    """Take back a leave that is still to come."""
    employee = visible(request, number)
    try:
        leaving.call_off_leave(employee, actor=user_of(request))
    except RuleViolation as refusal:
        return record_page(request, employee, refusal=refusal)
    messages.success(request, _("The leave is called off."))
    return redirect(employee)


@login_required
@require_GET
def reporting_line(request: HttpRequest) -> HttpResponse:
    """Who reports to whom today, a level at a time, from the top or from one person."""
    user = user_of(request)
    if scope(user, Action.VIEW, access.SUBJECT) <= Scope.OWN:
        raise Http404
    today = today_of(user)
    level = line.level(user, today, number=request.GET.get("root", ""), page=request.GET.get("page", ""))
    return render(request, "people/reporting_line.html", {"level": level, "today": today})
