"""Which teams' records the reader of a page writes, and what a posted form says of team and day."""

import datetime
from typing import Any

from django.http import Http404, HttpRequest

from callcenter.access.permissions import position
from callcenter.people.middleware import chosen_site
from callcenter.people.models import Site, Team
from staffing.floor import access


def site_or_none(request: HttpRequest) -> Site | None:
    """The site chosen in the shell; None for who has none."""
    found: Any = getattr(request, "site", None)
    return found or None


def led_teams(request: HttpRequest) -> list[Team]:
    """The teams whose records the reader writes: their own first, at the site the others after them."""
    own = position(request.user).team_ids
    site = chosen_site(request)
    rows = access.teams_in_sight(request.user, site).order_by("department__code", "code")
    found = [team for team in rows if access.may_record(request.user, team)]
    return [team for team in found if team.pk in own] or found


def team_of(request: HttpRequest) -> Team:
    """The posted team, of those whose records the reader writes; 404 for any other."""
    wanted = request.POST.get("team", "")
    found = next((team for team in led_teams(request) if str(team.pk) == wanted), None)
    if found is None:
        raise Http404
    return found


def day_of(request: HttpRequest) -> datetime.date:
    """The posted day; 404 for what is none."""
    try:
        return datetime.date.fromisoformat(request.POST.get("on", ""))
    except ValueError as error:
        raise Http404 from error
