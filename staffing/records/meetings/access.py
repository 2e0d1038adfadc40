"""Who plans meetings, writes minutes, publishes answers."""

from callcenter.access.permissions import Actor
from callcenter.people.models import Site, Team
from staffing.records.access import keeps, keeps_site, me
from staffing.records.meetings.models import Meeting


def may_plan(actor: Actor, site: Site, team: Team | None) -> bool:
    """Leaders: of the site for all, group leaders for their own teams."""
    return keeps(actor, site.pk, team.pk if team else None)


def may_keep(actor: Actor, meeting: Meeting) -> bool:
    """Who could plan it, and its chair."""
    chairs = me(actor) is not None and me(actor) == meeting.chair_id
    return keeps(actor, meeting.site_id, meeting.team_id) or chairs


def may_publish_answers(actor: Actor, site: Site) -> bool:
    """Shift leaders and the director: an answer goes to every agent."""
    return keeps_site(actor, site.pk)
