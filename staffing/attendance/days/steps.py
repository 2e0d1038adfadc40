"""Stepping through days and periods on pages."""

import datetime
from dataclasses import dataclass

from callcenter.workcalendar.periods import Period, is_reportable


def day_of(text: str, default: datetime.date) -> datetime.date:
    """The day that an address names; the default for anything else."""
    try:
        found = datetime.date.fromisoformat(text)
    except ValueError:
        return default
    return found if is_reportable(found) else default


@dataclass(frozen=True)
class Steps:
    """From and to in words, and the days that lead to the period before and after; after: "" where none has begun."""

    first: datetime.date
    last: datetime.date
    before: str
    after: str


def steps(period: Period, today: datetime.date) -> Steps:
    """Around a period."""
    return Steps(
        period.start,
        period.last,
        period.previous.start.isoformat(),
        period.end.isoformat() if period.end <= today else "",
    )
