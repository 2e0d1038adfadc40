"""Lists of a million wide rows: the keys of one page first, from an index that holds all that is asked, then its rows."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.db.models import QuerySet

FEW = 1_000  # rows that are named one by one rather than met on the way down an index

Rows = TypeVar("Rows", bound=QuerySet[Any])


def few(*ways: QuerySet[Any, Any]) -> list[int] | None:
    """The keys that these questions find together when they are few; None when they are many. Asks the database once."""
    bounded = [way.order_by()[: FEW + 1] for way in ways]
    found = bounded[0].union(*bounded[1:]) if len(bounded) > 1 else bounded[0]
    keys = [row if isinstance(row, int) else next(iter(row.values())) for row in found[: FEW + 1]]
    return keys if len(keys) <= FEW else None


class KeysFirst:
    """A queryset as pages ask it: ordered, filtered, and cut. A cut reads its keys as a question within the question, so that
    the order is walked in a narrow index; `wide` says what is read with each of its rows.
    """

    def __init__(self, rows: QuerySet[Any], wide: Callable[[Any], QuerySet[Any]]) -> None:
        self.rows = rows
        self.wide = wide

    def order_by(self, *names: Any) -> "KeysFirst":
        return KeysFirst(self.rows.order_by(*names), self.wide)

    def filter(self, *conditions: Any, **fields: Any) -> "KeysFirst":
        return KeysFirst(self.rows.filter(*conditions, **fields), self.wide)

    def count(self) -> int:
        return self.rows.count()

    def __getitem__(self, part: slice) -> QuerySet[Any]:
        if not self.rows.query.order_by:
            return self.rows[part]
        named: Any = self.rows.model._default_manager.filter(pk__in=self.rows.values("pk")[part])
        return self.wide(named).order_by(*self.rows.query.order_by)
