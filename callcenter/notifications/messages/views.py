"""One's own notifications: the list, the bell's latest lines and count, opening, marking."""

import datetime

from django.contrib import messages as toasts
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_cache_control
from django.utils.dateparse import parse_datetime
from django.utils.http import quote_etag, url_has_allowed_host_and_scheme
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from callcenter.accounts.models import User
from callcenter.notifications.messages import services
from callcenter.notifications.messages.bell import bell
from callcenter.notifications.messages.listing import MESSAGES
from callcenter.notifications.messages.models import Message, MessageQuerySet
from callcenter.web.listing import list_page

UNDO = "notifications_undo"  # in the session: when everything was marked as read
LATEST = 8


def own(request: HttpRequest) -> MessageQuerySet:
    """One's own messages, ready to be shown."""
    return Message.objects.visible_to(request.user).for_reading()


def reader(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


@login_required
@require_GET
def message_list(request: HttpRequest) -> HttpResponseBase:
    """The list, newest first."""
    newest = own(request).order_by("-pk").values_list("pk", flat=True).first()
    context = {"newest": newest or "", "undo": request.session.pop(UNDO, "")}
    return list_page(request, own(request), MESSAGES, template="notifications/messages.html", context=context)


@login_required
@require_GET
def open_message(request: HttpRequest, pk: int) -> HttpResponse:
    """On to what it is about; it counts as read."""
    message = get_object_or_404(own(request), pk=pk)
    services.mark_read(reader(request), [message.pk])
    if message.url and message.is_open:
        return redirect(message.url)
    toasts.info(request, message.shown)
    return redirect("notifications:messages")


@login_required
@require_GET
def latest(request: HttpRequest) -> HttpResponse:
    """The bell's latest lines."""
    lines = list(own(request).order_by("-pk")[:LATEST])
    context = {"lines": lines, "newest": lines[0].pk if lines else "", "bell": bell(request)}
    return render(request, "notifications/latest.html", context)


@login_required
@require_GET
def unread(request: HttpRequest) -> HttpResponse:
    """How much is unread, for the bell; asked again and again, answered 304 while nothing changed."""
    found = bell(request)
    tag = quote_etag(f"{reader(request).pk}-{found.unread}-{get_language()}")
    if request.headers.get("If-None-Match") == tag:
        answer: HttpResponse = HttpResponse(status=304)
    else:
        answer = JsonResponse({"unread": found.unread, "count": found.count, "label": found.label})
    answer["ETag"] = tag
    patch_cache_control(answer, private=True, no_cache=True)
    return answer


def _chosen(request: HttpRequest) -> list[int]:
    return [int(key) for key in request.POST.getlist("selected") if key.isdecimal()][:1000]


def _back(request: HttpRequest) -> HttpResponse:
    """To the page of ours that was asked from."""
    target = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        return redirect(target)
    return redirect("notifications:messages")


@login_required
@require_POST
def mark_read(request: HttpRequest) -> HttpResponse:
    """Mark the chosen ones as read."""
    count = services.mark_read(reader(request), _chosen(request))
    toasts.success(
        request,
        ngettext("%(count)s notification is read.", "%(count)s notifications are read.", count)
        % {"count": count},
    )
    return _back(request)


@login_required
@require_POST
def mark_unread(request: HttpRequest) -> HttpResponse:
    """Mark the chosen ones as unread."""
    count = services.mark_unread(reader(request), _chosen(request))
    toasts.success(
        request,
        ngettext(
            "%(count)s notification is unread again.", "%(count)s notifications are unread again.", count
        )
        % {"count": count},
    )
    return _back(request)


@login_required
@require_POST
def mark_all_read(request: HttpRequest) -> HttpResponse:
    """Mark everything as read that had come when the page was opened; the list offers to take it back."""
    newest = request.POST.get("newest", "")
    at = services.mark_all_read(reader(request), int(newest) if newest.isdecimal() else None)
    if at is not None:
        request.session[UNDO] = at.isoformat()
        toasts.success(request, _("Everything is read."))
    return redirect("notifications:messages")


@login_required
@require_POST
def undo_all_read(request: HttpRequest) -> HttpResponse:
    """Take back what marked everything as read."""
    at = _moment(request.POST.get("at", ""))
    count = services.undo_all_read(reader(request), at) if at else 0
    toasts.success(
        request,
        ngettext(
            "%(count)s notification is unread again.", "%(count)s notifications are unread again.", count
        )
        % {"count": count},
    )
    return redirect("notifications:messages")


def _moment(text: str) -> datetime.datetime | None:
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found and found.tzinfo else None
