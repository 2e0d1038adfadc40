"""When an action proves effective, and which weeks are compared. Plain Python (S2A-23(5), domain §6.7.6)."""

import datetime


def windows(action_on: datetime.date, weeks: int) -> tuple[datetime.date, datetime.date]:
    """The first day of the weeks before the action, and the first day after the weeks that follow it.

    Before: [first, action day); after: [action day, end). The day of the action counts as after.
    """
    span = datetime.timedelta(weeks=weeks)
    return action_on - span, action_on + span


def is_effective(before: int, after: int, least_drop: int) -> bool:
    """Fewer complaints by at least `least_drop` per cent; none at all always is, and one more than none never."""
    if after == 0:
        return True
    return after * 100 <= before * (100 - least_drop)


def by_week(days: list[datetime.date], action_on: datetime.date, weeks: int) -> list[tuple[int, int]]:
    """How many of these days lie in each week, counted from the action: -weeks … -1 before, 0 … weeks - 1 after."""
    counts = dict.fromkeys(range(-weeks, weeks), 0)
    for day in days:
        week = (day - action_on).days // 7
        if week in counts:
            counts[week] += 1
    return sorted(counts.items())
