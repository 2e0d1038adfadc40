"""Filling rows with a rotation and copying a week: which cells that edits. The page's editor does the same by itself."""

import datetime
from collections.abc import Iterator, Sequence

from staffing.roster.cells import CellEdit
from staffing.roster.grid.month import ONE_DAY, Line
from staffing.shifts.models import Rotation
from staffing.shifts.selectors import crew_days

WEEK = 7


def by_rotation(
    lines: Sequence[Line], rotation: Rotation, crew: int, first: datetime.date, last: datetime.date
) -> Iterator[CellEdit]:
    """What each person works by the rotation; `crew` from 1, 0: people take the crews in turn."""
    for place, line in enumerate(lines):
        of_person = crew - 1 if crew else place % rotation.crews
        for on, kind in crew_days(rotation, of_person, first, last):
            if line.is_here(on):
                yield _edit(line, on, kind.code if kind else "")


def by_first_week(lines: Sequence[Line], first: datetime.date, last: datetime.date) -> Iterator[CellEdit]:
    """The seven days from `first` again and again until `last`."""
    for line in lines:
        for step in range(WEEK, (last - first).days + 1):
            on, like = first + ONE_DAY * step, first + ONE_DAY * (step % WEEK)
            if line.is_here(on):
                cell = line.cells.get(like)
                yield _edit(line, on, cell.code if cell else "")


def _edit(line: Line, on: datetime.date, code: str) -> CellEdit:
    now = line.cells.get(on)
    return CellEdit(line.employee.pk, on, code, now.code if now else "")
