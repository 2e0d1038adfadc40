"""What is kept for how long: rooms register their rows, the rulebook says the days, a task lets go of what is older."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from django.db import models
from django.utils.functional import Promise

Text = str | Promise


class Purge(Protocol):
    """How a room lets go of what is older than a moment."""

    @property
    def title(self) -> Text: ...  # what it is: "Audit trail"
    def count(self, before: datetime.datetime) -> int: ...  # how many would go
    def drop(
        self, before: datetime.datetime, limit: int
    ) -> int: ...  # let go of at most so many; how many went


@dataclass(frozen=True)
class Rows:
    """Rows of a model whose `moment` lies before; `queryset()` leaves out what must stay whatever its age."""

    title: Text
    queryset: Callable[[], models.QuerySet[Any]]
    moment: str

    def _old(self, before: datetime.datetime) -> models.QuerySet[Any]:
        return self.queryset().filter(**{f"{self.moment}__lt": before})

    def count(self, before: datetime.datetime) -> int:
        return self._old(before).count()

    def drop(self, before: datetime.datetime, limit: int) -> int:
        rows = self._old(before).order_by(self.moment).values_list("pk", flat=True)
        keys = list(rows.select_for_update(skip_locked=True, of=("self",))[:limit])
        self.queryset().model._base_manager.filter(pk__in=keys).delete()
        return len(keys)


@dataclass(frozen=True)
class Kept:
    """One line of what is kept. `rule_key`: the rulebook's entry that holds the days."""

    what: str  # "audit.event"
    rule_key: str
    purge: Purge


_kept: dict[str, Kept] = {}


def register(what: str, rule_key: str, purge: Purge) -> None:
    """Declare what is kept; called in AppConfig.ready(). The rule is an INTEGER of days; its minimum is the legal one."""
    if what in _kept and _kept[what].rule_key != rule_key:
        raise ValueError(f"{what!r} is kept twice")
    _kept[what] = Kept(what, rule_key, purge)


def registered() -> list[Kept]:
    """Everything that is kept, by name."""
    return [kept for _, kept in sorted(_kept.items())]


def get(what: str) -> Kept:
    """The line of that name; KeyError when no room declares it."""
    return _kept[what]
