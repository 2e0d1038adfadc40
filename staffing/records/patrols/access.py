"""Who walks patrols, who keeps the checklist, who hands in the analysis."""

from callcenter.access.permissions import Actor
from callcenter.people.models import Site, Team
from staffing.records.access import keeps, keeps_site
from staffing.records.patrols.models import Patrol


def may_patrol(actor: Actor, site: Site, team: Team | None) -> bool:
    """Leaders: shift leaders and the director everywhere at their site, group leaders in their own teams."""
    return keeps(actor, site.pk, team.pk if team else None)


def may_keep_list(actor: Actor, site: Site) -> bool:
    """The checklist and the weekly analysis are the shift leaders' and the director's."""
    return keeps_site(actor, site.pk)


def may_see(actor: Actor, patrol: Patrol) -> bool:
    return actor is None or Patrol.objects.visible_to(actor).filter(pk=patrol.pk).exists()


def may_add_photo(actor: Actor, patrol: Patrol) -> bool:
    """Who could record it adds photos."""
    return keeps(actor, patrol.site_id, patrol.team_id)
