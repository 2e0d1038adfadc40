"""The numbers and weights of a roster's checks as plain values, by which the rules judge. Rulebook: roster.*"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Weight(StrEnum):
    """What a finding of a check does to a roster."""

    BLOCK = "block"  # keeps it from being published until the center manager lets it pass
    WARN = "warn"
    OFF = "off"


class Check(StrEnum):
    """Every check of a roster; each has the rulebook entry `roster.check_<name>`."""

    REST_GAP = "rest_gap"
    DAY_HOURS = "day_hours"
    WEEK_HOURS = "week_hours"
    REST_DAY = "rest_day"
    CONSECUTIVE_DAYS = "consecutive_days"
    CONSECUTIVE_NIGHTS = "consecutive_nights"
    OVERTIME_DAY = "overtime_day"
    OVERTIME_MONTH = "overtime_month"
    LEAVE = "leave"
    SKILL = "skill"
    INDUCTION = "induction"
    LEADER = "leader"
    MINIMUM_HEADS = "minimum_heads"
    COVERAGE = "coverage"

    @property
    def rule(self) -> str:
        """The rulebook entry that says whether it blocks, warns or is off."""
        return f"roster.check_{self.value}"


DEFAULTS = {
    Check.REST_GAP: Weight.BLOCK,
    Check.DAY_HOURS: Weight.BLOCK,
    Check.WEEK_HOURS: Weight.BLOCK,
    Check.REST_DAY: Weight.BLOCK,
    Check.CONSECUTIVE_DAYS: Weight.WARN,
    Check.CONSECUTIVE_NIGHTS: Weight.WARN,
    Check.OVERTIME_DAY: Weight.BLOCK,
    Check.OVERTIME_MONTH: Weight.BLOCK,
    Check.LEAVE: Weight.BLOCK,
    Check.SKILL: Weight.BLOCK,
    Check.INDUCTION: Weight.BLOCK,
    Check.LEADER: Weight.WARN,
    Check.MINIMUM_HEADS: Weight.WARN,
    Check.COVERAGE: Weight.WARN,
}


@dataclass(frozen=True)
class Policy:
    """The numbers of the checks. The defaults are those of the rulebook."""

    rest_gap: datetime.timedelta = datetime.timedelta(hours=11)
    max_day_minutes: int = 8 * 60
    max_week_minutes: int = 44 * 60
    rest_day_every: int = 7  # days
    max_days: int = 6  # in a row
    max_nights: int = 5  # in a row
    max_overtime_day_minutes: int = 3 * 60
    max_overtime_month_minutes: int = 36 * 60
    new_staff_days: int = 90  # after being hired, in which induction must have been passed
    publish_day: int = 25
    holiday_notice_days: int = 7
    night_points: int = 2
    weekend_points: int = 1
    holiday_points: int = 3
    weights: Mapping[Check, Weight] = field(default_factory=lambda: DEFAULTS)

    def is_on(self, check: Check) -> bool:
        return self.weights[check] is not Weight.OFF

    def blocks(self, check: Check) -> bool:
        return self.weights[check] is Weight.BLOCK
