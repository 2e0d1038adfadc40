"""A user's own page: who they are here, language, appearance, security."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET


@login_required
@require_GET
def profile(request: HttpRequest) -> HttpResponse:
    """Profile and security."""
    return render(request, "accounts/profile.html")
