"""A site's day as the frames that telephony loads: calls, and what each agent's half hours were spent on."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from callcenter.demo.arrivals import TYPES, Arrivals, arrive, generator
from callcenter.demo.calendar import Day, day_of
from callcenter.demo.center import PRIORITY_QUEUE, QUEUES, DemoSite
from callcenter.demo.parameters import ABSENT_SHARE, SPEED_BY_SKILL, parameters
from callcenter.demo.shifts import HALF_HOUR, on_duty, without
from callcenter.demo.simulation import NOBODY, Desk, Handled, intervals, simulate

ANSWERED, ABANDONED, IGNORED = 1, 2, 3  # telephony.facts.models.Outcome
ANCHOR = 6 * 3600  # clock changes are at night: seconds count from 06:00, which every day has
SWITCH_TARGET, SHORT = 20, 5  # seconds, as the switch is set
QUEUE_OF = {kind: code for code, (_, kinds) in QUEUES.items() for kind in kinds}


@dataclass(frozen=True)
class SwitchPerson:
    """Somebody who takes calls: the switch's code, and the skill level that sets their pace."""

    code: str
    skill: int


@dataclass(frozen=True)
class Frames:
    """The facts of some days, in the layout of telephony.facts.tables."""

    calls: pl.DataFrame
    agents: pl.DataFrame


