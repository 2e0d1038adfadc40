"""Reading one's messages, and forgetting old ones."""

import datetime

from django.db.models import Exists, OuterRef
from django.utils import timezone

from callcenter.accounts.models import User
from callcenter.notifications.delivery.models import OPEN, Delivery
from callcenter.notifications.messages.models import Message
from callcenter.rulebook.values import value

BATCH = 10_000


def mark_read(user: User, keys: list[int]) -> int:
    """Mark these of one's own messages as read; how many were not."""
    own = Message.objects.visible_to(user).unread()
    return own.filter(pk__in=keys).update(read_at=timezone.now())


def mark_unread(user: User, keys: list[int]) -> int:
    """Mark these of one's own messages as unread again; how many were read."""
    return Message.objects.visible_to(user).filter(pk__in=keys).exclude(read_at=None).update(read_at=None)


def mark_all_read(user: User, up_to: int | None = None) -> datetime.datetime | None:
    """Mark one's messages as read, up to the newest that was on the page; the moment, by which `undo_all_read` knows
    them, or None when there was none.
    """
    unread = Message.objects.visible_to(user).unread()
    if up_to is not None:
        unread = unread.filter(pk__lte=up_to)
    at = timezone.now()
    return at if unread.update(read_at=at) else None


def undo_all_read(user: User, at: datetime.datetime) -> int:
    """Take back a `mark_all_read`; how many are unread again."""
    return Message.objects.visible_to(user).filter(read_at=at).update(read_at=None)


def drop_old() -> int:
    """Delete messages older than the rulebook keeps them, with their deliveries; how many. Those on their way stay."""
    cutoff = timezone.now() - datetime.timedelta(days=value("notifications.keep_days"))
    on_their_way = Delivery.objects.filter(message=OuterRef("pk"), state__in=OPEN)
    old = Message.objects.filter(~Exists(on_their_way), created_at__lt=cutoff)
    total = 0
    while keys := list(old.values_list("pk", flat=True)[:BATCH]):
        Message.objects.filter(pk__in=keys).delete()
        total += len(keys)
    return total
