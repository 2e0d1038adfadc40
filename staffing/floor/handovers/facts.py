"""What a handover lists of itself: left-over items first, then deadlines, requests, people, breaks."""

import datetime
from typing import Any

from django.urls import reverse

from callcenter.approvals.models import Request
from callcenter.clocks.models import Clock
from callcenter.people.models import Team
from staffing.floor import now as floor
from staffing.floor.breaks.models import BreakKind
from staffing.floor.dutylogs.models import DutyLog
from staffing.floor.handovers.models import OpenItem
from staffing.floor.presence import Where
from staffing.floor.stops.models import StopWork
from staffing.records.incidents import selectors as incidents
from staffing.roster.models import Origin, RosterChange

Fact = tuple[str, dict[str, Any], str]  # key of topics.WORDS, figures, address


def gather(team: Team, on: datetime.date, now: datetime.datetime) -> list[Fact]:
    """As of `now`; a fixed number of queries."""
    site = team.department.site
    found: list[Fact] = [
        ("open_item", {"since": item.raised_on.isoformat(), "text": item.text}, "")
        for item in OpenItem.objects.filter(team=team, done_at=None)
    ]
    overdue = Clock.objects.overdue(now).filter(team=team).count()
    if overdue:
        found.append(("overdue", {"count": overdue}, reverse("clocks:clocks")))
    waiting = Request.objects.filter(team=team, state="open").count()
    if waiting:
        found.append(("requests", {"count": waiting}, reverse("approvals:requests")))
    rows = floor.shifts_around(site, now).filter(team=team)
    people = floor.people(site, rows.order_by("starts_at", "employee__number"), now=now)
    for key, where in (("absent", Where.ABSENT), ("late", Where.LATE), ("on_leave", Where.ON_LEAVE)):
        names = [str(each.employee) for each in people if where in each.words]
        if names:
            found.append((key, {"names": ", ".join(names)}, reverse("floor:board") + f"?where={where}"))
    ids = [each.employee.pk for each in people]
    changes = RosterChange.objects.filter(
        employee__in=ids, on=on, changed_at__gte=now - datetime.timedelta(days=1)
    )
    for change in changes.select_related("employee").order_by("changed_at"):
        figures = {
            "name": str(change.employee),
            "origin": str(Origin(change.origin).label),
            "reason": change.reason or "–",
        }
        found.append(("changed", figures, ""))
    for each in people:
        if each.pause is not None:
            figures = {"name": str(each.employee), "kind": str(BreakKind(each.pause.kind).label)}
            found.append(("away", figures, reverse("floor:person", args=[each.assignment.pk])))
    for incident in incidents.open_incidents(site):
        if incident.team_id in (None, team.pk):
            found.append(("incident", {"what": str(incident)}, incident.get_absolute_url()))
    for stop in StopWork.objects.filter(team=team, on=on).select_related("employee"):
        found.append(
            ("stopped", {"name": str(stop.employee), "reason": stop.reason}, stop.get_absolute_url())
        )
    for log in DutyLog.objects.open().filter(team=team, ends_at__lte=now).select_related("team"):
        found.append(("unsigned_log", {"number": log.number}, log.get_absolute_url()))
    return found
