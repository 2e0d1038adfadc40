"""Drafts of long forms: kept on the server while somebody writes, for that log-in alone. The trail has none of it.

A form says that it is long with `{% draft "people.employee.hire" %}` between its tags; static/js/drafts.js does the rest,
and without JavaScript nothing is kept and nothing breaks. The tag puts a signed ticket into the form: who is logged in,
which form, which page. Everything asks for it, so on a shared machine a page that was left open by one person neither
keeps nor shows anything under the log-in of the next. Passwords, files and fields that look like secrets are never kept.
"""

import datetime
import json
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.auth.signals import user_logged_out
from django.core import signing
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from callcenter.accounts.models import User
from callcenter.web.models import Draft

FIELD = "_draft"  # the ticket's name in the form
SALT = "callcenter.web.drafts"
KEPT = datetime.timedelta(days=7)
TICKET_SECONDS = 2 * 86_400  # a page that stands open for longer keeps nothing more
MOST_BYTES = 60_000
MOST_DRAFTS = 20  # of one user; the oldest go
SECRET = re.compile(r"password|secret|token|passcode|csrf", re.IGNORECASE)


@dataclass(frozen=True)
class Ticket:
    """Whose draft of which form on which page."""

    user_id: int
    form: str
    place: str


def ticket_for(request: HttpRequest, form: str) -> str:
    """What the form of this page carries; a form that was refused goes on with the draft of the page it was opened on."""
    with suppress(PermissionDenied):
        posted = request.POST.get(FIELD, "")
        if posted and ticket_of(request, posted).form == form:
            return posted
    return signing.dumps([request.user.pk, form, request.get_full_path()[:500]], salt=SALT)


def ticket_of(request: HttpRequest, text: str) -> Ticket:
    """The ticket, if it is genuine and of who is logged in now; else refused."""
    try:
        found = Ticket(*signing.loads(text, salt=SALT, max_age=TICKET_SECONDS))
    except (signing.BadSignature, TypeError) as error:
        raise PermissionDenied from error
    if found.user_id != request.user.pk:
        raise PermissionDenied
    return found


@transaction.atomic
def keep(ticket: Ticket, fields: dict[str, list[str]]) -> Draft:
    """Keep what is written so far in place of what was kept before."""
    User.objects.select_for_update(of=("self",)).get(pk=ticket.user_id)
    kept = {name: values for name, values in fields.items() if name != FIELD and not SECRET.search(name)}
    draft, _created = Draft.objects.update_or_create(
        user_id=ticket.user_id,
        form=ticket.form,
        place=ticket.place,
        defaults={"fields": kept, "saved_at": timezone.now()},
    )
    newest = Draft.objects.filter(user=ticket.user_id).order_by("-saved_at", "-pk").values("pk")[:MOST_DRAFTS]
    Draft.objects.filter(user=ticket.user_id).exclude(
        pk__in=list(newest.values_list("pk", flat=True))
    ).delete()
    return draft


def kept(ticket: Ticket) -> Draft | None:
    """What was kept of that form, if it is not too old."""
    since = timezone.now() - KEPT
    return _of(ticket).filter(saved_at__gte=since).first()


def discard(ticket: Ticket) -> None:
    """Forget it: it was sent, or its writer does not want it."""
    _of(ticket).delete()


def drop_old() -> int:
    """Forget what nobody came back for; how many."""
    return Draft.objects.filter(saved_at__lt=timezone.now() - KEPT).delete()[0]


def forget_at_log_out() -> None:
    """From now on, logging out forgets every draft of the log-in. Called once, in ready()."""
    user_logged_out.connect(_logged_out, dispatch_uid="web.drafts")


def _logged_out(sender: Any, user: User | None, **more: Any) -> None:
    if user is not None:
        Draft.objects.filter(user=user.pk).delete()


def _of(ticket: Ticket) -> Any:
    return Draft.objects.filter(user=ticket.user_id, form=ticket.form, place=ticket.place)


@login_required
@never_cache
@require_http_methods(["GET", "POST", "DELETE"])
def draft(request: HttpRequest) -> HttpResponse:
    """Read (GET), keep (POST, JSON) or forget (DELETE) the draft that the ticket names."""
    ticket = ticket_of(request, request.headers.get("X-Draft", ""))
    if request.method == "POST":
        return JsonResponse({"saved_at": keep(ticket, _fields(request)).saved_at})
    if request.method == "DELETE":
        discard(ticket)
        return HttpResponse(status=204)
    found = kept(ticket)
    if found is None:
        return HttpResponse(status=204)
    return JsonResponse({"fields": found.fields, "saved_at": found.saved_at})


def _fields(request: HttpRequest) -> dict[str, list[str]]:
    if len(request.body) > MOST_BYTES:
        raise BadRequest("the form is too long for a draft")
    try:
        found = json.loads(request.body)
    except ValueError as error:
        raise BadRequest("a draft is a JSON object") from error
    is_shaped = isinstance(found, dict) and all(
        isinstance(values, list) and all(isinstance(value, str) and "\x00" not in value for value in values)
        for values in found.values()
    )
    if not is_shaped:
        raise BadRequest("a draft is a JSON object of lists of texts")
    return found


class SentDraftMiddleware:
    """A form that was accepted answers with a redirect: its draft is forgotten. A refused one keeps it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "POST" and response.status_code in (302, 303) and request.user.is_authenticated:
            text = request.POST.get(FIELD)
            if text:
                with suppress(PermissionDenied):  # a page left open by somebody else: it has no draft here
                    discard(ticket_of(request, text))
        return response
