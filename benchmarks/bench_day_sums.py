"""Day sums of a day of 200,000 calls against one bare GROUP BY scan of the same base counts.

The bare scan groups by half hour, queue and call type, counts with one FILTER a figure and stores nothing. The day sums
are more than that: the same calls by agent and team as well (which the bare scan could not give: with the agent in
its grouping it takes several times as long, shown for information), compared with what is stored, and written.

All run on one connection without parallel workers: PostgreSQL plans none for a query that writes rows or holds a
data-modifying WITH, as ours does (only CREATE TABLE AS, SELECT INTO and the like may have them), and a worker of a
busy center finds no idle cores. Loading in order of time, as a switch exports, is the same for all.
"""

import datetime
import time
from collections.abc import Callable

from benchmarks import Result, at_most, note

CALLS, AGENTS, QUEUES, ROUNDS = 200_000, 1_500, 12, 15
DAY = datetime.date(2026, 3, 2)
COUNTS = """
    SELECT {grain},
           count(*) FILTER (WHERE outcome <> 3), count(*) FILTER (WHERE outcome = 1),
           count(*) FILTER (WHERE outcome = 1 AND wait_seconds <= 20),
           count(*) FILTER (WHERE outcome = 2), count(*) FILTER (WHERE outcome = 2 AND wait_seconds <= 5),
           count(*) FILTER (WHERE outcome = 2 AND wait_seconds <= 20), count(*) FILTER (WHERE outcome = 3),
           sum(wait_seconds) FILTER (WHERE outcome = 1), sum(wait_seconds) FILTER (WHERE outcome = 2),
           max(wait_seconds) FILTER (WHERE outcome <> 3), sum(talk_seconds) FILTER (WHERE outcome = 1),
           sum(hold_seconds) FILTER (WHERE outcome = 1), sum(acw_seconds) FILTER (WHERE outcome = 1)
    FROM telephony_call WHERE site_id = %s AND day = %s GROUP BY {grain}
"""
BARE = COUNTS.format(grain="half_hour, queue_id, call_type")
WITH_AGENTS = COUNTS.format(grain="half_hour, queue_id, call_type, agent_id")


def run() -> list[Result]:
    from django.db import connection

    from reports.models import DaySum, ReportedDay
    from reports.rollups.services import recompute_day

    site = _site_with_calls()

    def bare(query: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(query, [site.pk, DAY])
            cursor.fetchall()

    with connection.cursor() as cursor:
        cursor.execute("SET max_parallel_workers_per_gather = 0")
    bare(BARE)
    bare_times, ours, again = [], [], []
    for _round in range(ROUNDS):
        DaySum.objects.all().delete()
        ReportedDay.objects.all().delete()
        bare_times.append(_seconds(lambda: bare(BARE)))
        ours.append(_seconds(lambda: recompute_day(site, DAY)))
        again.append(_seconds(lambda: recompute_day(site, DAY)))
    rows = DaySum.objects.count()
    return [
        at_most("day sums of 200,000 calls / bare GROUP BY", min(ours) / min(bare_times), 2),
        at_most("the same day again, nothing changed / bare GROUP BY", min(again) / min(bare_times), 2),
        note("day sums of 200,000 calls", min(ours), "s"),
        note("bare GROUP BY with agents", _seconds(lambda: bare(WITH_AGENTS)), "s"),
        note("bare GROUP BY", min(bare_times), "s"),
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
        company=Company.objects.create(name="Bench"),
        code="bench",
        name="Bench",
        time_zone="UTC",
        country="CN",
    )
    outcome = chance.choice([1, 1, 1, 1, 1, 1, 1, 1, 2, 3], CALLS).astype(np.int16)
    half_hour = np.sort(np.clip(chance.normal(25, 7, CALLS), 0, 47).astype(np.int16))
    wait = chance.exponential(25, CALLS).astype(np.int32)
    talk = np.where(outcome == 1, chance.exponential(180, CALLS), 0).astype(np.int32)
    start = pl.Series(half_hour.astype(np.int64) * 1_800_000_000).cast(
        pl.Duration("us")
    ) + datetime.datetime.combine(DAY, datetime.time(), datetime.UTC)
    frame = pl.DataFrame(
        {
            "started_at": start,
            "ended_at": start + pl.Series((wait + talk).astype(np.int64) * 1_000_000).cast(pl.Duration("us")),
            "day": pl.Series([DAY]).extend_constant(DAY, CALLS - 1),
            "half_hour": half_hour,
            "outcome": outcome,
            "queue": [f"q{n}" for n in chance.integers(0, QUEUES, CALLS)],
            "agent": [
                f"a{n}" if o == 1 else None
                for n, o in zip(chance.integers(0, AGENTS, CALLS), outcome, strict=True)
            ],
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
