"""The page on which managers say which department is sales, warehouse and finance."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from callcenter.access.permissions import require
from callcenter.objections import RuleViolation
from callcenter.people.middleware import SiteRequest
from callcenter.people.refusals import place, posted
from complaints.remedies import access, pages
from complaints.remedies.duties import services
from complaints.remedies.forms import DepartmentsForm

REFUSED = 422


@login_required
def departments(request: SiteRequest) -> HttpResponse:
    """Which department handles which papers of the site in the top bar."""
    require(access.may_name_departments(request.user) and request.site is not None)
    assert request.site is not None
    form = DepartmentsForm(request.site, posted(request), initial=dict(services.holders(request.site)))
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            services.name_departments(request.site, form.cleaned_data, actor=request.user)
        except RuleViolation as caught:
            refusal = place(form, caught)
        else:
            messages.success(request, _("Saved."))
            return redirect("remedies:departments")
    context = {"form": form, "refusal": refusal, "tabs": pages.tabs(request, "remedies:departments")}
    status = REFUSED if refusal or form.errors else 200
    return render(request, "remedies/departments.html", context, status=status)
