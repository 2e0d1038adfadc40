"""Versions of a roster: what differs between two, and between the last one and what stands now. Plain Python."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Cell = list[Any]  # [code, start, end]
Content = dict[str, dict[str, Cell]]  # by employee number and day; overtime is under "day+start"


@dataclass(frozen=True)
class Difference:
    """A cell that is not the same in two versions; None: nothing there."""

    number: str  # of the employee
    on: datetime.date
    before: Cell | None
    after: Cell | None


def differences(before: Content, after: Content) -> Iterator[Difference]:
    """What is not the same, by employee number and day."""
    for number in sorted({*before, *after}):
        old, new = before.get(number, {}), after.get(number, {})
        if old == new:
            continue
        for key in sorted({*old, *new}):
            if old.get(key) != new.get(key):
                on = datetime.date.fromisoformat(key.partition("+")[0])
                yield Difference(number, on, old.get(key), new.get(key))
