"""A month as weeks of days, each as full as it is loaded."""

import calendar
import datetime
from dataclasses import dataclass

from dateutil.relativedelta import relativedelta

LEVELS = 4


@dataclass(frozen=True)
class Day:
    """`level` 0 (nothing) to 4 (as many rows as the fullest day of the month)."""

    date: datetime.date
    rows: int
    revision: int
    level: int
    is_of_month: bool


@dataclass(frozen=True)
class Month:
    first: datetime.date
    weeks: list[list[Day]]
    rows: int

    @property
    def previous(self) -> str:
        return f"{self.first - relativedelta(months=1):%Y-%m}"

    @property
    def next(self) -> str:
        return f"{self.first + relativedelta(months=1):%Y-%m}"


def month_grid(first: datetime.date, loaded: dict[datetime.date, tuple[int, int]]) -> Month:
    """Weeks from Monday; `loaded` is day to rows and revision."""
    most = max((rows for rows, _revision in loaded.values()), default=0)
    weeks = []
    for week in calendar.Calendar().monthdatescalendar(first.year, first.month):
        days = []
        for date in week:
            rows, revision = loaded.get(date, (0, 0))
            level = -(-rows * LEVELS // most) if rows else 0
            days.append(Day(date, rows, revision, level, date.month == first.month))
        weeks.append(days)
    return Month(first, weeks, sum(rows for rows, _revision in loaded.values()))
