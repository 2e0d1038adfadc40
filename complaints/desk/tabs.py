"""The tabs over the desk's pages."""

from typing import Any

from django.utils.translation import gettext as _

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import Actor, scope
from callcenter.web.tabs import page_tabs
from complaints.cases.models import SUBJECT


def sees_several(user: Actor) -> bool:
    """Whether the post looks at complaints of others: the board and the figures are for them."""
    return scope(user, Action.VIEW, SUBJECT) > Scope.OWN


def desk_tabs(user: Actor, active: str) -> list[dict[str, Any]]:
    """My queue for everybody; the rest for those who see more than their own."""
    pages = [("desk:queue", _("My queue"))]
    if sees_several(user):
        pages += [
            ("desk:board", _("Board")),
            ("desk:deadlines", _("Calendar")),
            ("desk:ageing", _("Ageing")),
            ("desk:causes", _("Causes")),
        ]
    return page_tabs(pages, active)
