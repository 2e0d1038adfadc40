"""How many calls a day brings: its class, holidays, the noise of days, a bad Monday and an outage every month.

Everything hangs on the date alone, so that a day comes out the same however long the demo runs.
"""

import datetime
from dataclasses import dataclass

MONDAY, THURSDAY, SATURDAY, SUNDAY = 0, 3, 5, 6
CORRECTED_EVERY_DAYS = 14

# Days with the volume of a rest day, by country: month, first day, last day.
HOLIDAYS = {
    "CN": [(1, 1, 1), (5, 1, 5), (10, 1, 7)],
    "AU": [(1, 1, 1), (1, 26, 26), (4, 25, 25), (12, 25, 26)],
}


@dataclass(frozen=True)
class Outage:
    """Three agents in four are without a working desk between two seconds of the day."""

    start: int
    end: int


@dataclass(frozen=True)
class Day:
    """What kind of day it is. `factor` multiplies the volume of its class."""

    date: datetime.date
    volume_class: str  # whose volume: workday, short_day or rest_day
    factor: float
    outage: Outage | None = None

    @property
    def is_weekend(self) -> bool:
        return self.volume_class != "workday"


def day_of(date: datetime.date, country: str) -> Day:
    """The day's class and what is special about it.

    Saturday is the short day of the records. Sunday and holidays have the rest day's volume. Unlike the bank of
    the records, the demo center is open all day on each of them (see arrivals.shape_of).
    """
    if is_holiday(date, country) or date.weekday() == SUNDAY:
        return Day(date, "rest_day", 1.0)
    if date.weekday() == SATURDAY:
        return Day(date, "short_day", 0.85)
    factor = {0: 1.06, 1: 1.0, 2: 1.0, 3: 0.97, 4: 0.95}[date.weekday()]
    if date.weekday() == MONDAY and 8 <= date.day <= 14:
        return Day(date, "workday", factor * 1.3)  # statements went out with a wrong amount
    if date.weekday() == THURSDAY and 15 <= date.day <= 21:
        return Day(date, "workday", factor, Outage(10 * 3600 + 600, 11 * 3600 + 1500))
    return Day(date, "workday", factor)


def is_holiday(date: datetime.date, country: str) -> bool:
    return any(
        date.month == month and first <= date.day <= last for month, first, last in HOLIDAYS.get(country, [])
    )


def is_corrected(date: datetime.date) -> bool:
    """Whether the switch's first export of that day was cut short and a corrected one followed."""
    return date.toordinal() % CORRECTED_EVERY_DAYS == 3
