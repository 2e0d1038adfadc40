"""Who may read and who may change the calendar of a site."""

from django.db.models import Q, QuerySet

from callcenter.access.matrix import Action
from callcenter.access.permissions import Actor, rows
from callcenter.people.models import Site

SUBJECT = "workcalendar.calendar"


def sites(actor: Actor, action: Action = Action.VIEW) -> QuerySet[Site]:
    """The sites whose calendar the actor may read (or edit, or take away)."""
    return Site.objects.filter(rows(actor, SUBJECT, own=Q(pk__in=[]), site="id", action=action))


def may_edit(actor: Actor, site: Site) -> bool:
    """The director and the center manager at their site, the system administrator everywhere; the system itself."""
    return actor is None or sites(actor, Action.EDIT).filter(pk=site.pk).exists()
