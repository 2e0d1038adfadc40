"""The calls that come in on a day, drawn from the fitted parameters: when, of what type, from whom, how patient."""

import math
import zlib
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from callcenter.demo.calendar import Day
from callcenter.demo.parameters import (
    AFTER_CALL_SECONDS,
    HOLD_SECONDS,
    HOLD_SHARE,
    parameters,
)
from callcenter.demo.shifts import HALF_HOUR, Hours

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

TYPES = ("IN", "NE", "NW", "PE", "PS", "TT")  # in the order of the file of parameters


CLASSES = ("workday", "short_day", "rest_day")
MORNING_SHARE = 0.75


@dataclass(frozen=True)
class Arrivals:
    """A day's calls as columns of equal length, by time of entry. Times are seconds of the day, lengths seconds."""

    entered: Integers
    ivr: Integers
    kind: Integers  # place in TYPES
    priority: Integers  # 0, 1, 2
    customer: Integers  # 0 where not identified
    patience: Integers  # how long the caller will wait; 0 hangs up as soon as there is a queue
    talk: Integers  # at average speed
    hold: Integers
    after: Integers
    is_ignored: npt.NDArray[np.bool_]  # a record of the switch that is no call
    luck: Floats  # 0…1, for what is decided later

    def __len__(self) -> int:
        return len(self.entered)


def generator(seed: int, site: str, day: Day) -> np.random.Generator:
    """Random numbers of one site and day: the same whichever other days are made."""
    return np.random.default_rng([seed, zlib.crc32(site.encode()), day.date.toordinal()])


def arrive(day: Day, plan: Hours, volume: float, random: np.random.Generator) -> Arrivals:
    """Poisson arrivals whose rate steps by half hour, `volume` times the records' bank, within opening hours."""
    fitted = parameters()
    klass = fitted["arrivals"][day.volume_class]
    shape = open_share(shape_of(day), plan)
    noise = math.exp(random.normal(0, fitted["arrivals"]["noise"] * 0.8))
    counts = random.poisson(shape * klass["calls"] * volume * day.factor * noise)
    entered = np.repeat(np.arange(48) * HALF_HOUR, counts) + random.integers(0, HALF_HOUR, counts.sum())
    return dress(np.sort(entered), random)


def shape_of(day: Day) -> Floats:
    """The spread over the half hours. A free day is the morning of the records' short day and the evening of its rest day."""
    spread = {name: np.array(parameters()["arrivals"][name]["share_by_half_hour"]) for name in CLASSES}
    if day.is_weekend:
        return MORNING_SHARE * spread["short_day"] + (1 - MORNING_SHARE) * spread["rest_day"]
    return spread["workday"]


def open_share(shares: Floats, plan: Hours) -> Floats:
    """The spread over the half hours that the site is open in, summing to 1."""
    slots = np.arange(48) * HALF_HOUR
    kept = np.where((slots >= plan.opens) & (slots < plan.closes), shares, 0.0)
    return kept / kept.sum()


def dress(entered: Integers, random: np.random.Generator) -> Arrivals:
    """Gives each arrival its type, priority, customer, patience and service."""
    fitted, size = parameters(), len(entered)
    kind = random.choice(len(TYPES), size, p=normalised([fitted["types"][name]["share"] for name in TYPES]))
    levels = np.array([normalised(fitted["types"][name]["priorities"]) for name in TYPES])[kind]
    priority = (random.random(size)[:, None] > np.cumsum(levels, axis=1)).sum(axis=1).clip(0, 2)
    identified = random.random(size) < np.array([fitted["types"][name]["identified"] for name in TYPES])[kind]
    population, skew = fitted["customers"]["population"], fitted["customers"]["skew"]
    customer = np.where(identified, 100_000 + (population * random.random(size) ** skew).astype(np.int64), 0)
    short, talk = talk_seconds(kind, random)
    on_hold = (random.random(size) < HOLD_SHARE) & ~short
    return Arrivals(
        entered=entered,
        ivr=np.exp(random.normal(fitted["ivr"]["mu"], fitted["ivr"]["sigma"], size))
        .astype(np.int64)
        .clip(1, 600),
        kind=kind,
        priority=priority,
        customer=customer,
        patience=patience_seconds(size, random),
        talk=talk,
        hold=np.where(on_hold, random.exponential(HOLD_SECONDS, size), 0).astype(np.int64),
        after=np.where(short, 0, random.exponential(AFTER_CALL_SECONDS, size)).astype(np.int64),
        is_ignored=random.random(size) < fitted["ignored_share"],
        luck=random.random(size),
    )


def normalised(shares: list[float]) -> Floats:
    """Rounded shares, made to sum to exactly 1."""
    return np.array(shares) / sum(shares)


def talk_seconds(kind: Integers, random: np.random.Generator) -> tuple[npt.NDArray[np.bool_], Integers]:
    """Whether the service is one of the very short ones, and its length."""
    service = parameters()["service"]
    columns = {
        key: np.array([service[name][key] for name in TYPES])[kind]
        for key in ("short_share", "short_seconds", "mu", "sigma")
    }
    short = random.random(len(kind)) < columns["short_share"]
    long_talk = np.exp(random.normal(columns["mu"], columns["sigma"])).clip(10, 5400)
    short_talk = random.poisson(columns["short_seconds"]).clip(0, 9)
    return short, np.where(short, short_talk, long_talk).astype(np.int64)


def patience_seconds(size: int, random: np.random.Generator) -> Integers:
    """Patience with a hazard constant between the breaks: the cumulative hazard of a unit exponential, inverted."""
    fitted = parameters()["patience"]
    breaks, hazards = np.array(fitted["breaks"], dtype=float), np.array(fitted["hazards"])
    at_breaks = np.concatenate([[0.0], np.cumsum(np.diff(breaks) * hazards[:-1])])
    drawn = random.exponential(1.0, size)
    piece = np.searchsorted(at_breaks, drawn, side="right") - 1
    seconds = np.ceil(breaks[piece] + (drawn - at_breaks[piece]) / hazards[piece])
    return np.where(random.random(size) < fitted["at_once"], 0, seconds).astype(np.int64)
