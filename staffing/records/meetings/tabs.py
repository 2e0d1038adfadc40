"""The tabs of meetings."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from callcenter.web.tabs import page_tabs


def tabs(request: HttpRequest, active: str) -> list[dict[str, Any]]:
    """Meetings, those of shifts, actions, answers."""
    found = [
        ("records:meetings", _("Meetings")),
        ("records:shift-meetings", _("Shift meetings")),
        ("records:actions", _("Action items")),
        ("records:answers", _("Unified answers")),
    ]
    return page_tabs(found, active)
