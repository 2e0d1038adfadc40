"""Deputies: the list, naming one, ending it."""

import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import BooleanField, ExpressionWrapper, Q, Value
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from callcenter.access.permissions import position, require
from callcenter.accounts.models import User
from callcenter.objections import RuleViolation
from callcenter.people.delegations import access, services
from callcenter.people.delegations.listing import DELEGATIONS
from callcenter.people.delegations.models import Delegation
from callcenter.people.delegations.selectors import candidates
from callcenter.people.employees.forms import DayField, EmployeeField
from callcenter.people.employees.models import Employee
from callcenter.people.employees.views import REFUSED, today_of, user_of
from callcenter.people.refusals import place, posted
from callcenter.web.listing import list_page

DAY = datetime.timedelta(days=1)


class DeputyForm(forms.Form):
    """Who stands in, and on which days. HR says for whom as well."""

    employee = EmployeeField(label=gettext_lazy("Who is absent"))
    deputy = EmployeeField(label=gettext_lazy("Deputy"), help_text=gettext_lazy("Type a number or choose."))
    start = DayField(label=gettext_lazy("From"))
    last_day = DayField(label=gettext_lazy("To (last day)"))
    reason = forms.CharField(label=gettext_lazy("Reason"), required=False, max_length=200)

    def __init__(self, *args: Any, user: User, own: Employee | None, **options: Any) -> None:
        super().__init__(*args, **options)
        if access.names_for_others(user):
            everybody = Employee.objects.visible_to(user)
            self.fields["employee"].people = everybody  # type: ignore[attr-defined]
            self.fields["deputy"].people = everybody  # type: ignore[attr-defined]
        else:
            del self.fields["employee"]
            near = candidates(own, today_of(user)) if own else Employee.objects.none()
            self.fields["deputy"].people = near  # type: ignore[attr-defined]
            self.near = near


class EndForm(forms.Form):
    """The last day on which the deputy acts."""

    last_day = DayField(label=gettext_lazy("Last day"))
    reason = forms.CharField(label=gettext_lazy("Reason"), required=False, max_length=200)


@login_required
@require_GET
def delegation_list(request: HttpRequest) -> HttpResponseBase:
    """Who stands in for whom, as far as the user may see it."""
    me, open_still = (
        position(request.user).employee_id or 0,
        Q(period__endswith__gt=today_of(user_of(request))),
    )
    mine: Any = open_still if access.names_for_others(request.user) else open_still & Q(employee=me)
    rows = Delegation.objects.visible_to(request.user).select_related("employee__site", "deputy")
    rows = rows.annotate(
        may_end=ExpressionWrapper(mine, output_field=BooleanField()) if mine else Value(False)
    )
    context = {"may_name": access.may_name_own(request.user)}
    return list_page(request, rows, DELEGATIONS, template="people/delegation_list.html", context=context)


@login_required
@require_http_methods(["GET", "POST"])
def name(request: HttpRequest) -> HttpResponse:
    """Name a deputy for days of absence."""
    user = user_of(request)
    require(access.may_name_own(user))
    own = Employee.objects.select_related("site").filter(pk=position(user).employee_id or 0).first()
    form = DeputyForm(posted(request), user=user, own=own, initial={"start": today_of(user), "employee": own})
    refusal = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        absent: Employee | None = data.get("employee") or own
        require(absent is not None)
        assert absent is not None
        try:
            named = services.name_deputy(
                absent,
                data["deputy"],
                start=data["start"],
                end=data["last_day"] + DAY,
                actor=user,
                reason=data["reason"],
            )
        except RuleViolation as error:
            refusal = place(form, error)
        else:
            messages.success(
                request,
                _("%(deputy)s stands in for %(name)s.") % {"deputy": named.deputy, "name": named.employee},
            )
            return redirect("people:delegations")
    context = {"form": form, "refusal": refusal, "leaders": getattr(form, "near", None)}
    failed = bool(form.errors or refusal)
    return render(request, "people/delegation_form.html", context, status=REFUSED if failed else 200)


@login_required
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a delegation on a day."""
    user = user_of(request)
    rows = Delegation.objects.visible_to(user).select_related("employee__site", "deputy")
    delegation = get_object_or_404(rows, pk=pk)
    require(access.may_end(user, delegation))
    form = EndForm(posted(request), initial={"last_day": delegation.employee.site.today()})
    refusal = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.end_delegation(delegation, end=data["last_day"] + DAY, actor=user, reason=data["reason"])
        except RuleViolation as error:
            refusal = place(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("people:delegations")
    context = {"form": form, "delegation": delegation, "refusal": refusal}
    failed = bool(form.errors or refusal)
    return render(request, "people/delegation_end.html", context, status=REFUSED if failed else 200)
