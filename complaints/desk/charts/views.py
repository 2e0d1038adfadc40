"""The pages of the two charts."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from callcenter.access.permissions import require
from callcenter.people.middleware import chosen_site
from complaints.cases.models import Case
from complaints.desk.charts import selectors
from complaints.desk.charts.forms import PeriodForm
from complaints.desk.tabs import desk_tabs, sees_several


@login_required
@require_GET
def ageing(request: HttpRequest) -> HttpResponse:
    """How old the open complaints of the site are, by state."""
    require(sees_several(request.user))
    site = chosen_site(request)
    found = selectors.ages(Case.objects.visible_to(request.user).filter(site=site), site)
    context = {
        "tabs": desk_tabs(request.user, "desk:ageing"),
        "ages": found,
        "chart": selectors.ageing_chart(found) if found.total else None,
    }
    return render(request, "desk/ageing.html", context)


@login_required
@require_GET
def causes(request: HttpRequest) -> HttpResponse:
    """What the complaints of a period at the site are about, the most frequent first."""
    require(sees_several(request.user))
    site = chosen_site(request)
    form = PeriodForm.asked(request.GET.dict(), site.today())
    found = chart = None
    if form.is_valid():
        rows = Case.objects.visible_to(request.user).filter(site=site)
        first, last = form.cleaned_data["first"], form.cleaned_data["last"]
        found = selectors.causes(rows, first, last, site)
        chart = selectors.pareto_chart(found, first, last) if found.total else None
    context = {
        "tabs": desk_tabs(request.user, "desk:causes"),
        "form": form,
        "causes": found,
        "chart": chart,
    }
    return render(request, "desk/causes.html", context, status=200 if form.is_valid() else 422)
