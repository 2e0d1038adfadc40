"""The checks of one person's duties: the law's and the house's (domain §4.2). Pure; no clock, no database.

Days and weeks are those that a duty belongs to (`Duty.on`), so that a night shift counts on the day it starts. Rest is
measured between moments: a clock change makes it an hour longer or shorter. A day's limit goes by wall-clock time, so that
the hour which a clock change gives to a night shift is no breach; the week's goes by hours really worked.

Duties of one day, and overtime that touches a duty, are one stretch of work: there is no rest to be had between them.
A rest day is a day on which no duty starts, with 24 hours free between the duties around it.
"""

import datetime
import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from callcenter.objections import Objection
from staffing.roster.duties import Duty, worked
from staffing.roster.limits import Check, Policy
from staffing.shifts.rules import Segments

ONE_DAY = datetime.timedelta(days=1)
# How many days before and after a period its checks look at: runs and weeks that reach into it.
REACH = datetime.timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about the duties of a day. `blocks`: the roster is not published with it (rulebook roster.check_*)."""

    on: datetime.date
    objection: Objection
    blocks: bool

    @property
    def check(self) -> Check:
        return Check(self.objection.code.removeprefix("roster."))


@dataclass(frozen=True, slots=True)
class Stretch:
    """Duties without rest between them."""

    on: datetime.date  # of the first
    last_on: datetime.date
    starts_at: datetime.datetime
    ends_at: datetime.datetime


def hours(minutes: float) -> str:
    """8, 8.5, 11.25: hours as people write them."""
    return f"{minutes / 60:.2f}".rstrip("0").rstrip(".")


def found(check: Check, on: datetime.date, policy: Policy, rule: str, **figures: Any) -> Finding:
    """A finding of a check, with the rulebook entry that has its limit."""
    rules = (rule, check.rule) if rule else (check.rule,)
    figures = {"day": on.isoformat()} | figures
    return Finding(on, Objection(f"roster.{check.value}", figures, rules=rules), policy.blocks(check))


def findings(
    duties: Iterable[Duty], policy: Policy, *, first: datetime.date, last: datetime.date
) -> list[Finding]:
    """Everything against the duties of one person on the days [first, last], in order of days; empty when all is well.

    Give the duties of `REACH` before `first` and of a day after `last` as well: runs and weeks cross the ends of months.
    """
    ordered = sorted(duties, key=lambda duty: (duty.starts_at, duty.ends_at))
    if not ordered:
        return []
    checks = (
        (Check.REST_GAP, _rest_gaps),
        (Check.DAY_HOURS, _day_hours),
        (Check.WEEK_HOURS, _week_hours),
        (Check.REST_DAY, _rest_days),
        (Check.CONSECUTIVE_DAYS, _runs_of_days),
        (Check.CONSECUTIVE_NIGHTS, _runs_of_nights),
        (Check.OVERTIME_DAY, _overtime_of_days),
        (Check.OVERTIME_MONTH, _overtime_of_months),
    )
    all_found = [each for check, find in checks if policy.is_on(check) for each in find(ordered, policy)]
    return sorted((each for each in all_found if first <= each.on <= last), key=lambda each: each.on)


def overlaps(duties: Iterable[Duty]) -> list[tuple[Duty, Duty]]:
    """Pairs of duties of one person that share a moment: the database refuses them."""
    ordered = sorted(duties, key=lambda duty: (duty.starts_at, duty.ends_at))
    pairs = []
    for one, two in itertools.pairwise(ordered):
        if two.starts_at < one.ends_at:
            pairs.append((one, two))
    return pairs


def stretches(ordered: Sequence[Duty]) -> list[Stretch]:
    """Duties in order of time, joined where one goes over into the next: the same day, or overtime that touches."""
    joined: list[Stretch] = []
    was_overtime = False
    for duty in ordered:
        before = joined[-1] if joined else None
        if before is not None and (
            duty.on == before.on or (duty.starts_at <= before.ends_at and (duty.is_overtime or was_overtime))
        ):
            ends_at = max(before.ends_at, duty.ends_at)
            joined[-1] = Stretch(before.on, duty.on, before.starts_at, ends_at)
        else:
            joined.append(Stretch(duty.on, duty.on, duty.starts_at, duty.ends_at))
        was_overtime = duty.is_overtime
    return joined


def _rest_gaps(ordered: Sequence[Duty], policy: Policy) -> Iterator[Finding]:
    joined = stretches(ordered)
    for before, after in itertools.pairwise(joined):
        rest = after.starts_at - before.ends_at
        if rest < policy.rest_gap:
            yield found(
                Check.REST_GAP,
                after.on,
                policy,
                "roster.rest_gap_hours",
                hours=hours(rest.total_seconds() / 60),
                least=hours(policy.rest_gap.total_seconds() / 60),
            )


@lru_cache(maxsize=1000)
def _wall_clock_minutes(segments: Segments) -> int:
    return sum(each.minutes for each in worked(segments))


def _agreed_minutes(duty: Duty) -> int:
    """Working time by the wall clock; what the duty says where its parts are not known."""
    return _wall_clock_minutes(duty.segments) if duty.segments else duty.minutes


def _day_hours(ordered: Sequence[Duty], policy: Policy) -> Iterator[Finding]:
    minutes: dict[datetime.date, int] = defaultdict(int)
    for duty in ordered:
        if not duty.is_overtime:
            minutes[duty.on] += _agreed_minutes(duty)
    for on, total in minutes.items():
        if total > policy.max_day_minutes:
            yield found(
                Check.DAY_HOURS,
                on,
                policy,
                "roster.max_day_hours",
                hours=hours(total),
                most=hours(policy.max_day_minutes),
            )


def _week_hours(ordered: Sequence[Duty], policy: Policy) -> Iterator[Finding]:
    minutes: dict[datetime.date, int] = defaultdict(int)  # by Monday
    for duty in ordered:
        if duty.is_overtime:
            continue
        monday = duty.on - datetime.timedelta(days=duty.on.weekday())
        minutes[monday] += duty.minutes
        if minutes[monday] > policy.max_week_minutes:
            yield found(
                Check.WEEK_HOURS,
                duty.on,
                policy,
                "roster.max_week_hours",
                hours=hours(minutes[monday]),
                most=hours(policy.max_week_minutes),
                monday=monday.isoformat(),
            )


def _rest_days(ordered: Sequence[Duty], policy: Policy) -> Iterator[Finding]:
    """Days since the last full rest day, this one included; breached from the day that makes `rest_day_every`."""
    joined = stretches(ordered)
    begun = joined[0].on
    for before, after in zip([None, *joined], joined, strict=False):
        if before is not None:
            is_day_free = (after.on - before.last_on).days > 1
            if is_day_free and after.starts_at - before.ends_at >= ONE_DAY:
                begun = after.on
        days = (after.on - begun).days + 1
        if days >= policy.rest_day_every:
            yield found(
                Check.REST_DAY,
                after.on,
                policy,
                "roster.rest_day_every",
                days=days,
                every=policy.rest_day_every,
            )


def _runs(days: Iterable[datetime.date]) -> Iterator[tuple[datetime.date, int]]:
    """Each day with how many there are in a row up to it."""
    before, count = None, 0
    for on in sorted(set(days)):
        count = count + 1 if before is not None and on - before == ONE_DAY else 1
        before = on
        yield on, count


def _runs_of_days(ordered: Sequence[Duty], policy: Policy) -> Iterator[Finding]:
    for on, count in _runs(duty.on for duty in ordered):
        if count > policy.max_days:
            yield found(
                Check.CONSECUTIVE_DAYS,
                on,
                policy,
                "roster.max_consecutive_days",
                count=count,
                most=policy.max_days,
            )


def _runs_of_nights(ordered: Sequence[Duty], policy: Policy) -> Iterator[Finding]:
    for on, count in _runs(duty.on for duty in ordered if duty.is_night and not duty.is_overtime):
        if count > policy.max_nights:
            yield found(
                Check.CONSECUTIVE_NIGHTS,
                on,
                policy,
                "roster.max_consecutive_nights",
                count=count,
                most=policy.max_nights,
            )


def _overtime_of_days(ordered: Sequence[Duty], policy: Policy) -> Iterator[Finding]:
    minutes: dict[datetime.date, int] = defaultdict(int)
    for duty in ordered:
        if duty.is_overtime:
            minutes[duty.on] += duty.minutes
    for on, total in minutes.items():
        if total > policy.max_overtime_day_minutes:
            yield found(
                Check.OVERTIME_DAY,
                on,
                policy,
                "roster.max_ot_day",
                hours=hours(total),
                most=hours(policy.max_overtime_day_minutes),
            )


def _overtime_of_months(ordered: Sequence[Duty], policy: Policy) -> Iterator[Finding]:
    minutes: dict[datetime.date, int] = defaultdict(int)
    for duty in ordered:
        if not duty.is_overtime:
            continue
        month = duty.on.replace(day=1)
        minutes[month] += duty.minutes
        if minutes[month] > policy.max_overtime_month_minutes:
            yield found(
                Check.OVERTIME_MONTH,
                duty.on,
                policy,
                "roster.max_ot_month",
                hours=hours(minutes[month]),
                most=hours(policy.max_overtime_month_minutes),
            )
