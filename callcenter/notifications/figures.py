"""The figures of a message as they are stored, and as one reader sees them: their language, their zone."""

import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.utils import translation
from django.utils.dateparse import parse_datetime

from callcenter.web import cells

TYPE, VALUE = "$", "v"


def packed(figures: dict[str, Any] | None) -> dict[str, Any]:
    """Typed figures as JSON. Moments, days and durations keep their type; whatever else is no number or plain text
    (a lazy sentence, an employee, a site) is written in every language that the product speaks.
    """
    return {name: _pack(value) for name, value in (figures or {}).items()}


def _pack(value: Any) -> Any:
    if value is None or type(value) in (str, int, float, bool):
        return value
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime.datetime):
        if value.tzinfo is None:
            raise ValueError(f"the figure {value!r} names no time zone")
        return {TYPE: "moment", VALUE: value.astimezone(datetime.UTC).isoformat()}
    if isinstance(value, datetime.date):
        return {TYPE: "day", VALUE: value.isoformat()}
    if isinstance(value, datetime.timedelta):
        return {TYPE: "span", VALUE: value.total_seconds()}
    return {TYPE: "text", VALUE: _in_every_language(value)}


def _in_every_language(value: Any) -> dict[str, str]:
    said = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            said[code] = str(value)
    return said


def choice(row: Model, field: str) -> Any:
    """What a field of a row says, as a figure that every reader gets in their own language; `get_…_display` would keep the
    language of whoever acts."""
    found: Any = row._meta.get_field(field)
    return dict(found.flatchoices).get(getattr(row, field), "")


def unpacked(stored: dict[str, Any]) -> dict[str, Any]:
    """The figures as words in the active language and time zone."""
    return {name: _unpack(value) for name, value in stored.items()}


def _unpack(value: Any) -> Any:
    if not isinstance(value, dict) or TYPE not in value:
        return value
    inner = value[VALUE]
    match value[TYPE]:
        case "moment":
            return cells.moment(parse_datetime(inner))
        case "day":
            return cells.day(datetime.date.fromisoformat(inner))
        case "span":
            return cells.span(inner)
    spoken = translation.get_language() or settings.LANGUAGE_CODE
    return inner.get(spoken) or inner.get(spoken.partition("-")[0]) or next(iter(inner.values()), "")
