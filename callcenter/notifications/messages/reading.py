"""What a person may still see of their messages: the posts of the day count, not those when the message was written."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from callcenter.accounts.models import User

if TYPE_CHECKING:
    from callcenter.notifications.messages.models import Message


def readable(messages: "Iterable[Message]", user: User) -> set[int]:
    """The keys of those messages whose subject the user may see today: one query for each kind of subject.

    A message about nothing, or about a sort of object without `visible_to`, is for whoever was told.
    """
    open_to: set[int] = set()
    by_type: dict[Any, list[Message]] = {}
    for message in messages:
        if message.subject_type_id is None:
            open_to.add(message.pk)
        else:
            by_type.setdefault(message.subject_type, []).append(message)
    for subject_type, about in by_type.items():
        model = subject_type.model_class()
        rows: Any = model._default_manager.all() if model else None
        if rows is None or not hasattr(rows, "visible_to"):
            open_to |= {message.pk for message in about}
            continue
        subjects = {message.subject_id for message in about}
        seen = set(rows.visible_to(user).filter(pk__in=subjects).values_list("pk", flat=True))
        open_to |= {message.pk for message in about if message.subject_id in seen}
    return open_to


def settle(messages: "list[Message]") -> None:
    """Settle `is_open` of messages that are fetched together, for each reader in one go."""
    readers: dict[User, list[Message]] = {}
    for message in messages:
        if message.recipient is not None:
            readers.setdefault(message.recipient, []).append(message)
    for reader, own in readers.items():
        open_to = readable(own, reader)
        for message in own:
            message.is_open = message.pk in open_to
