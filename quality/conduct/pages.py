"""What the pages of this room share."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from callcenter.web.tabs import page_tabs
from quality.conduct import access
from quality.conduct.money import access as money

REFUSED = 422


def tabs(request: HttpRequest, active: str) -> list[dict[str, Any]]:
    """One's own; for who sees others the records, the ledger and the figures; the catalogue."""
    found = [("conduct:mine", _("My points"))]
    if access.sees_others(request.user):
        found += [
            ("conduct:records", _("Conduct records")),
            ("conduct:points", pgettext("ledger", "Points")),
            ("conduct:figures", pgettext("points", "Figures")),
        ]
    if money.sees_some(request.user):
        found.append(("conduct:money", _("Points in money")))
    found.append(("conduct:catalogue", _("Catalogue")))
    return page_tabs(found, active)
