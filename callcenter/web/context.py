"""What every page of the shell needs."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from callcenter.web import bell, navigation, preferences


def shell(request: HttpRequest) -> dict[str, Any]:
    """Navigation entries that the user's posts may see, the sites to switch between, and the theme."""
    shown: dict[str, Any] = {"theme": preferences.theme_of(request)}
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return shown
    areas = navigation.entries_for(request)
    site = getattr(request, "site", None)
    return shown | {
        "navigation": areas,
        "phone_entries": navigation.phone_entries(areas),
        "site": site if site else None,  # asking settles request.sites
        "sites": getattr(request, "sites", []),
        "bell": SimpleLazyObject(lambda: bell.of(request)),  # a panel of Today never asks
    }
