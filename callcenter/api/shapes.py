"""The shapes of the schema as lines that people read: name, type in words, meaning, allowed values, limits."""

import re
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from callcenter.api.examples import example_of, resolved, type_of
from callcenter.api.wording import CHOICES

DEPTH = 4
TYPES: dict[str, str | Promise] = {
    "string": _("text"),
    "integer": _("whole number"),
    "number": _("number"),
    "boolean": _("true or false"),
    "object": _("object"),
    "": _("anything"),
}
FORMATS: dict[str, str | Promise] = {
    "date": _("day, YYYY-MM-DD"),
    "date-time": _("moment, ISO 8601"),
    "time": _("time of day, HH:MM:SS"),
    "uuid": _("UUID"),
    "email": _("e-mail address"),
    "uri": _("address (URI)"),
    "binary": _("file"),
    "decimal": _("decimal number as text"),
}
_CHOICE = re.compile(r"^\* `(.*?)` - (.*)$", re.MULTILINE)


@dataclass(frozen=True)
class FieldLine:
    """One field or parameter. `name` is dotted within objects; `depth` how deep it stands."""

    name: str
    kind: str
    meaning: SafeString
    choices: list[tuple[str, str]]
    limits: str
    example: Any
    is_required: bool = False
    is_nullable: bool = False
    is_made_by_us: bool = False
    place: str = ""
    depth: int = 0
    default: str = ""
    type: str = ""


def fields_of(
    shape: dict[str, Any], components: dict[str, Any], *, prefix: str = "", depth: int = 0
) -> list[FieldLine]:
    """The fields of an object or of the objects in a list, those within them right after them."""
    shape = resolved(shape, components)
    if type_of(shape) == "array":
        return fields_of(shape.get("items", {}), components, prefix=prefix, depth=depth)
    lines = []
    for name, inner in shape.get("properties", {}).items():
        full = resolved(inner, components)
        line = line_of(
            f"{prefix}{name}",
            inner,
            components,
            told={"required": name in shape.get("required", ())},
            depth=depth,
        )
        lines.append(line)
        if depth < DEPTH:
            of_many = type_of(full) == "array"
            within = full.get("items", {}) if of_many else full
            lines += fields_of(
                within, components, prefix=f"{prefix}{name}{'[]' if of_many else ''}.", depth=depth + 1
            )
    return lines


def line_of(
    name: str,
    shape: dict[str, Any],
    components: dict[str, Any],
    *,
    told: dict[str, Any],
    place: str = "",
    depth: int = 0,
) -> FieldLine:
    """One line; `told` is the parameter's own part of the schema (description, required)."""
    is_nullable = _may_be_null(shape, components)
    shape = resolved(shape, components)
    text = told.get("description") or shape.get("description") or shape.get("title") or ""
    meaning = text.partition(CHOICES)[0].strip()
    inner = resolved(shape.get("items", {}), components)
    values = [value for value in shape.get("enum") or inner.get("enum") or [] if value not in (None, "")]
    said = dict(_CHOICE.findall(f"{text}\n{inner.get('description', '')}"))
    order = {value: place for place, value in enumerate(said)}
    return FieldLine(
        name=name,
        kind=_kind(shape, inner),
        meaning=marked(meaning),
        choices=sorted(
            ((str(value), said.get(str(value), "")) for value in values),
            key=lambda pair: order.get(pair[0], 0),
        ),
        limits=_limits(shape),
        example=told.get("example", example_of(shape, components, name.rpartition(".")[2])),
        is_required=bool(told.get("required")),
        is_nullable=is_nullable,
        is_made_by_us=bool(shape.get("readOnly")),
        place=place,
        depth=depth,
        default=str(shape["default"]) if shape.get("default") not in (None, "") else "",
        type=type_of(shape),
    )


def marked(text: str) -> SafeString:
    """A sentence with its `backticked` words as code."""
    parts = str(text).split("`")
    return mark_safe(  # noqa: S308  escaped part by part
        "".join(
            f"<code>{escape(part)}</code>" if number % 2 else escape(part)
            for number, part in enumerate(parts)
        )
    )


def _kind(shape: dict[str, Any], inner: dict[str, Any]) -> str:
    kind = type_of(shape)
    if kind == "array":
        return gettext("list of: %(kind)s") % {"kind": _kind(inner, {})}
    return str(FORMATS.get(shape.get("format", "")) or TYPES.get(kind, kind))


def _may_be_null(shape: dict[str, Any], components: dict[str, Any]) -> bool:
    kinds = shape.get("type", "")
    parts = shape.get("oneOf") or shape.get("anyOf") or []
    return (isinstance(kinds, list) and "null" in kinds) or any(
        part.get("type") == "null" or part.get("$ref", "").endswith("/NullEnum") for part in parts
    )


def _limits(shape: dict[str, Any]) -> str:
    """The bounds worth telling; those of the database's number types are not."""
    said = []
    if shape.get("maxLength"):
        said.append(gettext("at most %(count)s characters") % {"count": shape["maxLength"]})
    low, high = shape.get("minimum"), shape.get("maximum")
    if low not in (None, -32768, -2147483648):
        said.append(gettext("at least %(count)s") % {"count": low})
    if high not in (None, 32767, 2147483647, 9223372036854775807):
        said.append(gettext("at most %(count)s") % {"count": high})
    return gettext(", ").join(said)
