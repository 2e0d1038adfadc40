"""Weeks of a calendar page: which days it shows, what comes before and after."""

import datetime
from dataclasses import dataclass
from enum import StrEnum


class Span(StrEnum):
    MONTH = "month"
    WEEK = "week"


@dataclass(frozen=True)
class Sheet:
    """A page of the calendar: whole weeks from Monday on. `first` and `last` are what it is about (the month, the week)."""

    span: Span
    first: datetime.date
    last: datetime.date

    @property
    def days(self) -> list[datetime.date]:
        start = self.first - datetime.timedelta(days=self.first.weekday())
        end = self.last + datetime.timedelta(days=6 - self.last.weekday())
        return [start + datetime.timedelta(days=n) for n in range((end - start).days + 1)]

    @property
    def weeks(self) -> list[list[datetime.date]]:
        days = self.days
        return [days[n : n + 7] for n in range(0, len(days), 7)]

    @property
    def before(self) -> datetime.date:
        """A day of the page before."""
        return self.first - datetime.timedelta(days=1)

    @property
    def after(self) -> datetime.date:
        """A day of the page after."""
        return self.last + datetime.timedelta(days=1)


def sheet(span: Span, on: datetime.date) -> Sheet:
    """The month or the week of that day."""
    if span is Span.WEEK:
        monday = on - datetime.timedelta(days=on.weekday())
        return Sheet(span, monday, monday + datetime.timedelta(days=6))
    following = (on.replace(day=28) + datetime.timedelta(days=4)).replace(day=1)
    return Sheet(span, on.replace(day=1), following - datetime.timedelta(days=1))


def read_day(text: str, today: datetime.date) -> datetime.date:
    """The day in an address; today where it says none that a calendar can show the neighbours of."""
    try:
        found = datetime.date.fromisoformat(text)
    except ValueError:
        return today
    return found if 2000 <= found.year <= 2100 else today
