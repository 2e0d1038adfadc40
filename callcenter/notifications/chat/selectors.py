"""Which chat channels hear of an event."""

from typing import TYPE_CHECKING

from django.utils import timezone

from callcenter.notifications import kinds
from callcenter.notifications.chat.models import ChatChannel
from callcenter.people.models import TeamMembership

if TYPE_CHECKING:
    from callcenter.notifications.outbox import Notice


def subscribed(notices: "list[Notice]") -> "list[tuple[Notice, int]]":
    """Each event with the channels that subscribed to its kind: those of its site, and of teams one of whose members
    is told. One query where no channel listens, two more where one of a team does.
    """
    asked = {notice.kind for notice in notices if kinds.get(notice.kind).is_for_teams}
    if not asked:
        return []
    channels = list(ChatChannel.objects.live().filter(kinds__overlap=sorted(asked)))
    if not channels:
        return []
    teams = _teams(notices) if any(channel.team_id for channel in channels) else {}
    found = []
    for notice in notices:
        if notice.kind not in asked:
            continue
        site_id = notice.site_id if notice.site_id is not None else getattr(notice.subject, "site_id", None)
        told = {team for person in notice.people for team in teams.get(person, ())}
        found += [
            (notice, channel.pk)
            for channel in channels
            if notice.kind in channel.kinds
            and (channel.team_id in told if channel.team_id else channel.site_id == site_id)
        ]
    return found


def _teams(notices: "list[Notice]") -> dict[int, list[int]]:
    """The teams of everybody who is told, by log-in, as of today in the system's zone."""
    people = {person for notice in notices for person in notice.people}
    pairs = TeamMembership.objects.filter(
        employee__user__in=people, period__contains=timezone.localdate()
    ).values_list("employee__user", "team")
    found: dict[int, list[int]] = {}
    for user, team in pairs:
        found.setdefault(user, []).append(team)
    return found
