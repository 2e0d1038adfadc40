"""Fits the demo's parameters on a month of real call records: `python -m callcenter.demo.fit FILE` rewrites parameters.json.

FILE has the layout of the Technion's "Anonymous Bank" records (tab separated, one call a line). Only the figures found
are kept; the records stay where they are. How each is estimated, and how well it fits, is said beside the estimate and
in the file's "fit" section; tests/demo/test_fit.py repeats the fit where the records are at hand.
"""

import argparse
import itertools
import json
import math
import sys
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from callcenter.demo.parameters import PATH

Fitted = dict[str, Any]
# ISO weekday -> class of day in Israel, where the records were made: Friday is short, Saturday rests until the evening.
DAY_CLASSES = {
    7: "workday",
    1: "workday",
    2: "workday",
    3: "workday",
    4: "workday",
    5: "short_day",
    6: "rest_day",
}
SHORT_SERVICE_SECONDS = (
    10  # services below this are the spike: calls dropped by agent or line, not conversations
)
PATIENCE_BREAKS = [0, 5, 10, 20, 30, 45, 60, 90, 120, 180, 300, 600]


def read(path: Path) -> pl.DataFrame:
    """The records with clock times in seconds of the day; none is dropped."""

    def seconds(column: str) -> pl.Expr:
        parts = pl.col(column).str.split(":")
        hours, minutes, rest = (parts.list.get(place).cast(pl.Int64) for place in range(3))
        return hours * 3600 + minutes * 60 + rest

    calls = pl.read_csv(path, separator="\t", infer_schema_length=100_000)
    return calls.with_columns(
        pl.col("date").cast(pl.String).str.to_date("%y%m%d").alias("day"),
        (seconds("vru_entry") // 1800).alias("half_hour"),
    ).with_columns(pl.col("day").dt.weekday().replace_strict(DAY_CLASSES).alias("class"))


def mean(values: pl.Series) -> float:
    """The mean; of booleans, the share that is true."""
    return float(values.cast(pl.Float64).to_numpy().mean())


def arrivals(calls: pl.DataFrame) -> Fitted:
    """Calls a day and their spread over the 48 half hours, by class of day.

    The spread is of medians over the days of the class, so that one burst (3 February, 13:00) does not shape every day.
    `noise` is the standard deviation of the logarithm of a workday's calls beyond what Poisson arrivals explain.
    """
    found: Fitted = {}
    for name in ("workday", "short_day", "rest_day"):
        days = calls.filter(pl.col("class") == name)
        grid = np.zeros((days["day"].n_unique(), 48))
        index = {day: row for row, day in enumerate(days["day"].unique(maintain_order=True))}
        for day, half_hour, count in days.group_by("day", "half_hour").len().iter_rows():
            grid[index[day], half_hour] = count
        typical = np.median(grid, axis=0)
        found[name] = {
            "calls": round(float(np.median(grid.sum(axis=1))), 1),
            "share_by_half_hour": [round(float(share), 5) for share in typical / typical.sum()],
        }
        if name == "workday":
            totals = grid.sum(axis=1)
            found["noise"] = round(math.sqrt(max(0.0, float(np.var(np.log(totals)) - 1 / totals.mean()))), 4)
    return found


def mix(calls: pl.DataFrame) -> Fitted:
    """Share of each type, and inside it of each priority and of identified customers."""
    found = {}
    for (name,), rows in sorted(calls.group_by("type")):
        found[str(name)] = {
            "share": round(rows.height / calls.height, 5),
            "priorities": [round(mean(rows["priority"] == priority), 4) for priority in range(3)],
            "identified": round(mean(rows["customer_id"] > 0), 4),
        }
    return found


def services(calls: pl.DataFrame) -> Fitted:
    """Seconds of service by type: a spike of very short ones, and a log-normal conversation from 10 s on.

    `fit_distance` is the largest gap between the real and the fitted distribution function from 10 s on
    (Kolmogorov–Smirnov; 0 is perfect).
    """
    found = {}
    answered = calls.filter(pl.col("outcome") == "AGENT")
    for (name,), rows in sorted(answered.group_by("type")):
        seconds = rows["ser_time"].to_numpy()
        long = np.sort(seconds[seconds >= SHORT_SERVICE_SECONDS])
        short = seconds[seconds < SHORT_SERVICE_SECONDS]
        mu, sigma = float(np.log(long).mean()), float(np.log(long).std())
        fitted = np.array([normal_cdf((math.log(value) - mu) / sigma) for value in long])
        found[str(name)] = {
            "short_share": round(short.size / seconds.size, 4),
            "short_seconds": round(float(short.mean()), 2) if short.size else 0.0,
            "mu": round(mu, 4),
            "sigma": round(sigma, 4),
            "fit_distance": round(float(np.abs(np.arange(1, long.size + 1) / long.size - fitted).max()), 4),
        }
    return found


def normal_cdf(z: float) -> float:
    return 0.5 * math.erfc(-z / math.sqrt(2))


def patience(calls: pl.DataFrame) -> Fitted:
    """How long a caller is willing to wait, from waits of which most were cut short by an answer (right-censored).

    Kaplan–Meier gives the survival curve without a model; three models are fitted by maximum likelihood with the
    censored waits and judged by their largest gap to it in the first ten minutes: exponential, log-normal (by EM), and
    a hazard constant between the breaks, which the simulation uses because it alone keeps the early peak of impatience.
    `at_once` is the share of those who had to wait and hung up in the very second that they heard so.
    """
    offered = calls.filter(pl.col("outcome") != "PHANTOM")
    waited = offered.filter(pl.col("q_time") > 0)
    left_at_once = offered.filter((pl.col("outcome") == "HANG") & (pl.col("q_time") <= 0)).height
    wait = waited["q_time"].to_numpy().astype(float)
    left = (waited["outcome"] == "HANG").to_numpy()
    times, survival = kaplan_meier(wait, left)
    hazards = piecewise_hazards(wait, left)
    rate = left.sum() / wait.sum()
    mu, sigma = censored_log_normal(wait, left)
    early = times <= 600
    models = {
        "exponential": np.exp(-rate * times),
        "log_normal": np.array([1 - normal_cdf((math.log(time) - mu) / sigma) for time in times]),
        "piecewise": np.exp(-cumulative_hazard(times, hazards)),
    }
    return {
        "at_once": round(left_at_once / (left_at_once + wait.size), 4),
        "breaks": PATIENCE_BREAKS,
        "hazards": [round(float(hazard), 6) for hazard in hazards],
        "fit": {
            "waits": int(wait.size),
            "censored": int((~left).sum()),
            "exponential_mean_seconds": round(float(1 / rate), 1),
            "log_normal": [round(mu, 4), round(sigma, 4)],
            "distance_to_kaplan_meier": {
                name: round(float(np.abs(curve - survival)[early].max()), 4) for name, curve in models.items()
            },
        },
    }


def kaplan_meier(wait: np.ndarray, left: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Distinct seconds at which somebody gave up, and the share still willing to wait after each."""
    times, gave_up = np.unique(wait[left], return_counts=True)
    at_risk = wait.size - np.searchsorted(np.sort(wait), times, side="left")
    return times, np.cumprod(1 - gave_up / at_risk)


def piecewise_hazards(wait: np.ndarray, left: np.ndarray) -> list[float]:
    """Those who gave up between two breaks over the seconds waited there: the likelihood's maximum, censoring included."""
    edges = [*PATIENCE_BREAKS, math.inf]
    hazards = []
    for low, high in itertools.pairwise(edges):
        waited = (np.clip(wait, low, high) - low).sum()
        gave_up = ((wait > low) & (wait <= high) & left).sum()
        hazards.append(float(gave_up / waited) if waited else 0.0)
    return hazards


def cumulative_hazard(times: np.ndarray, hazards: list[float]) -> np.ndarray:
    edges = [*PATIENCE_BREAKS, math.inf]
    total = np.zeros_like(times)
    for low, high, hazard in zip(edges, edges[1:], hazards, strict=False):
        total += hazard * (np.clip(times, low, high) - low)
    return total


def censored_log_normal(wait: np.ndarray, left: np.ndarray, rounds: int = 200) -> tuple[float, float]:
    """Mean and deviation of log patience by EM: a censored wait counts with its expected log patience beyond it."""
    log_wait = np.log(wait)
    mu, sigma = float(log_wait.mean()), float(log_wait.std())
    for _ in range(rounds):
        z = (log_wait - mu) / sigma
        density = np.exp(-0.5 * z**2) / math.sqrt(2 * math.pi)
        beyond = np.array([max(1 - normal_cdf(value), 1e-300) for value in z])
        ratio = density / beyond
        first = np.where(left, log_wait, mu + sigma * ratio)
        second = np.where(left, log_wait**2, mu**2 + sigma**2 + sigma * (log_wait + mu) * ratio)
        before = mu
        mu = float(first.mean())
        sigma = math.sqrt(float(second.mean()) - mu**2)
        if abs(mu - before) < 1e-6:
            break
    return mu, sigma


def ivr(calls: pl.DataFrame) -> Fitted:
    """Seconds in the IVR, log-normal over the positive ones."""
    seconds = calls.filter(pl.col("vru_time") > 0)["vru_time"].to_numpy()
    return {"mu": round(float(np.log(seconds).mean()), 4), "sigma": round(float(np.log(seconds).std()), 4)}


def customers(calls: pl.DataFrame) -> Fitted:
    """Returning customers: customer number ⌊population · u^skew⌋ for a uniform u, so that low numbers call often.

    Population and skew are those that give the month's distinct customers and those who called once.
    """
    known = calls.filter(pl.col("customer_id") > 0)["customer_id"].value_counts()["count"].to_numpy()
    best: tuple[float, int, float] = (math.inf, 0, 0.0)
    for population in range(known.size, known.size * 6, max(1, known.size // 8)):
        for skew in np.arange(1.0, 5.01, 0.1):
            edges = (np.arange(population + 1) / population) ** (1 / skew)
            expected = known.sum() * np.diff(edges)
            gap = abs((1 - np.exp(-expected)).sum() / known.size - 1) + abs(
                (expected * np.exp(-expected)).sum() / (known == 1).sum() - 1
            )
            best = min(best, (float(gap), population, round(float(skew), 1)))
    gap, population, skew = best
    return {
        "population": population,
        "skew": skew,
        "fit": {
            "calls": int(known.sum()),
            "customers": int(known.size),
            "once": int((known == 1).sum()),
            "gap": round(gap, 4),
        },
    }


def fit(path: Path) -> Fitted:
    """Every parameter, with the counts of the file that they rest on."""
    calls = read(path)
    offered = calls.filter(pl.col("outcome") != "PHANTOM")
    return {
        "source": "Fitted on one month of call records of a small bank (Technion, Anonymous Bank, February 1999); no record is kept here.",
        "arrivals": arrivals(calls),
        "types": mix(calls),
        "service": services(calls),
        "patience": patience(calls),
        "ivr": ivr(calls),
        "customers": customers(calls),
        "ignored_share": round(mean(calls["outcome"] == "PHANTOM"), 5),
        "agent_missing_share": round(
            calls.filter((pl.col("outcome") == "AGENT") & (pl.col("server") == "NO_SERVER")).height
            / calls.filter(pl.col("outcome") == "AGENT").height,
            5,
        ),
        "fit": {
            "calls": calls.height,
            "days": calls["day"].n_unique(),
            "offered": offered.height,
            "answered": offered.filter(pl.col("outcome") == "AGENT").height,
            "mean_service_seconds": round(mean(offered.filter(pl.col("outcome") == "AGENT")["ser_time"]), 1),
        },
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="Fit the demo's parameters on real call records.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--out", type=Path, default=PATH)
    arguments = parser.parse_args()
    found = fit(arguments.file)
    arguments.out.write_text(as_text(found))
    sys.stdout.write(f"{arguments.out}: fitted on {found['fit']['calls']} calls\n")


def as_text(found: Fitted) -> str:
    """JSON with lists of figures on one line each, so that the file reads well."""
    text = json.dumps(found, indent=2, ensure_ascii=False)
    lines, inside = [], ""
    for line in text.splitlines():
        if inside:
            inside += line.strip() + (" " if line.endswith(",") else "")
            if line.strip().startswith("]"):
                lines.append(inside.replace(", ]", "]").replace("] ", "]").rstrip())
                inside = ""
        elif line.endswith("["):
            inside = line
        else:
            lines.append(line)
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
