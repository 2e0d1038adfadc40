"""Open work of people: rooms say what somebody still has to do, and how a successor takes it over."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.utils.functional import Promise

from callcenter.access.permissions import Actor
from callcenter.people.employees.models import Employee

Text = str | Promise


@dataclass(frozen=True)
class Item:
    """One piece of open work: what it is, and its page ("" without one)."""

    label: str
    url: str = ""


Found = dict[int, list[Item]]  # by employee


@dataclass(frozen=True)
class Provider:
    """One sort of open work. `find` reads it for many employees in constant queries; `hand_over` gives all of it of one
    to the successor, in the caller's transaction, and says how many; it runs on the leaver's last day or later.
    """

    key: str
    title: Text
    find: Callable[[Collection[int]], Found]
    hand_over: Callable[[Employee, Employee, Actor], int]


_providers: dict[str, Provider] = {}


def provide_open_work(
    key: str,
    title: Text,
    *,
    find: Callable[[Collection[int]], Found],
    hand_over: Callable[[Employee, Employee, Actor], int],
) -> None:
    """Declare a sort of open work; called in AppConfig.ready(). An account closes only when there is none left."""
    _providers.setdefault(key, Provider(key, title, find, hand_over))


def providers() -> list[Provider]:
    """Every sort, in the order declared."""
    return list(_providers.values())


@dataclass(frozen=True)
class Work:
    """What somebody has open of one sort."""

    provider: Provider
    items: list[Item]


def open_work(employee_ids: Collection[int]) -> dict[int, list[Work]]:
    """What each of them has open; nobody's entry is missing."""
    found: dict[int, list[Work]] = {pk: [] for pk in employee_ids}
    for provider in providers():
        for pk, items in provider.find(employee_ids).items():
            if items:
                found[pk].append(Work(provider, items))
    return found


def open_count(employee_id: int) -> int:
    """How many pieces of work somebody has open."""
    return sum(len(work.items) for work in open_work([employee_id])[employee_id])
