"""Who reports incidents, and who keeps their timeline."""

from callcenter.access.matrix import Action
from callcenter.access.permissions import Actor, may, position
from callcenter.people.models import Site
from staffing.records.access import SUBJECT, keeps
from staffing.records.incidents.models import Incident


def may_report(actor: Actor, site: Site) -> bool:
    """Everybody on the floor reports what goes wrong (S2F-22), at their own site."""
    if actor is None:
        return True
    creates = may(actor, Action.CREATE, SUBJECT) or may(actor, Action.EDIT, SUBJECT)
    return creates and site.pk in position(actor).site_ids


def may_keep(actor: Actor, incident: Incident) -> bool:
    """Leaders of the team or the site, and the director."""
    return keeps(actor, incident.site_id, incident.team_id)


def may_see(actor: Actor, incident: Incident) -> bool:
    return actor is None or Incident.objects.visible_to(actor).filter(pk=incident.pk).exists()
