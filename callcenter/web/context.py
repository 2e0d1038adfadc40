"""What every page of the shell needs."""

from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from callcenter.web import bell, navigation, preferences


def here(request: HttpRequest) -> str:
    """Where a change of language, theme or site leads back: this page, or what was sent here where this page answers to that.

    What answers a form may have no page of its own to be opened.
    """
    before = urlsplit(request.headers.get("Referer", ""))
    if request.method in ("GET", "HEAD") or before.netloc != request.get_host():
        return request.get_full_path()
    return f"{before.path}?{before.query}" if before.query else before.path


def shell(request: HttpRequest) -> dict[str, Any]:
    """Navigation entries that the user's posts may see, the sites to switch between, and the theme."""
    shown: dict[str, Any] = {"theme": preferences.theme_of(request), "here": here(request)}
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
