"""Before and after as people read them: the field's name, what it was, what it is."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.dateparse import parse_datetime
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from callcenter.audit.facts import WORDS
from callcenter.audit.models import Event
from callcenter.web import cells


@dataclass(frozen=True)
class Difference:
    """One fact of an event; `before` or `after` is a dash where there was or is none."""

    label: str
    before: str
    after: str
    is_changed: bool


def differences(events: Iterable[Event]) -> dict[int, list[Difference]]:
    """The facts of each event by its id. Names behind foreign keys are read in one query a model."""
    found = list(events)
    names = _names(found)
    return {event.pk: _of(event, names) for event in found}


Names = dict[tuple[type[models.Model], int], str]


def _of(event: Event, names: Names) -> list[Difference]:
    before, after = event.before or {}, event.after or {}
    keys = dict.fromkeys([*before, *after])
    lines = []
    for key in keys:
        field = _field(event, key)
        was, now = before.get(key), after.get(key)
        is_changed = key in before and key in after and was != now
        lines.append(
            Difference(_label(field, key), _said(field, was, names), _said(field, now, names), is_changed)
        )
    return lines


def _field(event: Event, key: str) -> Any:
    model = event.subject_type.model_class() if event.subject_type else None
    if model is None:
        return None
    try:
        return model._meta.get_field(key)
    except FieldDoesNotExist:
        return None


def _label(field: Any, key: str) -> str:
    verbose = getattr(field, "verbose_name", None)
    return capfirst(str(verbose)) if verbose else str(WORDS.get(key, key.replace("_", " ").capitalize()))


def _said(field: Any, value: Any, names: Names) -> str:
    """The value in words: yes and no, a choice's label, a name behind a key, dates and times."""
    if value is None or value == "":
        return cells.NOTHING
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        return (
            "; ".join(f"{key}: {_said(None, inner, names)}" for key, inner in value.items()) or cells.NOTHING
        )
    if isinstance(value, list):
        return ", ".join(_said(field, inner, names) for inner in value) or cells.NOTHING
    if field is not None and getattr(field, "related_model", None) and isinstance(value, int):
        return names.get((field.related_model, value), str(value))
    choices = dict(getattr(field, "flatchoices", None) or ())
    if value in choices:
        return str(choices[value])
    moment = _moment(value)
    return cells.moment(moment) if moment else str(value)


def _moment(value: Any) -> datetime.datetime | None:
    if not isinstance(value, str) or "T" not in value:
        return None
    try:
        found = parse_datetime(value)
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None


def _names(events: list[Event]) -> Names:
    wanted: dict[type[models.Model], set[int]] = {}
    for event in events:
        for key, value in [*(event.before or {}).items(), *(event.after or {}).items()]:
            field = _field(event, key)
            if field is not None and getattr(field, "related_model", None) and isinstance(value, int):
                wanted.setdefault(field.related_model, set()).add(value)
    return {
        (model, pk): str(row)
        for model, pks in wanted.items()
        for pk, row in model._default_manager.in_bulk(pks).items()
    }
