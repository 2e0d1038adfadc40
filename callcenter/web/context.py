"""What every page of the shell needs."""

from typing import Any

from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, Any]:
    """Navigation entries that the user's posts may see, the sites to switch between, language and theme."""
    from callcenter.web.navigation import entries_for

    return {"navigation": entries_for(request)}
