"""Open time of one calendar as sums: `opens`, `closes` and the open seconds before each, so that a question costs one bisection.

Instants are whole seconds since 1970-01-01 UTC. A table covers whole local years and grows when a question reaches past it.
"""

import datetime
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import lru_cache

from callcenter.objections import Objection, RuleViolation
from callcenter.workcalendar.rules import OpenHours

HORIZON_YEARS = (
    50  # how far from its start a deadline may lie before the calendar is said to have too little open time
)
FIRST_YEAR, LAST_YEAR = 1900, 2200
GROWTH = 4  # years that a table grows by, at least


class BeyondHorizon(RuleViolation):
    """The open time asked for does not come within the horizon."""

    def __init__(self, years: int) -> None:
        super().__init__(Objection("clocks.beyond_horizon", {"years": years}))


@dataclass(frozen=True)
class Year:
    """One local year of a calendar: its open spans and its working days (as ordinals)."""

    spans: tuple[tuple[int, int], ...]
    working_days: tuple[int, ...]


@dataclass
class Table:
    """Open spans of the years [first, last], merged and in order, with the open seconds before each."""

    first: int
    last: int
    opens: list[int] = field(default_factory=list)
    closes: list[int] = field(default_factory=list)
    before: list[int] = field(
        default_factory=list
    )  # open seconds of the table before span i; one more than spans
    reached: list[int] = field(default_factory=list)  # open seconds of the table at the close of span i
    working_days: list[int] = field(default_factory=list)

    def count(self, instant: int) -> int:
        """Open seconds of the table before the instant."""
        position = bisect_right(self.opens, instant) - 1
        if position < 0:
            return 0
        return self.before[position] + min(instant, self.closes[position]) - self.opens[position]


class OpenTime:
    """The sums of one calendar; get it by `open_time(hours)`, which keeps the tables of calendars in use."""

    def __init__(self, hours: OpenHours) -> None:
        self.hours = hours
        self._years: dict[int, Year] = {}
        self._table: Table | None = None

    def table(self, first: int, last: int) -> Table:
        """A table that covers the local years [first, last]. BeyondHorizon past the years 1900–2200."""
        kept = self._table
        if kept is not None and kept.first <= first and last <= kept.last:
            return kept
        if first < FIRST_YEAR or last > LAST_YEAR:
            raise BeyondHorizon(HORIZON_YEARS)
        if kept is not None:
            first, last = min(first, kept.first), max(last, kept.last)
        self._table = self._build(first, last)
        return self._table

    def year_of(self, instant: int) -> int:
        """The local year of an instant, near enough for choosing a table: a year more at each end is taken anyway."""
        return (datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC) + datetime.timedelta(seconds=instant)).year

    def around(self, first: int, last: int) -> Table:
        """A table with a year to spare on both sides of the two instants."""
        return self.table(self.year_of(first) - 1, self.year_of(last) + 1)

    def _year(self, year: int) -> Year:
        found = self._years.get(year)
        if found is None:
            found = self._years[year] = _sum_year(self.hours, year)
        return found

    def _build(self, first: int, last: int) -> Table:
        made = Table(first, last)
        opens, closes = made.opens, made.closes
        for year in range(first, last + 1):
            content = self._year(year)
            made.working_days.extend(content.working_days)
            for start, end in content.spans:
                if closes and start <= closes[-1]:
                    closes[-1] = max(closes[-1], end)
                else:
                    opens.append(start)
                    closes.append(end)
        total = 0
        for start, end in zip(opens, closes, strict=True):
            made.before.append(total)
            total += end - start
            made.reached.append(total)
        made.before.append(total)
        return made

    def count_between(self, start: int, end: int) -> int:
        """Open seconds in [start, end); 0 where end is not after start."""
        if end <= start:
            return 0
        table = self.around(start, end)
        return table.count(end) - table.count(start)

    def add(self, start: int, seconds: int, *, horizon_years: int = HORIZON_YEARS) -> int:
        """The instant at which `seconds` of open time have passed since start; a deadline on a close is the close.

        For 0 seconds: the first open instant at or after start.
        """
        year = self.year_of(start)
        reach = GROWTH
        while True:
            table = self.table(year - 1, year + min(reach, horizon_years))
            target = table.count(start) + seconds
            if seconds > 0:
                position = bisect_left(table.reached, target)
            else:
                position = bisect_right(table.closes, start)
            if position < len(table.opens):
                return max(table.opens[position] + target - table.before[position], table.opens[position])
            if reach >= horizon_years:
                raise BeyondHorizon(horizon_years)
            reach *= 2

    def subtract(self, end: int, seconds: int, *, horizon_years: int = HORIZON_YEARS) -> int:
        """The latest instant from which `seconds` of open time pass until end: an opening, not the close before it.

        For 0 seconds: the end itself where time ran until then, else the last close before it.
        """
        year = self.year_of(end)
        reach = GROWTH
        while True:
            table = self.table(year - min(reach, horizon_years), year + 1)
            target = table.count(end) - seconds
            if target >= 0:
                if seconds > 0:
                    position = bisect_right(table.before, target, 0, len(table.opens)) - 1
                else:
                    position = bisect_left(table.opens, end) - 1
                if position >= 0:
                    return min(
                        table.opens[position] + target - table.before[position], table.closes[position]
                    )
            if reach >= horizon_years:
                raise BeyondHorizon(horizon_years)
            reach *= 2

    def is_open(self, instant: int) -> bool:
        """Whether the instant lies inside opening hours, half-open."""
        table = self.around(instant, instant)
        position = bisect_right(table.opens, instant) - 1
        return position >= 0 and instant < table.closes[position]

    def working_day(
        self, date: datetime.date, days: int, *, horizon_years: int = HORIZON_YEARS
    ) -> datetime.date:
        """The n-th working day after the date (before it, where days is negative).

        For 0 days the date itself, or the next working day when it is none.
        """
        ordinal = date.toordinal()
        reach = GROWTH
        while True:
            span = min(reach, horizon_years)
            table = self.table(date.year - span, date.year + span)
            if days > 0:
                position = bisect_right(table.working_days, ordinal) + days - 1
            else:
                position = bisect_left(table.working_days, ordinal) + days
            if 0 <= position < len(table.working_days):
                return datetime.date.fromordinal(table.working_days[position])
            if reach >= horizon_years:
                raise BeyondHorizon(horizon_years)
            reach *= 2

    def working_days_between(self, first: datetime.date, last: datetime.date) -> int:
        """How many working days lie in (first, last]."""
        table = self.table(first.year, max(first.year, last.year))
        days = table.working_days
        return max(bisect_right(days, last.toordinal()) - bisect_right(days, first.toordinal()), 0)


def _sum_year(hours: OpenHours, year: int) -> Year:
    date = datetime.date(year, 1, 1)
    spans: list[tuple[int, int]] = []
    working_days = []
    while date.year == year:
        if hours.plan(date).is_working_day:
            working_days.append(date.toordinal())
        spans += hours.spans(date)
        date += datetime.timedelta(days=1)
    return Year(tuple(sorted(spans)), tuple(working_days))


@lru_cache(maxsize=128)
def open_time(hours: OpenHours) -> OpenTime:
    """The sums of a calendar, made once for each content."""
    return OpenTime(hours)
