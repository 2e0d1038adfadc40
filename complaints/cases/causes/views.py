"""Settings of complaints: causes, and who does which step."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from callcenter.access.permissions import require
from callcenter.objections import RuleViolation
from callcenter.people.middleware import chosen_site
from callcenter.people.refusals import place, posted
from complaints.cases import access
from complaints.cases.causes import services
from complaints.cases.causes.forms import CauseForm, StepDepartmentForm, kept, needs
from complaints.cases.dossier import CauseClass
from complaints.cases.steps.models import StepDepartment

REFUSED = 422


@login_required
@require_GET
def settings(request: HttpRequest) -> HttpResponse:
    """Both lists: read by the service department, kept by its managers."""
    site = chosen_site(request)
    require(access.is_service(request.user, site.pk))
    words = dict(needs())
    causes = [
        (one, ", ".join(words.get(name, name) for name in one.needs)) for one in CauseClass.objects.all()
    ]
    rows = StepDepartment.objects.filter(site=site).select_related("department", "assignee")
    context = {"causes": causes, "rows": rows.order_by("kind", "family"), "of_site": site}
    context |= {"may_set_up": access.may_set_up(request.user, site)}
    return render(request, "cases/settings.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def cause(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """A cause, or a new one."""
    require(access.may_set_up(request.user))
    found = get_object_or_404(CauseClass, pk=pk) if pk else None
    initial = {name: getattr(found, name) for name in services.FACTS} if found else {}
    form = CauseForm(posted(request), initial=initial)
    return _saved(
        request, form, found, lambda: services.save_cause(found, actor=request.user, **form.cleaned_data)
    )


@login_required
@require_http_methods(["GET", "POST"])
def step_department(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Who does a step, or one more."""
    site = chosen_site(request)
    require(access.may_set_up(request.user, site))
    found = (
        get_object_or_404(StepDepartment.objects.select_related("assignee"), pk=pk, site=site) if pk else None
    )
    form = StepDepartmentForm(posted(request), site=site, initial=kept(found) if found else {})
    return _saved(
        request,
        form,
        found,
        lambda: services.save_step_department(found, actor=request.user, site=site, **form.facts()),
    )


def _saved(request: HttpRequest, form: Any, found: Any, save: Any) -> HttpResponse:
    refusal = None
    if form.is_bound and form.is_valid():
        try:
            save()
        except RuleViolation as caught:
            refusal = place(form, caught)
        else:
            messages.success(request, _("Saved."))
            return redirect("cases:settings")
    status = REFUSED if form.is_bound else 200
    context = {"form": form, "found": found, "refusal": refusal, "is_cause": isinstance(form, CauseForm)}
    return render(request, "cases/setting.html", context, status=status)


@login_required
@require_POST
def remove_step_department(request: HttpRequest, pk: int) -> HttpResponse:
    """Nobody does it by itself any more."""
    site = chosen_site(request)
    require(access.may_set_up(request.user, site))
    row = get_object_or_404(StepDepartment, pk=pk, site=site)
    services.remove_step_department(row, actor=request.user)
    messages.success(request, _("Removed: the owner of a complaint has this step from now on."))
    return redirect("cases:settings")
