"""Periods that day sums are summed over: day, week (Monday–Sunday), natural month, statistics month (21st–20th)."""

import calendar
import datetime
from dataclasses import dataclass
from enum import StrEnum

ONE_DAY = datetime.timedelta(days=1)
FIRST, LAST = datetime.date(1970, 1, 1), datetime.date(2199, 12, 31)  # days that anybody may ask for


class Kind(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    STATISTICS = "statistics"


@dataclass(frozen=True)
class Period:
    """The days from `start` up to but not including `end`."""

    kind: Kind
    start: datetime.date
    end: datetime.date
    start_day: int = 1  # of the statistics month

    @property
    def last(self) -> datetime.date:
        """The last day that belongs to it."""
        return self.end - ONE_DAY

    @property
    def days(self) -> list[datetime.date]:
        return [self.start + ONE_DAY * number for number in range((self.end - self.start).days)]

    def __contains__(self, day: datetime.date) -> bool:
        return self.start <= day < self.end

    @property
    def previous(self) -> "Period":
        """The period just before."""
        return period_of(self.kind, self.start - ONE_DAY, start_day=self.start_day)

    @property
    def next(self) -> "Period":
        """The period just after."""
        return period_of(self.kind, self.end, start_day=self.start_day)


def period_of(kind: Kind, day: datetime.date, *, start_day: int = 1) -> Period:
    """The period of that kind that `day` lies in. `start_day` (1–28) is the first day of the site's statistics month."""
    if kind is Kind.DAY:
        return Period(kind, day, day + ONE_DAY, start_day)
    if kind is Kind.WEEK:
        monday = day - ONE_DAY * day.weekday()
        return Period(kind, monday, monday + ONE_DAY * 7, start_day)
    first = start_day if kind is Kind.STATISTICS else 1
    start = day.replace(day=first)
    if day.day < first:
        start = _month_before(start)
    return Period(kind, start, _month_after(start), start_day)


def compared_with(period: Period) -> list[tuple[str, Period]]:
    """What a period is held against: the one before, and for a day the same weekday of last week, for a month last year's."""
    found = [("previous", period.previous)]
    if period.kind is Kind.DAY:
        week_ago = period_of(Kind.DAY, period.start - ONE_DAY * 7, start_day=period.start_day)
        found.append(("weekday", week_ago))
    elif period.kind in (Kind.MONTH, Kind.STATISTICS):
        year_ago = period.start.replace(year=period.start.year - 1)
        found.append(("year", period_of(period.kind, year_ago, start_day=period.start_day)))
    return found


def _month_after(first: datetime.date) -> datetime.date:
    length = calendar.monthrange(first.year, first.month)[1]
    return (first.replace(day=1) + ONE_DAY * length).replace(day=first.day)


def _month_before(first: datetime.date) -> datetime.date:
    return (first.replace(day=1) - ONE_DAY).replace(day=first.day)


def is_reportable(day: datetime.date) -> bool:
    """Whether a report of that day may be asked for: comparing and stepping stays inside the calendar."""
    return FIRST <= day <= LAST
