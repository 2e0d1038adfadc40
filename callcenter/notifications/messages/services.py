"""Marking one's messages as read."""

import datetime

from django.utils import timezone

from callcenter.accounts.models import User
from callcenter.notifications.messages.models import Message


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
