"""On which days something is due again and again: pure functions from a range of days [first, last] to its dates.

"Before the 22nd" is the day before it, at its end. "Friday before the 25th" is strict by the manual's words: a 25th that is a
Friday does not count; inclusive, it does.
"""

import calendar
import datetime
from collections.abc import Callable, Iterator

ONE_DAY = datetime.timedelta(days=1)
Pattern = Callable[[datetime.date, datetime.date], Iterator[datetime.date]]


def weekday_before(
    year: int, month: int, *, weekday: int, day: int, is_inclusive: bool = False
) -> datetime.date:
    """The last such weekday (0 is Monday) of the month before its `day`: 2026-01, Friday, 25 -> 2026-01-23.

    Inclusive, the day itself counts. It may lie in the month before (the Friday before the 1st).
    """
    bound = _clamped(year, month, day)
    start = bound if is_inclusive else bound - ONE_DAY
    return start - ONE_DAY * ((start.weekday() - weekday) % 7)


def day_before(year: int, month: int, day: int) -> datetime.date:
    """The last day that is before the `day` of the month: before the 22nd -> the 21st."""
    return _clamped(year, month, day) - ONE_DAY


def every_day() -> Pattern:
    return lambda first, last: (first + ONE_DAY * step for step in range((last - first).days + 1))


def every_week(weekday: int) -> Pattern:
    """Each such weekday; 0 is Monday."""
    return lambda first, last: (day for day in every_day()(first, last) if day.weekday() == weekday)


def monthly_on(day: int) -> Pattern:
    """That day of each month; its last day where the month is shorter."""
    return lambda first, last: (
        found
        for year, month in _months(first, last)
        if first <= (found := _clamped(year, month, day)) <= last
    )


def monthly_before(day: int) -> Pattern:
    """The day before that day of each month."""
    return lambda first, last: (
        found
        for year, month in _months(first, last)
        if first <= (found := day_before(year, month, day)) <= last
    )


def monthly_weekday_before(weekday: int, day: int, *, is_inclusive: bool = False) -> Pattern:
    """As `weekday_before`, each month."""

    def dates(first: datetime.date, last: datetime.date) -> Iterator[datetime.date]:
        for year, month in _months(first, last):
            found = weekday_before(year, month, weekday=weekday, day=day, is_inclusive=is_inclusive)
            if first <= found <= last:
                yield found

    return dates


def period_ends(months: int) -> Pattern:
    """The last day of each quarter (3), half-year (6) or year (12)."""
    return lambda first, last: (
        found
        for year, month in _months(first, last)
        if month % months == 0 and first <= (found := _clamped(year, month, 31)) <= last
    )


def _months(first: datetime.date, last: datetime.date) -> Iterator[tuple[int, int]]:
    """Each month that the range touches, and the one after: its days before the 1st may lie in the range."""
    number, end = first.year * 12 + first.month - 1, last.year * 12 + last.month
    while number <= end:
        yield number // 12, number % 12 + 1
        number += 1


def _clamped(year: int, month: int, day: int) -> datetime.date:
    return datetime.date(year, month, min(day, calendar.monthrange(year, month)[1]))
