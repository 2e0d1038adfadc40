"""Who may change the shifts and rotations of a site: whoever draws up its rosters."""

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import Actor, position, scope
from callcenter.people.models import Site
from staffing.shifts.models import SUBJECT


def may_edit(actor: Actor, site: Site) -> bool:
    """The director at their site; the system itself."""
    if actor is None:
        return True
    reach = scope(actor, Action.CREATE, SUBJECT)
    return reach is Scope.ALL or (reach is Scope.SITE and site.pk in position(actor).site_ids)
