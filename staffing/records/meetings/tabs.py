"""The tabs of meetings."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _


def tabs(request: HttpRequest, active: str) -> list[dict[str, Any]]:
    """Meetings, actions, answers."""
    found = [
        ("records:meetings", _("Meetings")),
        ("records:actions", _("Actions")),
        ("records:answers", _("Unified answers")),
    ]
    return [{"label": label, "url": reverse(name), "active": name == active} for name, label in found]
