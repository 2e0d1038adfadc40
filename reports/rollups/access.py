"""Whose figures somebody may read, and who may have days summed again."""

from django.db.models import Q, QuerySet

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import Actor, position, rows, scope
from callcenter.people.models import Site

SUBJECT = "reports.daily"


def sites_to_report(user: Actor, action: Action = Action.VIEW) -> QuerySet[Site]:
    """The sites whose reports the user may view (or export)."""
    return Site.objects.filter(rows(user, SUBJECT, own=Q(pk__in=[]), site="pk", action=action))


def may_view(user: Actor, site: Site) -> bool:
    """Read the site's report; asks nothing of the database."""
    return _reaches(user, Action.VIEW, site)


def may_export(user: Actor, site: Site) -> bool:
    """Take the report away as a workbook."""
    return _reaches(user, Action.EXPORT, site)


def may_recompute(user: Actor, site: Site) -> bool:
    """Ask for days to be summed again: those who answer for the report."""
    return _reaches(user, Action.EDIT, site)


def _reaches(user: Actor, action: Action, site: Site) -> bool:
    reach = scope(user, action, SUBJECT)
    return reach is Scope.ALL or (reach is Scope.SITE and site.pk in position(user).site_ids)
