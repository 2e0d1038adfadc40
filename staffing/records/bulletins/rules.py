"""What a bulletin is refused for, whom it is for, and which are unread: plain Python."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from callcenter.objections import Objection


@dataclass(frozen=True)
class Audience:
    """Whom a bulletin of a site is for: of these departments or teams (none named: all), holding one of these posts (none: any)."""

    department_ids: frozenset[int] = frozenset()
    team_ids: frozenset[int] = frozenset()
    posts: frozenset[str] = frozenset()

    def includes(self, reader: "Reader") -> bool:
        """Whether the reader belongs to it."""
        everybody = not (self.department_ids or self.team_ids)
        placed = reader.department_id in self.department_ids or reader.team_id in self.team_ids
        return (everybody or placed) and (not self.posts or bool(self.posts & reader.posts))


@dataclass(frozen=True)
class Reader:
    """Where somebody stands on the day."""

    employee_id: int
    team_id: int | None
    department_id: int | None
    posts: frozenset[str]


def objections(
    *, title: str, text: str, valid_from: datetime.datetime, valid_until: datetime.datetime | None
) -> list[Objection]:
    """Every reason against these words and times."""
    found = []
    if not title.strip():
        found.append(Objection("bulletins.title_needed", field="title"))
    if not text.strip():
        found.append(Objection("bulletins.text_needed", field="text"))
    if valid_until is not None and valid_until <= valid_from:
        found.append(Objection("bulletins.ends_before_it_starts", field="valid_until"))
    return found


def is_read(read_numbers: Iterable[int], read_from: int) -> bool:
    """Whether a receipt counts: it is of the version that asked last to be read, or of a later one."""
    return any(number >= read_from for number in read_numbers)
