"""Pages of complaints."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from complaints.cases.finding import visible_case


@login_required
@require_GET
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """One complaint."""
    return render(request, "cases/case_detail.html", {"case": visible_case(request.user, reference)})
