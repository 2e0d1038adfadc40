"""What people are told about: each kind of message is declared once by the room it belongs to."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise

from callcenter.notifications.enclosures import Enclosing

Text = str | Promise


class Email(StrEnum):
    """How a person gets messages of a kind by e-mail; the bell has every one of them anyway."""

    AT_ONCE = "at_once"
    DIGEST = "digest"
    OFF = "off"


@dataclass(frozen=True)
class Kind:
    """One kind of message. `key` is `room.what_happened`; `title` what it is called in the preferences.

    `sentence` is lazy gettext with %(name)s for each figure: every reader sees it in their own language and zone.
    `is_urgent`: never held by quiet hours, never in a digest. `email`: how people get it who have chosen nothing.
    `is_for_teams`: a team's or site's chat channel may subscribe to it; leave it out of what is private to a person.
    `enclosing`: the file that its e-mail carries, if any.
    """

    key: str
    title: Text
    sentence: Text
    is_urgent: bool = False
    email: Email = Email.DIGEST
    is_for_teams: bool = True
    icon: str = "bell"
    enclosing: Enclosing | None = None

    @property
    def room(self) -> str:
        """The part of the key before the dot: what the preferences group by."""
        return self.key.partition(".")[0]

    @property
    def choices(self) -> tuple[Email, ...]:
        """The ways of e-mail that a person may choose: what is urgent waits for no digest."""
        return (Email.AT_ONCE, Email.OFF) if self.is_urgent else tuple(Email)


_kinds: dict[str, Kind] = {}
_rooms: dict[str, Text] = {}


def define(*kinds: Kind, room: Text = "") -> None:
    """Declare kinds; called in AppConfig.ready(). `room` names their group in the preferences ("Deadlines")."""
    for kind in kinds:
        if "." not in kind.key:
            raise ValueError(f"the kind {kind.key!r} is not room.what_happened")
        if _kinds.setdefault(kind.key, kind) != kind:
            raise ValueError(f"the kind {kind.key!r} is declared twice")
        if kind.is_urgent and kind.email is Email.DIGEST:
            raise ValueError(f"the kind {kind.key!r} is urgent and cannot wait for a digest")
        if room:
            _rooms[kind.room] = room


def get(key: str) -> Kind:
    """The kind of that key; KeyError when no room declares it."""
    return _kinds[key]


def find(key: str) -> Kind:
    """The kind of that key, also of a room that is there no more: its messages stay readable."""
    return _kinds.get(key) or Kind(key, key, "%(kind)s", email=Email.OFF)


def all_kinds() -> Iterator[Kind]:
    """Every kind, by room and key."""
    return (kind for _key, kind in sorted(_kinds.items()))


def room_name(room: str) -> str:
    """What a group of kinds is called."""
    return str(_rooms.get(room, room.capitalize()))


def titles() -> list[tuple[str, str]]:
    """Every kind with its title, sorted as it reads: for filters."""
    return sorted(((kind.key, str(kind.title)) for kind in _kinds.values()), key=lambda pair: pair[1])


def sentence(key: str, figures: dict[str, Any]) -> str:
    """What is said, in the active language; the kind's title when a figure is missing."""
    kind = find(key)
    try:
        return str(kind.sentence) % ({"kind": kind.title} | figures)
    except (KeyError, TypeError, ValueError):
        return str(kind.title)
