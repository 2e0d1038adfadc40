"""The reference as people read it: the schema's operations by room, each with what it takes and what it answers."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from callcenter.api.document import document
from callcenter.api.examples import example_of, resolved, type_of
from callcenter.api.shapes import FieldLine, fields_of, line_of, marked
from callcenter.api.wording import paragraphs

ROOMS: dict[str, str | Promise] = {
    "people": _("People and organisation"),
    "access": _("Permissions"),
    "rulebook": _("Rulebook"),
    "audit": _("Audit trail"),
    "files": _("Imports and exports"),
    "telephony": _("Calls and queues"),
    "measures": _("Measures"),
    "reports": _("Reports"),
    "workcalendar": _("Working calendar"),
    "clocks": _("Clocks"),
    "approvals": _("Approvals"),
    "notifications": _("Notifications"),
    "integrations": _("Integrations"),
    "operation": _("Operation"),
}
METHODS = ("get", "post", "put", "patch", "delete")
JSON = "application/json"


@dataclass(frozen=True)
class Body:
    """What is sent or answered, in one media type."""

    media_type: str
    fields: list[FieldLine]
    example: str


@dataclass(frozen=True)
class Answer:
    """One status with its sentence; `body` None where nothing comes back."""

    status: str
    meaning: SafeString
    body: Body | None = None


@dataclass(frozen=True)
class Operation:
    """One method at one address."""

    id: str
    method: str
    path: str
    room: str
    summary: str
    text: list[SafeString]
    parameters: list[FieldLine] = field(default_factory=list)
    bodies: list[Body] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    refusals: list[Answer] = field(default_factory=list)
    scopes: list[str] = field(default_factory=list)

    @property
    def in_path(self) -> list[FieldLine]:
        return [line for line in self.parameters if line.place == "path"]

    @property
    def in_query(self) -> list[FieldLine]:
        return [line for line in self.parameters if line.place == "query"]

    @property
    def in_header(self) -> list[FieldLine]:
        return [line for line in self.parameters if line.place == "header"]

    @property
    def is_reading(self) -> bool:
        return self.method == "get"

    def holds(self, words: list[str]) -> bool:
        """Whether every word stands in the address, the method, the sentence or the name of a field."""
        names = " ".join(line.name for line in self.parameters)
        told = f"{self.method} {self.path} {self.id} {self.summary} {' '.join(self.text)} {names}".casefold()
        return all(word.casefold() in told for word in words)

    def curl(self, host: str) -> str:
        """The same as one command line; `host` is https://callcenter.example."""
        address = self.path
        for line in self.in_path:
            address = address.replace(f"{{{line.name}}}", str(line.example))
        asked = "&".join(f"{line.name}={line.example}" for line in self.in_query if line.is_required)
        parts = ["curl" if self.is_reading else f"curl -X {self.method.upper()}"]
        parts.append(f'"{host}{address}{"?" + asked if asked else ""}"')
        parts.append('-H "Authorization: Bearer $TOKEN"')
        if not self.is_reading and self.in_header:
            parts.append('-H "Idempotency-Key: $(uuidgen)"')
        body = next((body for body in self.bodies if body.media_type == JSON), None)
        if body is not None:
            one_line = json.dumps(json.loads(body.example), ensure_ascii=False).replace("'", "'\\''")
            parts += ['-H "Content-Type: application/json"', f"-d '{one_line}'"]
        elif self.bodies:
            parts += [
                f'-F "{line.name}={line.example}"' for line in self.bodies[0].fields if line.is_required
            ]
        return " \\\n  ".join(parts)


@dataclass(frozen=True)
class Room:
    """The operations of one part of the product."""

    key: str
    label: str | Promise
    operations: list[Operation]


def rooms() -> list[Room]:
    """Every room of the API in the active language."""
    return _rooms(get_language() or "en")


def room_of(key: str) -> Room | None:
    """One room; None when the API has none of that name."""
    return next((room for room in rooms() if room.key == key), None)


def search(text: str) -> list[Room]:
    """The rooms with the operations that hold every word; all of them without words."""
    words = text.split()
    found = [
        Room(room.key, room.label, [one for one in room.operations if one.holds(words)]) for room in rooms()
    ]
    return [room for room in found if room.operations]


def problem_fields() -> list[FieldLine]:
    """What every refusal holds."""
    components = document()["components"]["schemas"]
    return fields_of(components["Problem"], components)


@cache
def _rooms(language: str) -> list[Room]:
    made: dict[str, list[Operation]] = {}
    for operation in _operations(document()):
        made.setdefault(operation.room, []).append(operation)
    order = list(ROOMS)
    keys = sorted(made, key=lambda key: (order.index(key) if key in order else len(order), key))
    return [Room(key, ROOMS.get(key, key.capitalize()), made[key]) for key in keys]


def _operations(schema: dict[str, Any]) -> Iterator[Operation]:
    components = schema["components"]["schemas"]
    for path, methods in schema["paths"].items():
        for method in METHODS:
            if method in methods:
                yield _operation(path, method, methods[method], components)


def _operation(path: str, method: str, told: dict[str, Any], components: dict[str, Any]) -> Operation:
    parts = paragraphs(told.get("description", ""))
    summary = told.get("summary") or (_first_sentence(parts[0]) if parts else told["operationId"])
    if method == "get" and path.endswith("}/"):
        summary = gettext("One entry: %(sentence)s") % {"sentence": summary}
    answers = [_answer(status, answer, components) for status, answer in told["responses"].items()]
    return Operation(
        id=told["operationId"],
        method=method,
        path=path,
        room=told["tags"][0],
        summary=summary,
        text=[marked(part) for part in parts],
        parameters=[
            line_of(one["name"], one.get("schema", {}), components, told=one, place=one["in"])
            for one in told.get("parameters", [])
        ],
        bodies=[
            _body(media_type, media, components)
            for media_type, media in told.get("requestBody", {}).get("content", {}).items()
            if media_type in (JSON, "multipart/form-data", "text/csv")
        ],
        answers=[answer for answer in answers if answer.status < "300"],
        refusals=[answer for answer in answers if answer.status >= "300"],
        scopes=sorted(
            {scope for one in told.get("security", []) for scopes in one.values() for scope in scopes}
        ),
    )


def _first_sentence(text: str) -> str:
    """Up to the first full stop, in either script."""
    ends = [text.find(mark) + 1 for mark in (". ", "。") if mark in text]
    return text[: min(ends)] if ends else text


def _answer(status: str, told: dict[str, Any], components: dict[str, Any]) -> Answer:
    body = next((_body(t, media, components) for t, media in told.get("content", {}).items()), None)
    return Answer(status, marked(told.get("description", "")), body if status < "300" else None)


def _body(media_type: str, media: dict[str, Any], components: dict[str, Any]) -> Body:
    shape = media.get("schema", {})
    example = media["example"] if "example" in media else example_of(shape, components)
    is_list = type_of(resolved(shape, components)) == "array"
    return Body(
        media_type,
        fields_of(shape, components, prefix="[]." if is_list else ""),
        json.dumps(example, ensure_ascii=False, indent=2, default=str),
    )
