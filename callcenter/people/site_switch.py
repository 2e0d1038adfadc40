"""The site switch of the top bar: the choice lives in the session."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from callcenter.people.middleware import SESSION_KEY
from callcenter.people.models import Site
from callcenter.web.views import back_to


@login_required
@require_POST
def switch_site(request: HttpRequest) -> HttpResponse:
    """Choose another site to look at; one out of reach is 404."""
    site = get_object_or_404(Site.objects.visible_to(request.user), code=request.POST.get("site", ""))
    request.session[SESSION_KEY] = site.pk
    return back_to(request)
