"""The calendar of recurring deadlines as the manuals have it, until the rooms that do the work register their own."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from callcenter.access.posts import PostCode as P
from callcenter.people.models import Site
from callcenter.rulebook.values import value
from callcenter.workcalendar import patterns
from callcenter.workcalendar.patterns import Pattern
from callcenter.workcalendar.recurring import Recurring, Text
from callcenter.workcalendar.rulebook_entries import INCLUSIVE

MONDAY, FRIDAY = 0, 4
PatternOf = Callable[[Site, datetime.date], Pattern]

# Who does it.
LEADERS = frozenset({P.SHIFT_LEADER, P.GROUP_LEADER, P.DIRECTOR})
SHIFT_LEADER, DIRECTOR = frozenset({P.SHIFT_LEADER}), frozenset({P.DIRECTOR})
WEEKLY_WRITERS = frozenset({P.INFO_COORDINATOR, P.QA_TRAINER, P.SHIFT_LEADER})
SHIFT_AFFAIRS = frozenset({P.DIRECTOR, P.SHIFT_LEADER, P.INFO_COORDINATOR})
EXAMINED = frozenset({P.QA_TRAINER, P.SHIFT_LEADER, P.AGENT})
HANDS_IN = frozenset({P.SHIFT_LEADER, P.DIRECTOR, P.HR})
PUBLISHES = frozenset({P.DIRECTOR, P.SHIFT_LEADER})
PROJECTS = frozenset({P.DIRECTOR, P.DEPUTY_DIRECTOR, P.PROJECT_MANAGER})
MANAGERS = frozenset({P.DIRECTOR, P.CENTER_MANAGER})
APPRAISERS = MANAGERS | {P.HR}
GM_OFFICE = frozenset({P.GM_OFFICE})
EVERYBODY: frozenset[P] = frozenset()


@dataclass(frozen=True)
class When:
    """On which days, and by which local time; the rulebook entries that say so."""

    pattern: PatternOf
    rules: tuple[str, ...] = ()
    at: datetime.time | None = None
    at_rule: str = ""
    is_daily: bool = False


def _always(pattern: Pattern) -> When:
    return When(lambda site, on: pattern)


def _daily(at: datetime.time | None = None, at_rule: str = "") -> When:
    return When(lambda site, on: patterns.every_day(), at=at, at_rule=at_rule, is_daily=True)


def _on_day(key: str) -> When:
    return When(lambda site, on: patterns.monthly_on(value(key, site, on=on)), (key,))


def _before_day(key: str) -> When:
    return When(lambda site, on: patterns.monthly_before(value(key, site, on=on)), (key,))


def _all_agent_meeting(site: Site, on: datetime.date) -> Pattern:
    is_inclusive = value("meeting.all_agent", site, on=on) == INCLUSIVE
    day = value("meeting.all_agent_before_day", site, on=on)
    return patterns.monthly_weekday_before(FRIDAY, day, is_inclusive=is_inclusive)


MONDAYS, FRIDAYS = _always(patterns.every_week(MONDAY)), _always(patterns.every_week(FRIDAY))
MONTHS, QUARTERS, HALF_YEARS, YEARS = (_always(patterns.period_ends(months)) for months in (1, 3, 6, 12))
MEETING_DAY = When(_all_agent_meeting, ("meeting.all_agent", "meeting.all_agent_before_day"))
WRITTEN_BY = _daily(datetime.time(9, 30), "report.daily_due")
REVIEWED_BY = _daily(datetime.time(11), "report.daily_review_due")

# key, what, the manual's paragraph, when, who
TABLE: tuple[tuple[str, Text, str, When, frozenset[P]], ...] = (
    (
        "shift.roll_call",
        _("Before each shift: roll call, pre-shift meeting, notices read"),
        "S2E-16, S2F-12",
        _daily(),
        LEADERS,
    ),
    (
        "shift.handover",
        _("At the end of each shift: handover signed, post-shift meeting, duty log locked"),
        "S2E-18, S2E-20",
        _daily(),
        LEADERS,
    ),
    ("report.daily", _("Daily report written"), "S2F-9", WRITTEN_BY, SHIFT_LEADER),
    ("report.daily_reviewed", _("Daily report reviewed"), "S2F-9", REVIEWED_BY, DIRECTOR),
    ("report.weekly", _("Weekly report and QA weekly report"), "S2F-17", MONDAYS, WEEKLY_WRITERS),
    ("room.cleaning", _("Cleaning of the changing room"), "S2E-15", MONDAYS, LEADERS),
    ("room.plants", _("Leaves of the plants cleaned by the day shift"), "S2E-15", FRIDAYS, LEADERS),
    (
        "meeting.shift_affairs",
        _("Shift-affairs meeting; summary of accepted, feedback and callback"),
        "S2E-7, S2F-5",
        FRIDAYS,
        SHIFT_AFFAIRS,
    ),
    (
        "complaint.review",
        _("GM office’s review of last month’s complaints"),
        "S2A-37",
        _before_day("complaint.review_before_day"),
        GM_OFFICE,
    ),
    ("exam.monthly", _("Monthly exam"), "S0-20", _on_day("exam.held_by_day"), EXAMINED),
    (
        "quality.report",
        _("Shift leaders’ service quality report"),
        "S2F-8",
        _before_day("quality.report_before_day"),
        SHIFT_LEADER,
    ),
    ("meeting.all_agent", _("Meeting of all agents"), "S2E-8", MEETING_DAY, EVERYBODY),
    (
        "attendance.hand_in",
        _("Attendance handed to human resources"),
        "P03",
        _on_day("attendance.hand_in_day"),
        HANDS_IN,
    ),
    ("roster.publish", _("Next month’s roster published"), "P06", _on_day("roster.publish_day"), PUBLISHES),
    (
        "meeting.work",
        _("Monthly work meeting, monthly sheets and ranking of project managers"),
        "S0-7, S0-9, S3",
        MONTHS,
        PROJECTS,
    ),
    ("appraisal.quarter", _("Quarterly appraisal"), "S1-45", QUARTERS, APPRAISERS),
    ("summary.half_year", _("Half-year summary and plan"), "S2E-9", HALF_YEARS, MANAGERS),
    ("appraisal.year", _("Annual appraisal and summary"), "S1-45, S2E-9", YEARS, APPRAISERS),
)

DUTIES = [
    Recurring(key, what, manual, when.pattern, who, when.at, when.at_rule, when.rules, when.is_daily)
    for key, what, manual, when, who in TABLE
]
