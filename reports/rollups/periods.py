"""The periods that day sums are summed over; their arithmetic is the calendar's."""

from callcenter.workcalendar.periods import (
    FIRST,
    LAST,
    ONE_DAY,
    Kind,
    Period,
    compared_with,
    is_reportable,
    period_of,
)

__all__ = [
    "FIRST",
    "LAST",
    "ONE_DAY",
    "REPORTED",
    "Kind",
    "Period",
    "compared_with",
    "is_reportable",
    "period_of",
]

# What the operations report is made for.
REPORTED = (Kind.DAY, Kind.WEEK, Kind.MONTH, Kind.STATISTICS)
