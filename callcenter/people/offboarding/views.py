"""The list of leavers whose account is open, and one leaver's check list."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods

from callcenter.access.matrix import Action
from callcenter.access.permissions import may, require
from callcenter.accounts.models import User
from callcenter.objections import RuleViolation
from callcenter.people.employees import access
from callcenter.people.employees import selectors as employees
from callcenter.people.employees.forms import EmployeeField
from callcenter.people.employees.models import Employee
from callcenter.people.employees.views import REFUSED, user_of, visible
from callcenter.people.offboarding import selectors, services
from callcenter.people.refusals import place, posted

PER_PAGE = 50


class HandOverForm(forms.Form):
    """Who takes over."""

    successor = EmployeeField(
        label=gettext_lazy("Successor"), help_text=gettext_lazy("Type a number or choose.")
    )
    reason = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=500)

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["successor"].people = Employee.objects.visible_to(user)  # type: ignore[attr-defined]


@login_required
@require_GET
def leavers(request: HttpRequest) -> HttpResponse:
    """Who leaves or has left while the account is open, with what is still to be handed over."""
    require(may(request.user, Action.EDIT, access.SUBJECT))
    page = Paginator(selectors.leavers(request.user), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "checklists": selectors.checklists(list(page.object_list))}
    return render(request, "people/offboarding_list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def checklist(request: HttpRequest, number: str) -> HttpResponse:
    """One leaver's check list; handing over gives everything to the successor at once."""
    employee, user = visible(request, number), user_of(request)
    require(access.may_edit(user, employee))
    shown = selectors.checklists([employee])[0]
    form = HandOverForm(posted(request), user=user, initial={"successor": shown.successor})
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            moved = services.hand_over(
                employee, form.cleaned_data["successor"], actor=user, reason=form.cleaned_data["reason"]
            )
        except RuleViolation as error:
            refusal = place(form, error)
        else:
            count = sum(moved.values())
            words = ngettext(
                "%(count)d piece of work is handed over.", "%(count)d pieces of work are handed over.", count
            )
            messages.success(request, words % {"count": count} if count else _("Saved."))
            return redirect("people:offboarding-of", employee.number)
    context = {
        "employee": employee,
        "checklist": shown,
        "today": employee.site.today(),
        "form": form,
        "refusal": refusal,
        "leaders": employees.leaders(user, employee.site.today()),
    }
    failed = bool(form.errors or refusal)
    return render(request, "people/offboarding_detail.html", context, status=REFUSED if failed else 200)
