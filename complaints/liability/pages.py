"""What the pages of this room share."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from callcenter.web.tabs import page_tabs
from complaints.liability import access

REFUSED = 422


def tabs(request: HttpRequest, active: str) -> list[dict[str, Any]]:
    """Reviews for who sees them; notices, one's own at least."""
    found = []
    if access.sees_reviews(request.user):
        found.append(("liability:reviews", _("Monthly review")))
    found += [
        ("liability:notices", _("Reward/Penalty Notices")),
        ("liability:personnel-notices", _("Personnel Notices")),
    ]
    return page_tabs(found, active)
