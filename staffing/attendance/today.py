"""Attendance on Today: the agent's clock, who is late and absent for those who lead them."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from callcenter.access.permissions import position
from callcenter.people.selectors import employee_of
from callcenter.web.cells import day
from callcenter.web.today import Entry, Figure, Panel, Todo, facts
from staffing.attendance import rules
from staffing.attendance.access import may_decide_some
from staffing.attendance.breaches.models import Breach
from staffing.attendance.days.selectors import missing_now
from staffing.attendance.punches.selectors import clock

SHOWN = 12


def my_clock(request: HttpRequest) -> Panel | None:
    """Whether I am in, and my shift; nothing for who has none near."""
    if position(request.user).employee_id is None:
        return None
    found = clock(employee_of(request.user), request.META.get("REMOTE_ADDR"))
    if found.shift is None and found.since is None:
        return None
    context = {"clock": found}
    return Panel(_("Clock in and out"), "attendance/today_clock.html", context, reverse("attendance:mine"))


def missing(request: HttpRequest) -> Panel | None:
    """Who should be there and is not: within minutes of the start of the shift."""
    rows = missing_now(request.user)
    shown = list(rows[:SHOWN])
    today = timezone.localdate()
    address = reverse("attendance:days")
    absent = rows.filter(codes__contains=[rules.ABSENT]).count()
    late = rows.count() - absent
    entries = [
        Entry(
            str(row.employee),
            f"{row.team or ''} · {timezone.localtime(row.starts_at):%H:%M}".strip(" ·"),
            row.get_absolute_url(),
            _("absent so far") if rules.ABSENT in row.codes else _("late so far"),
            "user-x" if rules.ABSENT in row.codes else "clock-exclamation",
            "late" if rules.ABSENT in row.codes else "soon",
        )
        for row in shown
    ]
    figures = [
        Figure(
            _("Late so far"),
            str(late),
            url=f"{address}?on={today}&late=true&there=false&state=running",
            tone="warn" if late else "good",
        ),
        Figure(
            _("Absent so far"),
            str(absent),
            url=f"{address}?on={today}&code=absent&there=false&state=running",
            tone="bad" if absent else "good",
        ),
    ]
    note = "" if entries else _("Everybody whose shift has begun is there.")
    return facts(_("Late and absent now"), figures=figures, entries=entries, note=note, url=address)


def todo(request: HttpRequest) -> list[Todo]:
    """The shift that has begun without me."""
    if position(request.user).employee_id is None:
        return []
    found = clock(employee_of(request.user), request.META.get("REMOTE_ADDR"))
    if found.shift is None or not found.is_late:
        return []
    return [
        Todo(
            _("Clock in"),
            _("Your shift began at %(at)s.")
            % {"at": timezone.localtime(found.shift.starts_at).strftime("%H:%M")},
            reverse("attendance:mine"),
            found.shift.starts_at,
            "late",
            "login",
        )
    ]


def breaches_to_decide(request: HttpRequest) -> list[Todo]:
    """The breaches that wait for the user's word, in one line, with the next deadline."""
    if not may_decide_some(request.user):
        return []
    dues = list(Breach.objects.to_decide_by(request.user).with_due().values_list("due_at", flat=True))
    if not dues:
        return []
    count, due_at = len(dues), min(filter(None, dues), default=None)
    words = ngettext("%(count)d breach of attendance", "%(count)d breaches of attendance", count)
    return [
        Todo(
            words % {"count": count},
            _("Confirm or dismiss"),
            f"{reverse('attendance:breaches')}?state=proposed",
            due_at,
            "late" if due_at and due_at < timezone.now() else "",
            "gavel",
        )
    ]


def breaches_of_mine(request: HttpRequest) -> list[Todo]:
    """What is held against me and not decided: I may say what happened."""
    me = position(request.user).employee_id
    if me is None:
        return []
    rows = Breach.objects.proposed().filter(employee=me, stated_at=None).with_due().order_by("on", "pk")
    return [
        Todo(
            _("Say what happened: %(kind)s") % {"kind": row.get_kind_display()},
            day(row.on),
            row.get_absolute_url(),
            row.due_at,
            icon="gavel",
        )
        for row in rows[:SHOWN]
    ]
