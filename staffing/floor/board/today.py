"""The floor on Today: the leader's own teams now."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from callcenter.access.permissions import position
from callcenter.web.today import Entry, Figure, Panel, Todo, facts
from staffing.floor import access
from staffing.floor import now as floor
from staffing.floor.board import page
from staffing.floor.handovers.models import Handover, OpenItem
from staffing.floor.leading import led_teams, site_or_none
from staffing.floor.presence import Where

SHOWN = 5
COUNTED = (Where.PRESENT, Where.LATE, Where.ABSENT, Where.ON_BREAK)


def my_floor(request: HttpRequest) -> Panel | None:
    """Counts of the teams that the leader leads (the director: the site), and who is missing."""
    site, now = site_or_none(request), timezone.now()
    if site is None or not access.may_look(request.user):
        return None
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


def todo(request: HttpRequest) -> list[Todo]:
    """For leaders of teams: handovers that wait for the incoming signature, items left over from earlier days."""
    me = position(request.user)
    site = site_or_none(request)
    if site is None or not me.team_ids or not access.may_look(request.user):
        return []
    teams = [team.pk for team in led_teams(request) if team.pk in me.team_ids]
    waiting = Handover.objects.open().filter(team__in=teams, outgoing_signed_at__isnull=False)
    found = [
        Todo(
            _("Take over %(team)s, shift %(code)s") % {"team": row.team, "code": row.code},
            _("Handed over by %(name)s") % {"name": row.outgoing},
            row.get_absolute_url(),
            row.change_at,
            "soon",
            "replace",
        )
        for row in waiting.exclude(outgoing=me.employee_id).select_related("team", "outgoing")[:SHOWN]
    ]
    left = OpenItem.objects.filter(team__in=teams, done_at=None, raised_on__lt=site.today())
    found += [
        Todo(
            item.text,
            _("Left over from %(day)s, comes first") % {"day": item.raised_on},
            reverse("floor:handovers"),
            icon="flag",
        )
        for item in left[:SHOWN]
    ]
    return found
