"""The files of letters that are sent together: each drawn once, none above what a letter may carry."""

import logging
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

from callcenter.accounts.models import User
from callcenter.notifications.enclosures import Enclosure
from callcenter.notifications.messages.models import Message
from callcenter.rulebook.values import value

log = logging.getLogger(__name__)

MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Enclosed:
    """One message's file in one letter; without content it does not go with it, because it is too large or cannot be made."""

    name: str
    media_type: str
    content: bytes | None
    is_too_large: bool = False


@dataclass
class Drawings:
    """What was drawn for the letters of one batch, by key."""

    _drawn: dict[Hashable, Enclosed] = field(default_factory=dict)

    def enclosed(self, messages: Iterable[Message], reader: User) -> dict[int, Enclosed]:
        """The files of one letter by message, in the active language; together at most notifications.most_enclosed."""
        found: dict[int, Enclosed] = {}
        taken = 0
        for message in messages:
            enclosing = message.about.enclosing
            file = enclosing(message.subject_id, message.figures, reader) if enclosing else None
            if file is None:
                continue
            enclosed = self._made(file)
            if taken + len(enclosed.content or b"") > self.most:
                enclosed = replace(enclosed, content=None, is_too_large=True)
            taken += len(enclosed.content or b"")
            found[message.pk] = enclosed
        return found

    @cached_property
    def most(self) -> int:
        """How many bytes a letter carries."""
        return int(value("notifications.most_enclosed")) * MEGABYTE

    def _made(self, file: Enclosure) -> Enclosed:
        """The file; what cannot be made keeps no letter back, and of what is too large only the name is kept."""
        if file.key not in self._drawn:
            content = None
            try:
                content = file.draw()
            except Exception:
                log.exception("the file %s of an e-mail cannot be made", file.name)
            is_too_large = content is not None and len(content) > self.most
            self._drawn[file.key] = Enclosed(
                file.name, file.media_type, None if is_too_large else content, is_too_large
            )
        return self._drawn[file.key]
