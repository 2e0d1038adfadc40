"""Who is away: rooms above (leave) say so, the roster's grid, checks and coverage ask."""

import datetime
from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Absence:
    """Somebody is away from `starts_at` to `ends_at` (aware, half-open). `label` is short and for people: "Annual leave".

    `is_certain`: approved; False while it is only asked for. `url` leads to its record, "" without one.
    """

    employee_id: int
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    label: str | Promise
    is_certain: bool = True
    url: str = ""


Finder = Callable[[Collection[int], datetime.datetime, datetime.datetime], list[Absence]]
_finders: list[Finder] = []


def provide(find: Finder) -> None:
    """`find(employee ids, start, end)` gives the absences that share a moment with [start, end), in constant queries.

    Registered in AppConfig.ready().
    """
    if find not in _finders:
        _finders.append(find)


def between(
    employee_ids: Collection[int], start: datetime.datetime, end: datetime.datetime
) -> dict[int, list[Absence]]:
    """The absences of these people that share a moment with [start, end), in order, by employee."""
    found: dict[int, list[Absence]] = {}
    for find in _finders:
        for each in find(employee_ids, start, end):
            found.setdefault(each.employee_id, []).append(each)
    for each_list in found.values():
        each_list.sort(key=lambda absence: absence.starts_at)
    return found
