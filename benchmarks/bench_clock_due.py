"""Deadlines and elapsed time of 100,000 clocks over five years: summer time, lunch breaks, holidays; no database."""

import datetime
import statistics
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from benchmarks import Result, at_least, note

if TYPE_CHECKING:
    from callcenter.workcalendar.rules import OpenHours

NEEDS_DATABASE = False
CLOCKS = 100_000
ROUNDS = 5
FIRST = datetime.date(2024, 1, 1)
YEARS = 5


def run() -> list[Result]:
    from callcenter.clocks import rules, vectors
    from callcenter.clocks.opentime import OpenTime, open_time

    hours = calendar()
    started = time.perf_counter()
    OpenTime(hours).table(FIRST.year - 1, FIRST.year + YEARS + 4)
    build = time.perf_counter() - started
    draw = np.random.default_rng(20261121)
    begin = int(datetime.datetime.combine(FIRST, datetime.time(), datetime.UTC).timestamp())
    starts = begin + draw.integers(0, YEARS * 365 * 86_400, CLOCKS)
    seconds = draw.integers(1, 20 * 8 * 3600, CLOCKS)
    open_time(hours).table(FIRST.year - 1, FIRST.year + YEARS + 4)
    many = rate(lambda: vectors.add_many(hours, starts, seconds))
    dues = vectors.add_many(hours, starts, seconds)
    back = rate(lambda: vectors.elapsed_many(hours, starts, dues))
    assert (vectors.elapsed_many(hours, starts, dues) == seconds).all()
    few = list(zip(starts[:20_000].tolist(), seconds[:20_000].tolist(), strict=True))
    moments = [(rules.to_moment(start), amount) for start, amount in few]
    started = time.perf_counter()
    single = [rules.to_instant(rules.add(hours, start, amount)) for start, amount in moments]
    one_by_one = len(few) / (time.perf_counter() - started)
    assert single == dues[:20_000].tolist()
    return [
        at_least("deadlines of 100,000 clocks over five years, per second", many, 50_000, "/s"),
        at_least("elapsed time of 100,000 clocks, per second", back, 50_000, "/s"),
        note("deadlines one by one, per second", one_by_one, "/s"),
        note("summing a calendar of ten years", build * 1000, "ms"),
    ]


def rate(work: Callable[[], object]) -> float:
    """Clocks a second, the median of some rounds."""
    times = []
    for _round in range(ROUNDS):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return CLOCKS / statistics.median(times)


def calendar() -> "OpenHours":
    """Berlin, Monday to Friday 9–12 and 13–18, Saturday 10–14, twelve holidays a year."""
    from callcenter.workcalendar.rules import Day, OpenHours, weekdays

    week = list(weekdays(((9 * 3600, 12 * 3600), (13 * 3600, 18 * 3600))))
    week[5] = ((10 * 3600, 14 * 3600),)
    dates = {
        datetime.date(FIRST.year + year, month, 1 + 2 * month): Day()
        for year in range(YEARS + 1)
        for month in range(1, 13)
    }
    return OpenHours("Europe/Berlin", tuple(week), dates)  # type: ignore[arg-type]
