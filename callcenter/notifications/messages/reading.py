"""What a person may still see of their messages: the posts of the day count, not those when the message was written."""

from collections.abc import Iterable
from typing import Any

from callcenter.accounts.models import User
from callcenter.notifications.messages.models import Message


def readable(messages: Iterable[Message], user: User) -> set[int]:
    """The keys of those messages whose subject the user may see today: one query for each kind of subject.

    A message about nothing, or about a sort of object without `visible_to`, is for whoever was told.
    """
    open_to, by_type = set(), {}  # type: ignore[var-annotated]
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
