"""What customers are asked about: each kind of finished thing says who served, which customer, when it ended (S2A-13).

Rooms of complaints are named here, others register in AppConfig.ready(). A call needs no row: its reference is enough.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.functional import Promise

from callcenter.people.models import Employee, Site
from complaints.cases.models import CauseClass
from complaints.customers.models import Customer

Text = str | Promise
CALL = "call"


@dataclass(frozen=True)
class Facts:
    """One finished thing: whose work is rated, and whom to ask."""

    site: Site
    employee: Employee | None
    reference: str
    customer: Customer | None = None
    name: str = ""
    phone: str = ""
    email: str = ""


Closed = Callable[[Site, datetime.datetime, datetime.datetime, CauseClass | None], models.QuerySet[Any]]


@dataclass(frozen=True)
class SourceKind:
    """One kind. `closed(site, start, end, cause)` gives the rows that ended in [start, end), `facts(row)` what is known of
    one, `find(user, reference)` the one row that a user sees under its number. `is_visit`: somebody came, so the third item asks about the arrival.
    """

    key: str
    title: Text
    model: type[models.Model]
    facts: Callable[[Any], Facts]
    closed: Closed
    find: Callable[[Any, str], Any | None]
    is_visit: bool = False


_kinds: dict[str, SourceKind] = {}


def register(kind: SourceKind) -> None:
    """Add a kind; called in AppConfig.ready()."""
    _kinds[kind.key] = kind


def get(key: str) -> SourceKind | None:
    """The kind of that key; None for calls and kinds that no room names."""
    return _kinds.get(key)


def of(row: models.Model) -> SourceKind:
    """The kind of this row; KeyError where no room names one."""
    return next(kind for kind in _kinds.values() if kind.model is type(row))


def all_kinds() -> list[SourceKind]:
    """Every kind, in the order declared."""
    return list(_kinds.values())


def title(key: str) -> Text:
    """What the kind is called."""
    from django.utils.translation import gettext as _

    kind = _kinds.get(key)
    return kind.title if kind is not None else _("Call")


def is_visit(key: str) -> bool:
    """Whether somebody came to the customer."""
    kind = _kinds.get(key)
    return kind is not None and kind.is_visit
