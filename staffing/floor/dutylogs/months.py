"""Which month's shift report is due, and the days that it is about (S2F-8, domain A7)."""

import datetime

from callcenter.workcalendar.periods import Kind, month_before, period_of


def due_month(today: datetime.date, start_day: int) -> datetime.date:
    """The first day of the month whose report is due next.

    Where the statistics month begins on `start_day` (the 21st), a month's report is due in that month, a day or two after its
    figures are there; where it is the natural month, in the month after.
    """
    return today.replace(day=1) if start_day > 1 else month_before(today)


def days_of(month: datetime.date, start_day: int) -> tuple[datetime.date, datetime.date]:
    """The first and the last day of a month's report: of March the 21st of February and the 20th of March."""
    period = period_of(Kind.STATISTICS, month, start_day=start_day)
    return period.start, period.last
