"""Overtime by legal class and per head: what attendance, the HR workbook and managers' figures ask."""

import datetime
from collections.abc import Callable, Collection, Sequence

from callcenter.people.models import Employee, Site
from callcenter.workcalendar.periods import Kind, period_of
from callcenter.workcalendar.selectors import open_hours
from staffing.overtime.rules import Hours, hours_by_class
from staffing.roster.selectors import duties


def hours_of(
    site: Site, employee_ids: Collection[int], first: datetime.date, last: datetime.date
) -> dict[int, Hours]:
    """Overtime of these people that belongs to the days [first, last] in minutes by legal class; everybody has an entry.

    Two queries, however many people. Counts what stands in published rosters, whichever way it came there.
    """
    is_holiday = _holidays(site, first)
    found = duties(employee_ids, first, last)
    return {
        one: hours_by_class(found.get(one, ()), is_holiday, first=first, last=last) for one in employee_ids
    }


def months_of(employee: Employee, firsts: Sequence[datetime.date]) -> list[Hours]:
    """One person's hours of months in a row, each given by its first day. Two queries."""
    is_holiday = _holidays(employee.site, firsts[0])
    found = duties([employee.pk], firsts[0], last_of(firsts[-1])).get(employee.pk, ())
    return [hours_by_class(found, is_holiday, first=first, last=last_of(first)) for first in firsts]


def last_of(first: datetime.date) -> datetime.date:
    """The last day of the month that begins on `first`."""
    return period_of(Kind.MONTH, first).last


def _holidays(site: Site, first: datetime.date) -> Callable[[datetime.date], bool]:
    """Tells of a day from `first` on whether it is a public holiday."""
    calendar = open_hours(site, first)
    holidays: dict[datetime.date, bool] = {}

    def is_holiday(date: datetime.date) -> bool:
        if date not in holidays:
            holidays[date] = calendar.plan(date).is_holiday
        return holidays[date]

    return is_holiday


def per_head(
    site: Site, employee_ids: Collection[int], first: datetime.date, last: datetime.date
) -> tuple[float, float]:
    """Days and hours of overtime per head (S3 item 4); 0 for nobody."""
    found = hours_of(site, employee_ids, first, last)
    if not found:
        return 0.0, 0.0
    heads = len(found)
    return (
        sum(one.days for one in found.values()) / heads,
        sum(one.total for one in found.values()) / 60 / heads,
    )
