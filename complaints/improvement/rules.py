"""When an action proves effective, and which weeks are compared. Plain Python (S2A-23(5), domain §6.7.6)."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Effect:
    """Complaints before and after the action and the calls of the same weeks.

    The calls are None where they cannot be compared with: then the complaints themselves are.
    """

    before: int
    after: int
    calls_before: int | None = None
    calls_after: int | None = None

    @property
    def is_by_calls(self) -> bool:
        return bool(self.calls_before and self.calls_after)

    @property
    def rate_before(self) -> float | None:
        """Complaints per 1,000 calls before the action."""
        return per_thousand(self.before, self.calls_before)

    @property
    def rate_after(self) -> float | None:
        """Complaints per 1,000 calls from the action on."""
        return per_thousand(self.after, self.calls_after)

    @property
    def fall(self) -> float | None:
        """By which share they fell: 0.3 is 30 % fewer, below 0 is more; None where there were none before."""
        if not self.before:
            return None
        if self.calls_before and self.calls_after:
            return 1 - self.after * self.calls_before / (self.before * self.calls_after)
        return 1 - self.after / self.before

    @property
    def rise(self) -> float | None:
        """By which share they rose."""
        return None if self.fall is None else -self.fall

    def is_effective(self, least_drop: int) -> bool:
        """Fewer by at least `least_drop` per cent; none at all always is, and some after none never."""
        if self.after == 0:
            return True
        if self.calls_before and self.calls_after:
            after, before = self.after * self.calls_before, self.before * self.calls_after
        else:
            after, before = self.after, self.before
        return after * 100 <= before * (100 - least_drop)


def per_thousand(complaints: int, calls: int | None) -> float | None:
    """Complaints per 1,000 calls; None without calls."""
    return complaints * 1000 / calls if calls else None


def windows(action_on: datetime.date, weeks: int) -> tuple[datetime.date, datetime.date]:
    """The first day of the weeks before the action, and the first day after the weeks that follow it.

    Before: [first, action day); after: [action day, end). The day of the action counts as after.
    """
    span = datetime.timedelta(weeks=weeks)
    return action_on - span, action_on + span


def effect(
    days: Iterable[datetime.date],
    calls: Mapping[datetime.date, int],
    action_on: datetime.date,
    weeks: int,
    least_days: int,
) -> Effect:
    """What came in before and after. Calls count where they are known of `least_days` per cent of the days on either side."""
    first, end = windows(action_on, weeks)
    within = [day for day in days if first <= day < end]
    before, after = sum(day < action_on for day in within), sum(day >= action_on for day in within)
    sides = (
        [n for day, n in calls.items() if first <= day < action_on and n > 0],
        [n for day, n in calls.items() if action_on <= day < end and n > 0],
    )
    if any(len(side) * 100 < weeks * 7 * least_days or not side for side in sides):
        return Effect(before, after)
    return Effect(before, after, sum(sides[0]), sum(sides[1]))


def by_week(days: Iterable[datetime.date], action_on: datetime.date, weeks: int) -> list[tuple[int, int]]:
    """How many of these days lie in each week, counted from the action: -weeks … -1 before, 0 … weeks - 1 after."""
    return summed_by_week(((day, 1) for day in days), action_on, weeks)


def summed_by_week(
    counts: Iterable[tuple[datetime.date, int]], action_on: datetime.date, weeks: int
) -> list[tuple[int, int]]:
    """The counts of days added up by week from the action."""
    found = dict.fromkeys(range(-weeks, weeks), 0)
    for day, count in counts:
        week = (day - action_on).days // 7
        if week in found:
            found[week] += count
    return sorted(found.items())
