"""The page of categories."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from callcenter.objections import RuleViolation
from callcenter.people.middleware import chosen_site
from callcenter.people.refusals import place, posted
from complaints.workorders import permits
from complaints.workorders.forms import CategoryChangeForm, CategoryForm
from complaints.workorders.models import Category
from complaints.workorders.orders import categories as services

REFUSED = 422


@login_required
@require_http_methods(["GET", "POST"])
def categories(request: HttpRequest) -> HttpResponse:
    """What orders of the site are about; one more."""
    site = chosen_site(request)
    permits.require_arrange(request.user, site)
    form, refusal = CategoryForm(posted(request)), None
    if request.method == "POST" and form.is_valid():
        try:
            services.add_category(site, actor=request.user, **form.cleaned_data)
        except RuleViolation as caught:
            refusal = place(form, caught)
        else:
            messages.success(request, _("The category is there."))
            return redirect("workorders:categories")
    rows: list[Any] = list(Category.objects.filter(site=site))
    status = REFUSED if refusal or form.errors else 200
    context = {"rows": rows, "form": form, "refusal": refusal}
    return render(request, "workorders/categories.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def category(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename a category, or put it out of use."""
    site = chosen_site(request)
    permits.require_arrange(request.user, site)
    found = get_object_or_404(Category, site=site, pk=pk)
    first = {"name": found.name, "name_zh": found.name_zh, "is_active": found.is_active}
    form = CategoryChangeForm(posted(request), initial=first)
    if request.method == "POST" and form.is_valid():
        services.change_category(found, actor=request.user, **form.cleaned_data)
        messages.success(request, _("The category is saved."))
        return redirect("workorders:categories")
    status = REFUSED if form.errors else 200
    return render(request, "workorders/category_form.html", {"category": found, "form": form}, status=status)


@login_required
@require_POST
def first_categories(request: HttpRequest) -> HttpResponse:
    """Begin with the usual ones."""
    site = chosen_site(request)
    permits.require_arrange(request.user, site)
    services.make_first_categories(site, actor=request.user)
    return redirect("workorders:categories")