def make_day(
    site: DemoSite, date: datetime.date, people: Sequence[SwitchPerson], *, zone: datetime.tzinfo, seed: int
) -> Frames:
    """The day from its first to its last call: the same for the same site, date, people and seed."""
    day = day_of(date, site.country)
    random = generator(seed, site.code, day)
    arrivals = arrive(day, site.hours, site.volume, random)
    absent = random.random(len(people)) < ABSENT_SHARE
    pace = np.exp(generator(seed, site.code + "/pace", day).normal(0, 0.06, len(people)))
    desks = []
    for place, (index, segments) in enumerate(on_duty(range(len(people)), day, site.hours)):
        if absent[index]:
            continue
        if day.outage and place % 4:
            segments = without(segments, day.outage.start, day.outage.end)
        person = people[index]
        desks.append(Desk(person.code, segments, SPEED_BY_SKILL[person.skill] * float(pace[index])))
    handled = simulate(arrivals, desks)
    zero = datetime.datetime.combine(date, datetime.time(ANCHOR // 3600), zone).timestamp() - ANCHOR
    return Frames(call_rows(day, arrivals, handled, desks, int(zero)), agent_rows(day, desks, int(zero)))


def call_rows(day: Day, calls: Arrivals, handled: Handled, desks: Sequence[Desk], zero: int) -> pl.DataFrame:
    """One row a call. `zero` is the moment (Unix seconds) that the seconds of the day count from."""
    desk, wait = np.array(handled.desk), np.array(handled.wait)
    talk, hold, after = np.array(handled.talk), np.array(handled.hold), np.array(handled.after)
    answered = desk != NOBODY
    joined = zero + calls.entered + calls.ivr
    at_desk = np.where(answered, joined + wait, 0)
    outcome = np.where(calls.is_ignored, IGNORED, np.where(answered, ANSWERED, ABANDONED))
    is_recorded = answered & (calls.luck >= parameters()["agent_missing_share"])
    codes = np.array([*(one.code for one in desks), None], dtype=object)
    kinds = [TYPES[kind] for kind in calls.kind.tolist()]
    first = (calls.priority == 2).tolist()
    customer = calls.customer.tolist()
    return pl.DataFrame(
        {
            "day": pl.Series([day.date]).new_from_index(0, len(calls)),
            "half_hour": calls.entered // HALF_HOUR,
            "started_at": moments(zero + calls.entered),
            "answered_at": moments(at_desk, answered),
            "ended_at": moments(joined + wait + talk + hold),
            "switch_ref": [f"{day.date:%y%m%d}-{number:05d}" for number in range(1, len(calls) + 1)],
            "queue": [
                PRIORITY_QUEUE if high and kind in ("PS", "NE") else QUEUE_OF[kind]
                for high, kind in zip(first, kinds, strict=True)
            ],
            "agent": pl.Series(codes[np.where(is_recorded, desk, NOBODY)].tolist(), dtype=pl.String),
            "call_type": kinds,
            "priority": calls.priority,
            "outcome": outcome,
            "ivr_seconds": calls.ivr,
            "wait_seconds": wait,
            "talk_seconds": talk,
            "hold_seconds": hold,
            "acw_seconds": after,
            "customer_ref": [f"62{number:08d}" if number else "" for number in customer],
            "end_reason": np.where(
                outcome == IGNORED, "unknown", np.where(answered & (calls.luck > 0.7), "agent", "caller")
            ).tolist(),
            "source_row": np.arange(1, len(calls) + 1),
        }
    )


def moments(seconds: np.ndarray, where: np.ndarray | None = None) -> pl.Series:
    """Unix seconds as UTC moments; None where `where` is false."""
    micros = pl.Series(seconds.astype(np.int64) * 1_000_000)
    if where is not None:
        micros = pl.select(pl.when(pl.Series(where)).then(micros)).to_series()
    return micros.cast(pl.Datetime("us", "UTC"))


def agent_rows(day: Day, desks: Sequence[Desk], zero: int) -> pl.DataFrame:
    """One row an agent and half hour. A late caller's half hours after midnight stay with the day they began on."""
    rows = [
        (
            day.date,
            min(slot, 47),
            zero + slot * HALF_HOUR,
            desk.code,
            interval.handled,
            interval.talk,
            interval.hold,
            interval.after,
            interval.idle,
            interval.pause,
            interval.login,
        )
        for desk in desks
        for slot, interval in sorted(intervals(desk).items())
    ]
    columns = ["day", "half_hour", "starts_at", "agent", "handled"]
    columns += [f"{state}_seconds" for state in ("talk", "hold", "acw", "idle", "pause", "login")]
    frame = pl.DataFrame(rows, schema=columns, orient="row", schema_overrides={"agent": pl.String})
    return frame.with_columns((pl.col("starts_at") * 1_000_000).cast(pl.Datetime("us", "UTC")))


def queue_rows(calls: pl.DataFrame) -> pl.DataFrame:
    """The switch's own interval statistics of these calls: one row a queue and half hour."""
    answered, abandoned = pl.col("outcome") == ANSWERED, pl.col("outcome") == ABANDONED
    in_time = pl.col("wait_seconds") <= SWITCH_TARGET
    rows = calls.filter(pl.col("outcome") != IGNORED).group_by(
        pl.col("day"),
        pl.col("half_hour"),
        pl.col("started_at").dt.truncate("30m").alias("starts_at"),
        pl.col("queue"),
    )
    sums = rows.agg(
        offered=pl.len(),
        answered=answered.sum(),
        answered_in_target=(answered & in_time).sum(),
        abandoned=abandoned.sum(),
        abandoned_in_target=(abandoned & in_time).sum(),
        short_abandoned=(abandoned & (pl.col("wait_seconds") <= SHORT)).sum(),
        wait_answered_seconds=pl.col("wait_seconds").filter(answered).sum(),
        wait_abandoned_seconds=pl.col("wait_seconds").filter(abandoned).sum(),
        longest_wait_seconds=pl.col("wait_seconds").max(),
        talk_seconds=pl.col("talk_seconds").filter(answered).sum(),
        hold_seconds=pl.col("hold_seconds").filter(answered).sum(),
        acw_seconds=pl.col("acw_seconds").filter(answered).sum(),
    )
    return sums.sort("starts_at", "queue")


def until_now(frames: Frames, now: datetime.datetime) -> Frames:
    """What the switch can know by `now`: calls that have ended, half hours that are over."""
    return Frames(
        frames.calls.filter(pl.col("ended_at") <= now),
        frames.agents.filter(pl.col("starts_at") <= now - datetime.timedelta(minutes=30)),
    )


def cut_short(frames: Frames, last_half_hour: int = 31) -> pl.DataFrame:
    """The calls of a first export that broke off in the afternoon."""
    return frames.calls.filter(pl.col("half_hour") <= last_half_hour)
