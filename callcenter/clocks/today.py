"""Deadlines on Today: one's own as things to do, those of one's reach as a panel."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import scope
from callcenter.clocks import selectors, wording
from callcenter.clocks.models import SUBJECT, Clock
from callcenter.web.today import Entry, Figure, Panel, Todo, facts

SHOWN = 5
TO_DO = 20


def todo(request: HttpRequest) -> list[Todo]:
    """The user's own deadlines that are overdue or due soon; a paused one asks for nothing."""
    now = timezone.now()
    within = selectors.soon(getattr(request, "site", None) or None)
    own = Clock.objects.running().filter(owner=request.user.pk, due_at__lte=now + within).order_by("due_at")
    return [
        Todo(
            clock.label,
            clock.title,
            clock.get_absolute_url(),
            clock.due_at,
            "late" if clock.is_overdue(now) else "soon",
            "clock",
        )
        for clock in own[:TO_DO]
        if not clock.is_paused(now)
    ]


def due(request: HttpRequest) -> Panel | None:
    """What is due where the user looks after others: overdue, soon, running, and the first of them."""
    if scope(request.user, Action.VIEW, SUBJECT) < Scope.TEAM:
        return None
    now = timezone.now()
    within = selectors.soon(getattr(request, "site", None) or None)
    seen = Clock.objects.visible_to(request.user)
    found = selectors.counts(seen, within, now)
    if not found.running:
        return None
    first = list(
        seen.running()
        .filter(due_at__lte=now + within)
        .select_related("owner__employee")
        .order_by("due_at", "pk")[:SHOWN]
    )
    return facts(
        _("What is due"),
        figures=[
            Figure(
                _("Overdue"), str(found.overdue), url=_list("overdue"), tone="bad" if found.overdue else ""
            ),
            Figure(_("Due soon"), str(found.soon), url=_list("soon"), tone="warn" if found.soon else ""),
            Figure(_("Running"), str(found.running), url=_list("running")),
        ],
        entries=[
            Entry(
                clock.label,
                clock.title,
                clock.get_absolute_url(),
                wording.due(clock, now),
                "clock",
                "late" if clock.is_overdue(now) else "soon",
            )
            for clock in first
        ],
        note="" if first else _("Nothing is overdue or due soon."),
        url=reverse("clocks:clocks"),
    )


def _list(state: str) -> str:
    return f"{reverse('clocks:clocks')}?state={state}"
