"""The tabs of service orders."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from callcenter.web.tabs import page_tabs


def tabs(request: HttpRequest, active: str) -> list[dict[str, Any]]:
    """The board of the day, and the register."""
    return page_tabs(
        [("serviceorders:board", _("Board of the day")), ("serviceorders:orders", _("Service register"))],
        active,
    )
