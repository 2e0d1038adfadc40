"""Scopes of API clients: one to read and one to write for each room. Integrations declares them; the schema names them."""

from dataclasses import dataclass

from django.utils.functional import Promise

BASE = "/api/v1/"
READING = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True)
class RoomScopes:
    """`reads` and `writes` say in a sentence what the scope allows; an empty `writes`: clients only read there."""

    room: str
    reads: str | Promise
    writes: str | Promise = ""

    @property
    def sentences(self) -> dict[str, str | Promise]:
        found = {f"{self.room}:read": self.reads}
        return found | {f"{self.room}:write": self.writes} if self.writes else found


_rooms: dict[str, RoomScopes] = {}


def declare(*rooms: RoomScopes) -> None:
    """Offer scopes; called in AppConfig.ready(). A room that nobody declares is for people's sessions alone."""
    _rooms.update({room.room: room for room in rooms})


def sentences() -> dict[str, str | Promise]:
    """Every scope with what it allows."""
    return {scope: text for room in _rooms.values() for scope, text in room.sentences.items()}


def needed(path: str, method: str) -> str | None:
    """The scope that a client needs there: "" for none, such as the schema; None where clients have no business."""
    room = path.removeprefix(BASE).partition("/")[0]
    if room in ("", "schema"):
        return ""
    scope = f"{room}:{'read' if method.upper() in READING else 'write'}"
    return scope if scope in sentences() else None


def completed(scopes: set[str]) -> set[str]:
    """Who may write in a room may read there."""
    return scopes | {scope.replace(":write", ":read") for scope in scopes}
