"""Which customers somebody is serving: rooms above say so, since complaints and work orders are theirs.

    from complaints.customers import serving
    serving.provide("cases", find)      # in AppConfig.ready()

`find(people)` is given employees (ids, or a query of ids) and answers with a query of one column: the ids of customers
whose open case or work order one of them holds. It becomes part of one query; it must not read anything itself.
"""

from collections.abc import Callable, Collection
from typing import Any

from django.db.models import QuerySet

People = QuerySet[Any] | Collection[int]
Find = Callable[[People], QuerySet[Any]]

_finds: dict[str, Find] = {}


def provide(key: str, find: Find) -> None:
    """Declare one way of serving; called in AppConfig.ready()."""
    _finds[key] = find


def served_by(people: People) -> list[QuerySet[Any]]:
    """The customers whom these people serve, one query of ids for each way."""
    return [find(people) for _key, find in sorted(_finds.items())]
