"""Puts the chosen site on the request (`request.site`, None for users without one) and shows moments on its clock."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import Actor, position, scope
from callcenter.people.models import Site

SESSION_KEY = "site_id"


class SiteRequest(HttpRequest):
    """A request that went through this middleware. `site` is the chosen one, `sites` those to choose from."""

    site: Site | None  # type: ignore[assignment]  # django.contrib.sites types its own name here
    sites: list[Site]


def current_site(request: HttpRequest) -> Site | None:
    """The site chosen in the top bar if the user may still see it, else the user's first one."""
    sites = _sites(request.user)
    request.sites = sites  # type: ignore[attr-defined]
    own = getattr(getattr(request.user, "employee", None), "site_id", None)
    by_id: dict[int | None, Site] = {site.pk: site for site in sites}
    return by_id.get(request.session.get(SESSION_KEY)) or by_id.get(own) or (sites[0] if sites else None)


def chosen_site(request: HttpRequest) -> Site:
    """The site of the top bar; 404 for who has none."""
    site: Site | None = getattr(request, "site", None)
    if not site:
        raise Http404
    return site


def _sites(user: Actor) -> list[Site]:
    """The sites within the user's reach; their own, when it is the only one, came with their employee."""
    reach = scope(user, Action.VIEW, "people.site")  # reads the position, and the employee with it
    employee = getattr(user, "employee", None)
    if employee is not None and reach is Scope.SITE and position(user).site_ids == {employee.site_id}:
        return [employee.site]
    return list(Site.objects.visible_to(user))


class CurrentSiteMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        site: Site | None = SimpleLazyObject(lambda: current_site(request))  # type: ignore[assignment]
        request.site = site  # type: ignore[assignment]
        if not request.user.is_authenticated:
            site = None
        with timezone.override(site.zone if site else None):
            return self.get_response(request)
