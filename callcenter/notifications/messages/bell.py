"""What the bell shows: how many messages are unread, with one query over the index of unread ones."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from callcenter.notifications.messages.models import Message
from callcenter.web.bell import Bell

MOST = 99  # counted further than that, the bell would cost more and say no more


def bell(request: HttpRequest) -> Bell:
    """The bell of whoever asks."""
    unread = Message.objects.visible_to(request.user).unread().order_by("-pk")
    count = len(unread.values_list("pk", flat=True)[: MOST + 1])
    return Bell(
        unread=count,
        count=words(count),
        label=label(count),
        url=reverse("notifications:messages"),
        latest_url=reverse("notifications:latest"),
        count_url=reverse("notifications:unread"),
    )


def words(count: int) -> str:
    """ "", "7", "99+"."""
    return f"{MOST}+" if count > MOST else str(count or "")


def label(count: int) -> str:
    """For screen readers: Notifications, 3 unread."""
    if not count:
        return _("Notifications, none unread")
    if count > MOST:
        return _("Notifications, more than %(count)s unread") % {"count": MOST}
    return ngettext("Notifications, %(count)s unread", "Notifications, %(count)s unread", count) % {
        "count": count
    }
