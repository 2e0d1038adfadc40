"""Tables of the report: a section with its lines and its total."""

import datetime
from dataclasses import dataclass

from callcenter.measures.registry import Counts
from reports.daily.headlines import Shown
from reports.daily.names import Name
from reports.rollups.selectors import Item


@dataclass(frozen=True)
class Row:
    """One line of a section: a half hour, a queue, an agent, a day."""

    item: Item | datetime.date
    name: Name
    cells: list[Shown]
    counts: Counts
    url: str = ""  # what the name of the line leads to


@dataclass(frozen=True)
class Section:
    """One table of the report, with its total."""

    key: str  # "half_hours"
    title: str
    item_label: str
    rows: list[Row]
    total: list[Shown]
    note: str = ""

    @property
    def labels(self) -> list[Shown]:
        """The columns: each cell of the total knows its measure and label."""
        return self.total
