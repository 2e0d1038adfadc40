"""Who may shape the organisation: sites, departments, teams and the titles of posts."""

from callcenter.access.matrix import Action
from callcenter.access.permissions import Actor, may
from callcenter.people.organisation.models import Site

SUBJECT = "people.site"


def may_create_site(actor: Actor) -> bool:
    """Whether the actor may open a site."""
    return actor is None or may(actor, Action.CREATE, SUBJECT)


def may_edit_organisation(actor: Actor) -> bool:
    """Whether the actor may change the organisation of some site: for buttons, and for company-wide things."""
    return actor is None or may(actor, Action.EDIT, SUBJECT)


def may_edit_site(actor: Actor, site: Site) -> bool:
    """Whether the actor may change this site, its departments and teams."""
    return actor is None or Site.objects.visible_to(actor, Action.EDIT).filter(pk=site.pk).exists()
