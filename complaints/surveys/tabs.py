"""The tabs of surveys that a user may open."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from callcenter.web.tabs import page_tabs
from complaints.surveys import access


def tabs(request: HttpRequest, active: str) -> list[dict[str, Any]]:
    """One's own ratings for everybody, the rest for whoever sees more than that."""
    found = [("surveys:mine", _("My ratings"))]
    if sees_others(request):
        found = [
            ("surveys:index", _("Satisfaction")),
            ("surveys:callbacks", _("Callbacks")),
            ("surveys:responses", _("Answers")),
            ("surveys:invitations", _("Invitations")),
            ("surveys:campaigns", _("Campaigns")),
            *found,
        ]
    return page_tabs(found, active)


def sees_others(request: HttpRequest) -> bool:
    """Whether the user sees more than ratings of their own."""
    return access.sees_others(request.user)
