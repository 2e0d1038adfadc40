"""Complaints on Today: what is due, what waits to be accepted, one's steps; figures for who answers for the site."""

import datetime
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from callcenter.access.permissions import position
from callcenter.web import today as home
from callcenter.web.cells import moment
from complaints.cases import access, wording
from complaints.cases.dossier import Case
from complaints.cases.states import State
from complaints.cases.steps.models import BY_DEPARTMENTS, Step, StepState

SHOWN = 10
DAY = datetime.timedelta(days=1)
NEAR = datetime.timedelta(days=2)


def cases_due(request: HttpRequest) -> list[home.Todo]:
    """One's own complaints that are overdue or due within two days."""
    me = position(request.user).employee_id
    if me is None:
        return []
    rows = Case.objects.filter(owner=me, closed_at=None, due_at__lt=timezone.now() + NEAR).defer("search")
    return [
        home.Todo(
            _("Close %(reference)s") % {"reference": one.reference},
            f"{one.title} · {one.get_state_display()}",
            one.get_absolute_url(),
            one.due_at,
            icon="message-report",
        )
        for one in rows.order_by("due_at")[:SHOWN]
    ]


def to_accept(request: HttpRequest) -> list[home.Todo]:
    """What was submitted to the service department of the site."""
    site: Any = getattr(request, "site", None)
    if not site or not access.is_service(request.user, site.pk):
        return []
    me = position(request.user).employee_id
    rows = Case.objects.filter(site=site, state=State.SUBMITTED)
    rows = rows.exclude(about=me) if me is not None else rows
    found = list(rows.defer("search").order_by("submitted_at")[: SHOWN + 1])
    if not found:
        return []
    if len(found) == 1:
        one = found[0]
        url = one.get_absolute_url()
        return [
            home.Todo(
                _("Accept %(reference)s") % {"reference": one.reference},
                one.title,
                url,
                tone="",
                icon="inbox",
            )
        ]
    count = f"{SHOWN}+" if len(found) > SHOWN else str(len(found))
    words = _("Accept %(count)s complaints") % {"count": count}
    titles = " · ".join(one.title for one in found[:3])
    return [home.Todo(words, titles, f"{reverse('cases:index')}?state=submitted", icon="inbox")]


def sent_back(request: HttpRequest) -> list[home.Todo]:
    """What one took and has not submitted."""
    me = position(request.user).employee_id
    if me is None:
        return []
    rows = Case.objects.filter(taker=me, state=State.RECEIVED).defer("search").order_by("received_at")
    return [
        home.Todo(
            _("Submit %(reference)s") % {"reference": one.reference},
            one.title,
            one.get_absolute_url(),
            icon="send",
        )
        for one in rows[:SHOWN]
    ]


def steps_due(request: HttpRequest) -> list[home.Todo]:
    """Steps of departments that are one's own to do."""
    me = position(request.user).employee_id
    if me is None:
        return []
    rows = Step.objects.filter(assignee=me, kind__in=BY_DEPARTMENTS, state=StepState.RUNNING, done_at=None)
    return [
        home.Todo(
            wording.step_name(one),
            f"{one.case.reference} {one.case.title}",
            one.get_absolute_url(),
            one.due_at,
            icon="list-check",
        )
        for one in rows.select_related("case").defer("case__search").order_by("due_at")[:SHOWN]
    ]


def panel(request: HttpRequest) -> home.Panel | None:
    """Open, overdue, due within a day, especially serious; and the next ones that are due."""
    site: Any = getattr(request, "site", None)
    if not site:
        return None
    now = timezone.now()
    rows = Case.objects.visible_to(request.user).filter(site=site, closed_at=None)
    sums = rows.aggregate(
        open=Count("pk"),
        overdue=Count("pk", filter=Q(due_at__lt=now)),
        near=Count("pk", filter=Q(due_at__gte=now, due_at__lt=now + DAY)),
        serious=Count("pk", filter=Q(severity="serious")),
        waiting=Count("pk", filter=Q(state=State.SUBMITTED)),
    )
    base = reverse("cases:index")
    figures = [
        home.Figure(pgettext("complaints", "Open"), f"{sums['open']:,}", _waiting(sums["waiting"]), f"{base}?standing=open"),
        home.Figure(_("Overdue"), f"{sums['overdue']:,}", "", f"{base}?due=overdue", "bad" if sums["overdue"] else ""),
        home.Figure(_("Due in 24 h"), f"{sums['near']:,}", "", f"{base}?due=day", "warn" if sums["near"] else ""),
        home.Figure(_("Especially serious"), f"{sums['serious']:,}", "", f"{base}?standing=open&severity=serious"),
    ]  # fmt: skip
    first = rows.filter(due_at__isnull=False).select_related("owner").defer("search").order_by("due_at")[:5]
    entries = [
        home.Entry(
            f"{one.reference} {one.title}",
            f"{one.get_state_display()} · {one.owner}",
            one.get_absolute_url(),
            moment(one.due_at),
            "message-report",
            "late"
            if one.due_at and one.due_at < now
            else "soon"
            if one.due_at and one.due_at < now + DAY
            else "",
        )
        for one in first
    ]
    return home.facts(_("Complaints"), figures=figures, entries=entries, url=base)


def _waiting(number: int) -> str:
    if not number:
        return ""
    return ngettext("%(count)d waits for acceptance", "%(count)d wait for acceptance", number) % {
        "count": number
    }
