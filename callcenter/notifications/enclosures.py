"""Files that go with a letter: a kind of message says which, the delivery draws and attaches them."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any

from callcenter.accounts.models import User


@dataclass(frozen=True)
class Enclosure:
    """A file, drawn when its letter is sent. `key` stands for its content: what many letters enclose is drawn once."""

    key: Hashable
    name: str
    media_type: str
    draw: Callable[[], bytes] = field(compare=False)


# (the message's subject, its figures, its reader) -> the file, or None where the reader may not have it. It is asked
# in the reader's language, and only for a reader who may see the subject.
Enclosing = Callable[[int | None, Mapping[str, Any], User], Enclosure | None]
