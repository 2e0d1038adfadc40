"""The open-time rules for many clocks at once: the same sums as `opentime`, asked with NumPy.

Instants and amounts are int64 arrays: seconds since 1970-01-01 UTC, and seconds of open time.
"""

import numpy as np
from numpy.typing import NDArray

from callcenter.clocks.opentime import GROWTH, HORIZON_YEARS, BeyondHorizon, OpenTime, Table, open_time
from callcenter.workcalendar.rules import OpenHours

Seconds = NDArray[np.int64]


class VectorTable:
    """A table of open time as arrays."""

    def __init__(self, table: Table) -> None:
        self.opens = np.array(table.opens, dtype=np.int64)
        self.closes = np.array(table.closes, dtype=np.int64)
        self.before = np.array(table.before[:-1], dtype=np.int64)
        self.reached = np.array(table.reached, dtype=np.int64)

    def count(self, instants: Seconds) -> Seconds:
        """Open seconds of the table before each instant."""
        position = np.searchsorted(self.opens, instants, side="right") - 1
        at = np.maximum(position, 0)
        counted = self.before[at] + np.minimum(instants, self.closes[at]) - self.opens[at]
        return np.where(position < 0, 0, counted)


def add_many(hours: OpenHours, starts: Seconds, seconds: Seconds) -> Seconds:
    """For each start, when so many seconds (0 or more) of open time have passed; as `rules.add` without pauses."""
    if not len(starts):
        return np.zeros(0, dtype=np.int64)
    time = open_time(hours)
    reach = GROWTH
    while True:
        table = _table(time, starts, min(reach, HORIZON_YEARS))
        target = table.count(starts) + seconds
        position = np.where(
            seconds > 0,
            np.searchsorted(table.reached, target, side="left"),
            np.searchsorted(table.closes, starts, side="right"),
        )
        if len(table.opens) and int(position.max()) < len(table.opens):
            return np.maximum(table.opens[position] + target - table.before[position], table.opens[position])
        if reach >= HORIZON_YEARS:
            raise BeyondHorizon(HORIZON_YEARS)
        reach *= 2


def elapsed_many(hours: OpenHours, starts: Seconds, ends: Seconds) -> Seconds:
    """Open seconds from each start to its end; 0 where the end is not after the start."""
    if not len(starts):
        return np.zeros(0, dtype=np.int64)
    table = _table(open_time(hours), np.concatenate([starts, ends]), 1)
    if not len(table.opens):
        return np.zeros(len(starts), dtype=np.int64)
    return np.where(ends > starts, table.count(ends) - table.count(starts), 0)


def _table(time: OpenTime, instants: Seconds, years_ahead: int) -> VectorTable:
    first, last = time.year_of(int(instants.min())), time.year_of(int(instants.max()))
    return VectorTable(time.table(first - 1, last + years_ahead))
