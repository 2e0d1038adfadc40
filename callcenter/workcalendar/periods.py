"""Periods that figures and duties run over: day, week (Monday–Sunday), natural month, quarter, half-year, year, statistics month (21st–20th)."""

import datetime
from dataclasses import dataclass
from enum import StrEnum

MONTHS: dict[str, int] = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}  # of a natural period
ONE_DAY = datetime.timedelta(days=1)
FIRST, LAST = datetime.date(1970, 1, 1), datetime.date(2199, 12, 31)  # days that anybody may ask for


class Kind(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"
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
    if kind is Kind.STATISTICS:
        start = day.replace(day=start_day)
        if day.day < start_day:
            start = _months_on(start, -1)
        return Period(kind, start, _months_on(start, 1), start_day)
    months = MONTHS[kind]
    start = datetime.date(day.year, (day.month - 1) // months * months + 1, 1)
    return Period(kind, start, _months_on(start, months), start_day)


def compared_with(period: Period) -> list[tuple[str, Period]]:
    """What a period is held against: the one before, and for a day the same weekday of last week, for longer ones last year's."""
    found = [("previous", period.previous)]
    if period.kind is Kind.DAY:
        week_ago = period_of(Kind.DAY, period.start - ONE_DAY * 7, start_day=period.start_day)
        found.append(("weekday", week_ago))
    elif period.kind not in (Kind.WEEK, Kind.YEAR):
        year_ago = period.start.replace(year=period.start.year - 1)
        found.append(("year", period_of(period.kind, year_ago, start_day=period.start_day)))
    return found


def month_after(day: datetime.date) -> datetime.date:
    """The first day of the month after that of `day`."""
    return _months_on(day.replace(day=1), 1)


def month_before(day: datetime.date) -> datetime.date:
    """The first day of the month before that of `day`."""
    return _months_on(day.replace(day=1), -1)


def last_months(day: datetime.date, count: int) -> list[datetime.date]:
    """The first days of the month of `day` and of those before it, latest first."""
    found = [day.replace(day=1)]
    while len(found) < count:
        found.append(month_before(found[-1]))
    return found


def month_of(text: str, latest: datetime.date) -> datetime.date:
    """The first day of the month written as 2026-11; of the latest day's month when it is none, or none to step from."""
    try:
        first = datetime.date.fromisoformat(f"{text}-01")
    except ValueError:
        return latest.replace(day=1)
    return first if datetime.MINYEAR < first.year < datetime.MAXYEAR else latest.replace(day=1)


def _months_on(first: datetime.date, months: int) -> datetime.date:
    """The same day of the month so many months later; the day is at most the 28th."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return datetime.date(year, month + 1, first.day)


def is_reportable(day: datetime.date) -> bool:
    """Whether a report of that day may be asked for: comparing and stepping stays inside the calendar."""
    return FIRST <= day <= LAST
