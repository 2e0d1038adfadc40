"""The trail: search it, read one event."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from callcenter.access.matrix import Action
from callcenter.access.permissions import Actor, may, require
from callcenter.audit.differences import differences
from callcenter.audit.filters import EventFilter
from callcenter.audit.models import Event
from callcenter.web.listing import Column, Listing, list_page

SUBJECT = "audit.event"


def _changes(event: Event) -> str:
    """Before and after on one line, for the column that is hidden until chosen."""
    before, after = event.before or {}, event.after or {}
    return "; ".join(f"{key}: {before.get(key, '')} → {after.get(key, '')}" for key in {**before, **after})


LISTING = Listing(
    key="audit.events",
    title=_("Audit trail"),
    columns=(
        Column("at", _("Time"), lambda event: event.at, kind="datetime", link=Event.get_absolute_url),
        Column("who", _("Who"), lambda event: event.who),
        Column("sentence", _("What"), lambda event: event.sentence, link=Event.get_absolute_url, wrap=True),
        Column("reason", _("Reason"), lambda event: event.reason, wrap=True),
        Column("subject", _("On what"), lambda event: event.subject_label, default=False),
        Column("verb", _("Code"), lambda event: event.verb, default=False),
        Column("changes", _("Before and after"), _changes, default=False, wrap=True),
    ),
    ordering=("-id",),
    filterset=EventFilter,
    empty_title=_("Nothing recorded yet"),
    empty_text=_("Whatever somebody changes here is written down with who, when, before, after and why."),
    keyset=True,
    peek=True,
    export_subject=SUBJECT,
    definitions=(
        (_("Who"), _("The log-in that did it; the system for what it did by itself.")),
        (_("Code"), _("The act as programs name it; it does not change with the language.")),
    ),
)


@login_required
def events(request: HttpRequest) -> HttpResponseBase:
    """Who did what, when, on what: searched, and taken away as a workbook by those who may."""
    require(may(request.user, Action.VIEW, SUBJECT))
    found = Event.objects.visible_to(request.user).select_related("actor__employee")
    return list_page(request, found, LISTING)


@login_required
def event(request: HttpRequest, pk: int) -> HttpResponse:
    """One event: every fact before and after, and the object it is about."""
    require(may(request.user, Action.VIEW, SUBJECT))
    visible = Event.objects.visible_to(request.user).select_related("actor__employee", "subject_type")
    found = get_object_or_404(visible, pk=pk)
    context = {
        "crumbs": [(LISTING.title, reverse("audit:events")), (found.pk, "")],
        "event": found,
        "differences": differences([found])[found.pk],
        "subject_url": _subject_url(found, request.user),
    }
    return render(request, "audit/event_detail.html", context)


def _subject_url(event: Event, user: Actor) -> str:
    """The page of the object, when it has one, is still there and in the reader's reach."""
    model: Any = event.subject_type.model_class() if event.subject_type else None
    if model is None or model is Event or not hasattr(model, "get_absolute_url"):
        return ""
    rows = model._default_manager
    rows = rows.visible_to(user) if hasattr(rows, "visible_to") else rows.all()
    subject = rows.filter(pk=event.subject_id).first()
    return subject.get_absolute_url() if subject else ""
