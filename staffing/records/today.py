"""Records of the floor on Today: what one has to read, which patrols are due, which meetings want planning or minutes."""

import datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from callcenter.access.permissions import position
from callcenter.access.posts import PostCode
from callcenter.web.today import Todo
from staffing.records.access import keeps_anything, keeps_site
from staffing.records.bulletins.models import Bulletin
from staffing.records.cleaning.selectors import dues, overdue
from staffing.records.meetings.forms import at_nine
from staffing.records.meetings.models import Meeting
from staffing.records.meetings.of_shifts.selectors import waiting, without_minutes
from staffing.records.meetings.selectors import wanted
from staffing.records.patrols.selectors import running
from staffing.records.visitors.models import Visit
from staffing.records.visitors.rules import VisitState
from staffing.roster.models import Assignment

SHOWN = 10
WEEK = datetime.timedelta(days=7)


def bulletins(request: HttpRequest) -> list[Todo]:
    """The bulletins that must be read before the next shift; late once it has begun."""
    me, now = position(request.user).employee_id, timezone.now()
    if me is None:
        return []
    mine = Bulletin.objects.addressed_to(request.user).in_force(now).filter(must_read=True)
    titles = list(
        mine.with_read_by(me).filter(is_read=False).order_by("-changed_at").values_list("title", flat=True)
    )
    if not titles:
        return []
    shift = Assignment.objects.published().filter(employee=me, ends_at__gt=now).order_by("starts_at").first()
    words = ngettext("Read a bulletin", "Read %(count)s bulletins", len(titles)) % {"count": len(titles)}
    due = shift.starts_at if shift else None
    tone = "late" if due and due <= now else "soon" if due else ""
    return [Todo(words, " · ".join(titles[:3]), reverse("records:to-read"), due, tone, "mail")]


def patrols(request: HttpRequest) -> list[Todo]:
    """The next patrol of each running shift, of their teams, for leaders who are on shift."""
    site = getattr(request, "site", None)
    where, now = position(request.user), timezone.now()
    if not site or where.employee_id is None or not keeps_anything(request.user):
        return []
    on_duty = Assignment.objects.published().filter(
        employee=where.employee_id, starts_at__lte=now, ends_at__gt=now
    )
    leads = PostCode.SHIFT_LEADER in where.posts or PostCode.GROUP_LEADER in where.posts
    if not leads or not on_duty.exists():
        return []
    everywhere = keeps_site(request.user, site.pk) and not where.team_ids
    return [
        Todo(
            _("Patrol at %(team)s %(code)s") % {"team": one.team, "code": one.code},
            _("%(done)s of %(needed)s patrols of this shift are recorded")
            % {"done": one.standing.done, "needed": one.standing.needed},
            f"{reverse('records:patrol-new')}?team={one.team.pk}",
            one.standing.next_due_at,
            "late" if one.standing.is_overdue(now) else "soon",
            "list-search",
        )
        for one in running(site, now)
        if one.standing.next_due_at is not None and (everywhere or one.team.pk in where.team_ids)
    ]


def meetings(request: HttpRequest) -> list[Todo]:
    """For directors the meetings that the calendar wants planned within a week; for chairs the minutes that are missing."""
    site = getattr(request, "site", None)
    where, now = position(request.user), timezone.now()
    if not site or where.employee_id is None:
        return []
    missing = Meeting.objects.filter(
        chair=where.employee_id, closed_at=None, cancelled_at=None, shift_on=None, starts_at__lte=now
    )
    found = [
        Todo(
            _("Write the minutes of %(title)s") % {"title": one.title},
            "",
            one.get_absolute_url(),
            one.starts_at,
            "soon",
            "users-group",
        )
        for one in missing.order_by("starts_at")[:SHOWN]
    ]
    if PostCode.DIRECTOR in where.posts and keeps_site(request.user, site.pk):
        today = site.today()
        for one in wanted(site, today):
            if one.on <= today + WEEK:
                url = f"{reverse('records:meeting-new')}?kind={one.series.kind.value}&on={one.on}"
                words = _("Plan: %(name)s") % {"name": one.series.kind.label}
                found.append(Todo(words, "", url, at_nine(one.on, site), "soon", "calendar-plus"))
    return found


def shift_meetings(request: HttpRequest) -> list[Todo]:
    """For who keeps them: the meetings of shifts that begin soon or have no minutes yet, late ones named; older ones as one."""
    site, me, now = getattr(request, "site", None), position(request.user).employee_id, timezone.now()
    if not site or me is None:
        return []
    chaired = Meeting.objects.filter(site=site, chair=me, shift_on__isnull=False)
    teams = set(chaired.filter(closed_at=None, cancelled_at=None).values_list("team", flat=True))
    if not teams:
        return []
    found = [
        Todo(
            one.meeting.name,
            _("Write the minutes") if one.has_begun else _("Begins at %(at)s") % {"at": _clock(one.meeting)},
            one.meeting.get_absolute_url(),
            one.due_at if one.has_begun else one.meeting.starts_at,
            "late" if one.is_overdue else "soon",
            "users-group",
        )
        for one in waiting(site, teams, now)
        if one.meeting.chair_id == me
    ]
    older = without_minutes(site, teams, now, chair=me)
    if older:
        words = ngettext(
            "%(count)s meeting of earlier shifts has no minutes",
            "%(count)s meetings of earlier shifts have no minutes",
            older,
        )
        url = f"{reverse('records:shift-meetings')}?state=planned"
        found.append(Todo(words % {"count": older}, "", url, None, "late", "users-group"))
    return found[:SHOWN]


def _clock(meeting: Meeting) -> str:
    return f"{meeting.starts_at.astimezone(meeting.site.zone):%H:%M}"


def cleaning(request: HttpRequest) -> list[Todo]:
    """For leaders: today's cleaning duties that nobody ticked off, and those that are overdue."""
    site = getattr(request, "site", None)
    where = position(request.user)
    leads = PostCode.SHIFT_LEADER in where.posts or PostCode.GROUP_LEADER in where.posts
    if not site or not leads:
        return []
    day = site.today()
    open_ones = [one for one in dues(site, day, day, actor=request.user) if one.tick is None]
    late = overdue(site, actor=request.user)
    return [
        Todo(
            _("Cleaning: %(name)s") % {"name": one.duty},
            str(one.duty.team or ""),
            reverse("records:cleaning"),
            datetime.datetime.combine(one.on, datetime.time.max, site.zone),
            "late" if one.is_overdue else "soon",
            "checks",
        )
        for one in [*late, *open_ones][:SHOWN]
    ]


def visitors(request: HttpRequest) -> list[Todo]:
    """For leaders of the site: visits that wait for approval."""
    site = getattr(request, "site", None)
    if not site or not keeps_site(request.user, site.pk):
        return []
    asked = Visit.objects.filter(site=site, state=VisitState.ASKED, on__gte=site.today())
    asked = asked.exclude(host=position(request.user).employee_id or 0).order_by("on", "pk")
    return [
        Todo(
            _("Decide on the visit of %(name)s") % {"name": one.name},
            one.reason,
            one.get_absolute_url(),
            datetime.datetime.combine(one.on, datetime.time(8), site.zone),
            "soon",
            "door-enter",
        )
        for one in asked[:SHOWN]
    ]
