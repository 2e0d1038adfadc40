"""What is wrong with a week or a day before it is stored; the rules are those of `OpenHours`."""

import datetime

from callcenter.objections import Objection, RuleViolation
from callcenter.workcalendar.rules import Day, DayKind, Intervals, OpenHours, Week, same_every_day
from callcenter.workcalendar.wording import WHOLE_DAY

SOME_DAY = datetime.date(2000, 1, 1)


def faults_of_week(week: Week) -> list[Objection]:
    """Every reason why these are no opening hours: inverted, overlapping, never open."""
    try:
        OpenHours("UTC", week)
    except RuleViolation as refusal:
        return refusal.objections
    return []


def faults_of_day(kind: DayKind, intervals: Intervals, name: str) -> list[Objection]:
    """Every reason why a date cannot have these hours."""
    try:
        OpenHours("UTC", same_every_day((WHOLE_DAY,)), dates={SOME_DAY: Day(kind, intervals, name)})
    except RuleViolation as refusal:
        return refusal.objections
    return []
