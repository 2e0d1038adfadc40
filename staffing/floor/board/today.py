"""The floor on Today: the leader's own teams now."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from callcenter.access.permissions import position
from callcenter.web.today import Entry, Figure, Panel, facts
from staffing.floor import access
from staffing.floor import now as floor
from staffing.floor.board import page
from staffing.floor.presence import Where

SHOWN = 5
COUNTED = (Where.PRESENT, Where.LATE, Where.ABSENT, Where.ON_BREAK)


def my_floor(request: HttpRequest) -> Panel | None:
    """Counts of the teams that the leader leads (the director: the site), and who is missing."""
    if not request.site or not access.may_look(request.user):
        return None
    site, now = request.site, timezone.now()
    teams = access.teams_in_sight(request.user, site)
    own = position(request.user).team_ids & set(teams.values_list("pk", flat=True))
    rows = floor.shifts_around(site, now).filter(team__in=own or teams)
    people = floor.people(site, rows.order_by("starts_at", "employee__number"), now=now)
    url = reverse("floor:board")
    figures = []
    for where in COUNTED:
        count = sum(where in each.words for each in people)
        word = page.WORDS[where]
        figures.append(
            Figure(word.label, str(count), url=f"{url}?where={where}", tone=word.tone if count else "")
        )
    missing = [each for each in people if each.words & {Where.ABSENT, Where.OFF_POST}]
    entries = [
        Entry(
            str(each.employee),
            page.detail(each, now),
            reverse("floor:person", args=[each.assignment.pk]),
            icon="user-question",
        )
        for each in missing[:SHOWN]
    ]
    note = "" if people else _("Nobody is on duty now or soon.")
    return facts(_("My floor now"), figures=figures, entries=entries, note=note, url=url)
