"""The reporting line, a level at a time: one person, those who report there, and those one step further where they are few."""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator

from callcenter.accounts.models import User
from callcenter.people.employees.models import Employee
from callcenter.people.employees.selectors import with_titles

PER_PAGE = 50
FEW = 10  # so many direct reports are shown below a person; more are a page of their own


@dataclass
class Node:
    """A person in the reporting line; `below` are those shown, `count` everybody below at any depth."""

    employee: Any
    count: int
    below: list["Node"] = field(default_factory=list)


@dataclass(frozen=True)
class Level:
    """What the page shows: `root` with the person above (each None at the top), and a page of those who report there."""

    root: Node | None
    above: Any
    nodes: list[Node]
    page: "Page[int]"


def level(user: User, on: datetime.date, *, number: str = "", page: str = "") -> Level:
    """The level under the person of that number, else the top: those whose superior the user does not see.

    Two queries, however many people: the lines of all as pairs of ids, and the people shown.
    """
    visible = Employee.objects.visible_to(user).employed(on)
    lines = list(visible.order_by("number").values_list("pk", "number", "superior_id"))  # type: ignore[misc]  # annotated by with_place
    superior: dict[int, int | None] = {pk: above for pk, _number, above in lines}
    below: dict[int | None, list[int]] = defaultdict(list)
    for pk, _number, above in lines:
        below[above if above in superior else None].append(pk)
    counts = _counts(superior)
    root = next((pk for pk, own, _above in lines if number and own == number), None)
    if root is None and len(below[None]) == 1:
        root = below[None][0]
    for pks in below.values():
        pks.sort(key=lambda pk: -counts[pk])
    shown = Paginator(below[root], PER_PAGE).get_page(page)
    further = {pk: below[pk] for pk in shown.object_list if len(below[pk]) <= FEW}
    above = superior.get(root) if root else None
    wanted = {*shown.object_list, *(pk for pks in further.values() for pk in pks)}
    wanted |= {pk for pk in (root, above) if pk}
    people: dict[int | None, Employee] = {p.pk: p for p in with_titles(visible.filter(pk__in=wanted))}

    def nodes(pks: list[int]) -> list[Node]:
        return [Node(people[pk], counts[pk], nodes(further.get(pk, []))) for pk in pks if pk in people]

    return Level(
        root=Node(people[root], counts[root]) if root and root in people else None,
        above=people.get(above),
        nodes=nodes(list(shown.object_list)),
        page=shown,
    )


def _counts(superior: dict[int, int | None]) -> dict[int, int]:
    """How many are below each person, at any depth: everybody counts for each one above."""
    counts = dict.fromkeys(superior, 0)
    for start in superior:
        above, passed = superior[start], {start}
        while above in counts and above not in passed:
            counts[above] += 1
            passed.add(above)
            above = superior[above]
    return counts
