"""Who may see and change the files of a record: the room of the record says."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models

from callcenter.access.permissions import Actor

Question = Callable[[Actor, Any], bool]  # (who, the record)


@dataclass(frozen=True)
class Holder:
    """A model whose records hold files. `may_view` and `may_edit` are asked for each record."""

    model: type[models.Model]
    may_view: Question
    may_edit: Question


_holders: dict[str, Holder] = {}


def register(model: type[models.Model], *, may_view: Question, may_edit: Question) -> None:
    """Let records of `model` hold files; called in AppConfig.ready()."""
    _holders[model._meta.label_lower] = Holder(model, may_view, may_edit)


def holder(label: str) -> Holder:
    """The holder of that label ("people.employee"); KeyError for records that hold no files."""
    return _holders[label]


def may_view(actor: Actor, record: models.Model) -> bool:
    """Whether the actor may see the record's files; never for records that hold none."""
    found = _holders.get(record._meta.label_lower)
    return found is not None and found.may_view(actor, record)


def may_edit(actor: Actor, record: models.Model) -> bool:
    """Whether the actor may add and remove files."""
    found = _holders.get(record._meta.label_lower)
    return found is not None and found.may_edit(actor, record)
