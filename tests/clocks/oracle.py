"""The same rules by brute force, minute by minute: slow, plain, and sharing no code with the engine."""

import datetime
from collections.abc import Sequence

from callcenter.clocks.rules import Pause
from callcenter.workcalendar.rules import OpenHours
from tests.clocks.strategies import zone

MINUTE = datetime.timedelta(minutes=1)
DAY = datetime.timedelta(days=1)


def instant_of(local: datetime.datetime, hours: OpenHours) -> datetime.datetime:
    """The moment of a local wall-clock time: the first that shows it; else moved forward by the gap."""
    around = [
        local.replace(tzinfo=datetime.UTC) - offset
        for offset in {
            (local.replace(tzinfo=datetime.UTC) + shift).astimezone(zone(hours)).utcoffset()
            for shift in (-DAY, DAY)
        }
        if offset is not None
    ]
    showing = [at for at in around if at.astimezone(zone(hours)).replace(tzinfo=None) == local]
    if showing:
        return min(showing)
    offset = (local.replace(tzinfo=datetime.UTC) - DAY).astimezone(zone(hours)).utcoffset()
    assert offset is not None
    return local.replace(tzinfo=datetime.UTC) - offset


class Oracle:
    """Which minutes of a stretch of time count."""

    def __init__(
        self,
        hours: OpenHours,
        first: datetime.datetime,
        last: datetime.datetime,
        pauses: Sequence[Pause] = (),
    ) -> None:
        self.spans = []
        date = first.date() - 3 * DAY
        while date <= last.date() + 3 * DAY:
            midnight = datetime.datetime(date.year, date.month, date.day)
            special = hours.dates.get(date) or hours.annual.get((date.month, date.day))
            for start, end in special.intervals if special else hours.week[date.weekday()]:
                opens, closes = (
                    instant_of(midnight + datetime.timedelta(seconds=seconds), hours)
                    for seconds in (start, end)
                )
                self.spans.append((opens, closes))
            date += DAY
        self.pauses = pauses

    def counts(self, at: datetime.datetime) -> bool:
        """Whether the minute that begins then is open and not paused."""
        is_open = any(opens <= at < closes for opens, closes in self.spans)
        return is_open and not any(
            pause.start <= at < pause.end for pause in self.pauses if pause.end is not None
        )

    def elapsed(self, start: datetime.datetime, end: datetime.datetime) -> int:
        """Counting minutes in [start, end)."""
        at, found = start, 0
        while at < end:
            found += self.counts(at)
            at += MINUTE
        return found

    def add(
        self, start: datetime.datetime, minutes: int, last: datetime.datetime
    ) -> datetime.datetime | None:
        """The end of the n-th counting minute after start; None when it lies after `last`."""
        at, left = start, minutes
        while at < last:
            if self.counts(at):
                if left == 0:
                    return at
                left -= 1
                if left == 0:
                    return at + MINUTE
            at += MINUTE
        return None
