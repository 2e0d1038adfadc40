"""Asking for leave, one's own leave, and reporting somebody sick."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from callcenter.access.matrix import Action
from callcenter.access.permissions import position, require
from callcenter.objections import RuleViolation
from callcenter.people.models import Employee
from callcenter.people.refusals import place
from callcenter.web.listing import list_page
from staffing.leave import access, asking, selectors, wording
from staffing.leave.forms import AskForm, PersonForm, ReportForm, first_choice
from staffing.leave.listing import MINE, loaded
from staffing.leave.models import LeaveKind, LeaveRequest, people_of
from staffing.leave.outlook import Wanted, foresee
from staffing.leave.rules import Alternative, Nature

REFUSED = 422


def own_record(request: HttpRequest) -> Employee:
    """The user's own record; without one nobody asks for leave."""
    me = position(request.user).employee_id
    found = Employee.objects.filter(pk=me or 0).select_related("site").first()
    require(found is not None)
    assert found is not None
    return found


@login_required
@require_GET
def mine(request: HttpRequest) -> HttpResponseBase:
    """One's own leave, balances first."""
    employee = own_record(request)
    rows = loaded(LeaveRequest.objects.filter(employee=employee))
    return list_page(
        request,
        rows,
        MINE,
        template="leave/mine.html",
        context={"balances": selectors.balances(employee), "employee": employee},
    )


@login_required
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for leave; the page says beforehand what will come of it."""
    return _ask(request, own_record(request), AskForm, reverse("leave:outlook"))


@login_required
@require_GET
def report_whom(request: HttpRequest) -> HttpResponse:
    """Choose who is reported sick."""
    people = people_of(request.user, Action.APPROVE).exclude(pk=position(request.user).employee_id or 0)
    require(people.exists())
    form = PersonForm(people, request.GET if "employee" in request.GET else None)
    if form.is_bound and form.is_valid():
        return redirect("leave:report", form.cleaned_data["employee"].number)
    return render(request, "leave/report_whom.html", {"form": form})


@login_required
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, number: str) -> HttpResponse:
    """Report somebody of one's teams sick, with who called."""
    employee = reported(request, number)
    return _ask(request, employee, ReportForm, reverse("leave:report-outlook", args=[employee.number]))


def reported(request: HttpRequest, number: str) -> Employee:
    """Somebody whom the user may report sick; else 404."""
    return get_object_or_404(
        people_of(request.user, Action.APPROVE).select_related("site"), number__iexact=number
    )


def _ask(request: HttpRequest, employee: Employee, shape: type[AskForm], outlook_url: str) -> HttpResponse:
    if request.method == "GET":
        form = shape(None, employee=employee, initial=_initial(request, shape, employee))
        return _page(request, employee, form, _first_look(request, form), outlook_url)
    form = shape(_changed(request, employee), employee=employee)
    if not form.is_valid():
        return _page(request, employee, form, None, outlook_url, status=REFUSED)
    wanted = form.wanted()
    if request.POST.get("instead"):  # an alternative is looked at before it is sent
        return _page(request, employee, form, _told(request, employee, wanted), outlook_url)
    try:
        leave = asking.ask(employee, wanted, actor=request.user)
    except RuleViolation as refusal:
        told = _told(request, employee, wanted)
        place(form, RuleViolation([each for each in refusal.objections if each.field == "reason"]))
        rest = None if told.objections else refusal
        return _page(request, employee, form, told, outlook_url, refusal=rest, status=REFUSED)
    leave.refresh_from_db()
    messages.success(request, f"{leave.number}: {leave.get_state_display()}")
    return redirect(leave)


def _changed(request: HttpRequest, employee: Employee) -> Any:
    """What was sent, with the alternative that a button asked for put in."""
    data, instead = request.POST.copy(), request.POST.get("instead")
    if instead == Alternative.SPECIAL:
        kinds = LeaveKind.objects.open().filter(site=employee.site_id, nature=Nature.SPECIAL.value)
        data["kind"] = kinds.values_list("code", flat=True).first() or data.get("kind", "")
    elif instead == Alternative.LATE:
        data["is_late_meant"] = "on"
    elif instead == Alternative.WAIT:
        data["may_wait"] = "on"
    return data


def _initial(request: HttpRequest, shape: type[AskForm], employee: Employee) -> dict[str, Any]:
    """What the form opens with: the first kind, the next shift, or what the address names."""
    bare = shape(None, employee=employee)
    kinds: Any = bare.fields["kind"].queryset  # type: ignore[attr-defined]
    days: Any = bare.fields["day"].choices  # type: ignore[attr-defined]
    chosen = request.GET.get("kind", "")
    known = list(kinds.values_list("code", flat=True))
    found = {
        "kind": chosen if chosen in known else known[0] if known else "",
        "day": first_choice(employee, list(days)),
    }
    if request.GET.get("on"):
        on = request.GET["on"][:10]
        found |= {"day": on} if on in dict(days) else {"day": "other", "first_on": on}
    return found


def _first_look(request: HttpRequest, form: AskForm) -> wording.Told | None:
    """What would come of the form as it opens; nothing without shifts or kinds."""
    sent = {name: value for name, value in form.initial.items() if value}
    bound = type(form)(sent | {"reason": "…"}, employee=form.employee)
    return _told(request, form.employee, bound.wanted()) if bound.is_valid() else None


def _told(request: HttpRequest, employee: Employee, wanted: Wanted) -> wording.Told:
    is_own = access.is_own(request.user, employee.pk)
    return wording.told(foresee(employee, wanted, is_by_oneself=is_own))


@login_required
@require_POST
def outlook(request: HttpRequest) -> HttpResponse:
    """What would come of the form as it stands, while it is filled in."""
    return _outlook(request, own_record(request), AskForm)


@login_required
@require_POST
def report_outlook(request: HttpRequest, number: str) -> HttpResponse:
    """The same for somebody who is reported sick."""
    return _outlook(request, reported(request, number), ReportForm)


def _outlook(request: HttpRequest, employee: Employee, shape: type[AskForm]) -> HttpResponse:
    form = shape(request.POST, employee=employee)
    told = None
    if form.is_valid():
        wanted = form.wanted()
        words = wanted.reason.strip() or "…"  # that a reason is needed is said beside its field
        told = _told(request, employee, replace(wanted, reason=words))
    return render(request, "leave/ask.html#outlook", {"told": told, "form": form})


def _page(
    request: HttpRequest,
    employee: Employee,
    form: AskForm,
    told: wording.Told | None,
    outlook_url: str,
    *,
    refusal: RuleViolation | None = None,
    status: int = 200,
) -> HttpResponse:
    fields: Any = form.fields
    context = {
        "form": form,
        "employee": employee,
        "is_own": access.is_own(request.user, employee.pk),
        "told": told,
        "outlook_url": outlook_url,
        "refusal": refusal,
        "has_kinds": fields["kind"].queryset.exists(),
        "may_keep": access.may_keep(request.user, employee.site),
    }
    return render(request, "leave/ask.html", context, status=status)


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Leave of others for those who look after it, one's own for everybody else."""
    if people_of(request.user).exclude(pk=position(request.user).employee_id or 0).exists():
        return redirect("leave:requests")
    if position(request.user).employee_id is None:
        raise Http404
    return redirect("leave:mine")
