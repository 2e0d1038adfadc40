"""The files of letters that are sent together: each drawn once, none above what a letter may carry."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from functools import cached_property

from callcenter.accounts.models import User
from callcenter.notifications.enclosures import Enclosure
from callcenter.notifications.messages.models import Message
from callcenter.rulebook.values import value

MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Enclosed:
    """One message's file in one letter; without content it is too large to go with it."""

    name: str
    media_type: str
    content: bytes | None


@dataclass
class Drawings:
    """What was drawn for the letters of one batch, by key; None: larger than any letter may carry."""

    _drawn: dict[Hashable, bytes | None] = field(default_factory=dict)

    def enclosed(self, messages: Iterable[Message], reader: User) -> dict[int, Enclosed]:
        """The files of one letter by message, in the active language; together at most notifications.most_enclosed."""
        found: dict[int, Enclosed] = {}
        taken = 0
        for message in messages:
            enclosing = message.about.enclosing
            file = enclosing(message.subject_id, message.figures, reader) if enclosing else None
            if file is None:
                continue
            content = self._content(file)
            if content is not None and taken + len(content) > self.most:
                content = None
            taken += len(content or b"")
            found[message.pk] = Enclosed(file.name, file.media_type, content)
        return found

    @cached_property
    def most(self) -> int:
        """How many bytes a letter carries."""
        return int(value("notifications.most_enclosed")) * MEGABYTE

    def _content(self, file: Enclosure) -> bytes | None:
        if file.key not in self._drawn:
            content = file.draw()
            self._drawn[file.key] = content if len(content) <= self.most else None
        return self._drawn[file.key]
