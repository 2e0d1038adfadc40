"""The catalogue of measures."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from callcenter.access.matrix import Action
from callcenter.access.permissions import may, require
from callcenter.measures.catalogue import base_counts, catalogue


@login_required
@require_GET
def measures(request: HttpRequest) -> HttpResponse:
    """Every measure: formula, variants, unit, direction, version, today's target at the chosen site."""
    require(may(request.user, Action.VIEW, "measures.measure"))
    text = request.GET.get("q", "")[:80]
    chosen = getattr(request, "site", None) or None
    context = {"entries": catalogue(chosen, text), "bases": base_counts(), "q": text, "for_site": chosen}
    return render(request, "measures/measure_list.html", context)
