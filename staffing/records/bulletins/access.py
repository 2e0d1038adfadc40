"""Who publishes bulletins, and who confirms."""

from callcenter.access.permissions import Actor
from callcenter.people.models import Site
from staffing.records.access import keeps, keeps_anything, keeps_site
from staffing.records.bulletins.models import Bulletin
from staffing.records.bulletins.rules import Audience


def may_publish(actor: Actor, site: Site, audience: Audience) -> bool:
    """Shift leaders and the director at their site; group leaders to their own teams alone."""
    if keeps_site(actor, site.pk):
        return True
    teams = audience.team_ids
    return bool(teams) and not audience.department_ids and all(keeps(actor, site.pk, team) for team in teams)


def may_change(actor: Actor, bulletin: Bulletin) -> bool:
    """Who could have published it."""
    from staffing.records.bulletins.selectors import audience_of

    return may_publish(actor, bulletin.site, audience_of(bulletin))


def may_write(actor: Actor) -> bool:
    """Whether there is an audience to which the actor could publish."""
    return keeps_anything(actor)


def may_see(actor: Actor, bulletin: Bulletin) -> bool:
    """As `visible_to`, for one."""
    return actor is None or Bulletin.objects.visible_to(actor).filter(pk=bulletin.pk).exists()
