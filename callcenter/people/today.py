"""Panels of people on Today: who joins and leaves this week, log-ins not taken up, and one's own place."""

import datetime

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from callcenter.access.matrix import Action
from callcenter.access.permissions import position
from callcenter.access.posts import PostCode
from callcenter.people.models import Employee, PostHolding, ReportingLine, TeamMembership
from callcenter.web import cells
from callcenter.web.today import Entry, Figure, Panel, facts

SHOWN = 5
STAFF = (PostCode.HR, PostCode.DIRECTOR, PostCode.CENTER_MANAGER)
ADMINISTRATORS = (PostCode.HR, PostCode.SYSADMIN)
AGENTS = (PostCode.AGENT,)


def week(request: HttpRequest) -> Panel | None:
    """Who joins and who leaves from Monday to Sunday of this week, among the people in sight."""
    today = position(request.user).today
    if today is None:
        return None
    monday = today - datetime.timedelta(days=today.weekday())
    span = (monday, monday + datetime.timedelta(days=6))
    people = Employee.objects.visible_to(request.user).select_related("site")
    moving = people.filter(Q(hired_on__range=span) | Q(left_on__range=span)).order_by("number")
    joining = sorted((p for p in moving if span[0] <= p.hired_on <= span[1]), key=lambda p: p.hired_on)
    leaving = [p for p in moving if p.left_on and span[0] <= p.left_on <= span[1]]
    entries = [_line(person, person.hired_on, "user-plus") for person in joining[:SHOWN]]
    entries += [_line(person, person.left_on, "user-off") for person in leaving[:SHOWN]]
    return facts(
        _("People this week"),
        figures=[
            Figure(_("Joining"), str(len(joining)), url=_people("status=starting") if joining else ""),
            Figure(_("Leaving"), str(len(leaving)), _("first day away"), _people("status=leaving")),
        ],
        entries=entries,
        note="" if entries else _("Nobody joins or leaves this week."),
        url=_people(),
    )


def _people(query: str = "") -> str:
    return reverse("people:employees") + (f"?{query}" if query else "")


def _line(person: Employee, day: datetime.date | None, icon: str) -> Entry:
    return Entry(
        str(person), f"{person.number} · {person.site}", person.get_absolute_url(), cells.day(day), icon
    )


def unused_logins(request: HttpRequest) -> Panel | None:
    """Log-ins whose password is still the temporary one, the oldest first: people who may not have got in."""
    people = Employee.objects.visible_to(request.user, Action.EDIT).filter(
        user__must_change_password=True, user__is_active=True
    )
    waiting = list(people.select_related("site", "user").order_by("user__created_at", "number")[:50])
    more = "+" if len(waiting) == 50 else ""
    entries = [
        Entry(str(p), p.number, p.get_absolute_url(), cells.moment(p.user.created_at), "key")
        for p in waiting[:SHOWN]
        if p.user
    ]
    return facts(
        _("Temporary passwords"),
        figures=[Figure(_("Not yet changed"), f"{len(waiting)}{more}")] if waiting else [],
        entries=entries,
        note="" if waiting else _("Everybody has set a password of their own."),
    )


def my_place(request: HttpRequest) -> Panel | None:
    """An agent's own post, team and superior."""
    where = position(request.user)
    if where.employee_id is None or where.today is None:
        return None
    now = {"employee": where.employee_id, "period__contains": where.today}
    post = PostHolding.objects.filter(is_primary=True, **now).select_related("post").first()
    member = TeamMembership.objects.filter(**now).select_related("team").first()
    line = ReportingLine.objects.filter(**now).select_related("superior").first()
    found = [
        Entry(str(post.post), _("Post"), icon="badge") if post else None,
        Entry(str(member.team), _("Team"), icon="users-group") if member else None,
        Entry(str(line.superior), _("Reports to"), icon="user-share") if line else None,
    ]
    return facts(_("My record"), entries=[one for one in found if one], url=reverse("people:me"))
