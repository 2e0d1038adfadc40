"""Day sums of a day of 200,000 calls against one bare GROUP BY scan of the same base counts."""

import datetime
import time
from collections.abc import Callable

from benchmarks import Result, at_most, note

CALLS, AGENTS, QUEUES = 200_000, 1_500, 12
DAY = datetime.date(2026, 3, 2)
BARE = """
    SELECT half_hour, queue_id, call_type,
           count(*) FILTER (WHERE outcome <> 3), count(*) FILTER (WHERE outcome = 1),
           count(*) FILTER (WHERE outcome = 1 AND wait_seconds <= 20),
           count(*) FILTER (WHERE outcome = 2), count(*) FILTER (WHERE outcome = 2 AND wait_seconds <= 5),
           count(*) FILTER (WHERE outcome = 2 AND wait_seconds <= 20), count(*) FILTER (WHERE outcome = 3),
           sum(wait_seconds) FILTER (WHERE outcome = 1), sum(wait_seconds) FILTER (WHERE outcome = 2),
           max(wait_seconds) FILTER (WHERE outcome <> 3), sum(talk_seconds) FILTER (WHERE outcome = 1),
           sum(hold_seconds) FILTER (WHERE outcome = 1), sum(acw_seconds) FILTER (WHERE outcome = 1)
    FROM telephony_call WHERE site_id = %s AND day = %s GROUP BY half_hour, queue_id, call_type
"""


def run() -> list[Result]:
    from django.db import connection

    from reports.models import DaySum, ReportedDay
    from reports.rollups.services import recompute_day

    site = _site_with_calls()

    def bare() -> None:
        with connection.cursor() as cursor:
            cursor.execute(BARE, [site.pk, DAY])
            cursor.fetchall()

    def first_time() -> None:
        recompute_day(site, DAY)

    bare()
    yardstick, ours, again = [], [], []
    for _round in range(5):
        DaySum.objects.all().delete()
        ReportedDay.objects.all().delete()
        yardstick.append(_seconds(bare))
        ours.append(_seconds(first_time))
        again.append(_seconds(first_time))
    rows = DaySum.objects.count()
    return [
        at_most("day sums of 200,000 calls / bare GROUP BY", min(ours) / min(yardstick), 2),
        at_most("the same day again, nothing changed / bare GROUP BY", min(again) / min(yardstick), 2),
        note("day sums of 200,000 calls", min(ours), "s"),
        note("bare GROUP BY", min(yardstick), "s"),
        note("rows stored for the day", rows, ""),
    ]


def _seconds(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _site_with_calls():
    import numpy as np
    import polars as pl
    from django.db import connection

    from callcenter.people.models import Company, Site
    from callcenter.telephony.facts.load import replace_days

    chance = np.random.default_rng(1)
    site = Site.objects.create(
        company=Company.objects.create(name="Bench"), code="bench", name="Bench", time_zone="UTC", country="CN"
    )
    outcome = chance.choice([1, 1, 1, 1, 1, 1, 1, 1, 2, 3], CALLS).astype(np.int16)
    half_hour = np.clip(chance.normal(25, 7, CALLS), 0, 47).astype(np.int16)
    wait = chance.exponential(25, CALLS).astype(np.int32)
    talk = np.where(outcome == 1, chance.exponential(180, CALLS), 0).astype(np.int32)
    start = pl.Series(half_hour.astype(np.int64) * 1_800_000_000).cast(pl.Duration("us")) + datetime.datetime.combine(
        DAY, datetime.time(), datetime.UTC
    )
    frame = pl.DataFrame(
        {
            "started_at": start,
            "ended_at": start + pl.Series((wait + talk).astype(np.int64) * 1_000_000).cast(pl.Duration("us")),
            "day": pl.Series([DAY]).extend_constant(DAY, CALLS - 1),
            "half_hour": half_hour,
            "outcome": outcome,
            "queue": [f"q{n}" for n in chance.integers(0, QUEUES, CALLS)],
            "agent": [f"a{n}" if o == 1 else None for n, o in zip(chance.integers(0, AGENTS, CALLS), outcome, strict=True)],
            "call_type": chance.choice(["PS", "PE", "NE", "NW", "TT", "IN"], CALLS),
            "wait_seconds": wait,
            "talk_seconds": talk,
            "acw_seconds": np.where(outcome == 1, 20, 0).astype(np.int32),
            "switch_ref": [str(n) for n in range(CALLS)],
        }
    )
    replace_days(site, "calls:bench", frame, actor=None)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return site
