"""Changing a site's calendar: every change is published as a new edition, in one transaction with its rows.

The door of the room: `weeks` has the opening hours, `dates` the days that differ, `public_days` those of the country.
"""

from callcenter.workcalendar.dates import (
    MOST_DAYS,
    DayFacts,
    objections_to_days,
    set_days,
    stands,
    switch_days,
)
from callcenter.workcalendar.public_days import load_public_days, missing_public_days, region_of
from callcenter.workcalendar.weeks import set_week, withdraw_week

__all__ = [
    "MOST_DAYS",
    "DayFacts",
    "load_public_days",
    "missing_public_days",
    "objections_to_days",
    "region_of",
    "set_days",
    "set_week",
    "stands",
    "switch_days",
    "withdraw_week",
]
