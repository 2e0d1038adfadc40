"""The calendar of recurring deadlines as the manuals have it, until the rooms that do the work register their own."""

import datetime
from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from callcenter.access.posts import PostCode as P
from callcenter.people.models import Site
from callcenter.rulebook.values import value
from callcenter.workcalendar import patterns
from callcenter.workcalendar.patterns import Pattern
from callcenter.workcalendar.recurring import Recurring
from callcenter.workcalendar.rulebook_entries import INCLUSIVE

MONDAY, FRIDAY = 0, 4
PatternOf = Callable[[Site, datetime.date], Pattern]
LEADERS = frozenset({P.SHIFT_LEADER, P.GROUP_LEADER, P.DIRECTOR})


def _always(pattern: Pattern) -> PatternOf:
    return lambda site, on: pattern


def _on_day(key: str) -> PatternOf:
    return lambda site, on: patterns.monthly_on(value(key, site, on=on))


def _before_day(key: str) -> PatternOf:
    return lambda site, on: patterns.monthly_before(value(key, site, on=on))


def _all_agent_meeting(site: Site, on: datetime.date) -> Pattern:
    is_inclusive = value("meeting.all_agent", site, on=on) == INCLUSIVE
    day = value("meeting.all_agent_before_day", site, on=on)
    return patterns.monthly_weekday_before(FRIDAY, day, is_inclusive=is_inclusive)


DUTIES = [
    Recurring(
        "shift.roll_call",
        _("Before each shift: roll call, pre-shift meeting, notices read"),
        "S2E-16, S2F-12",
        _always(patterns.every_day()),
        LEADERS,
        is_daily=True,
    ),
    Recurring(
        "shift.handover",
        _("At the end of each shift: handover signed, post-shift meeting, duty log locked"),
        "S2E-18, S2E-20",
        _always(patterns.every_day()),
        LEADERS,
        is_daily=True,
    ),
    Recurring(
        "report.daily",
        _("Daily report written"),
        "S2F-9",
        _always(patterns.every_day()),
        frozenset({P.SHIFT_LEADER}),
        datetime.time(9, 30),
        at_rule="report.daily_due",
        is_daily=True,
    ),
    Recurring(
        "report.daily_reviewed",
        _("Daily report reviewed"),
        "S2F-9",
        _always(patterns.every_day()),
        frozenset({P.DIRECTOR}),
        datetime.time(11, 0),
        at_rule="report.daily_review_due",
        is_daily=True,
    ),
    Recurring(
        "report.weekly",
        _("Weekly report and QA weekly report"),
        "S2F-17",
        _always(patterns.every_week(MONDAY)),
        frozenset({P.INFO_COORDINATOR, P.QA_TRAINER, P.SHIFT_LEADER}),
    ),
    Recurring(
        "room.cleaning",
        _("Cleaning of the changing room"),
        "S2E-15",
        _always(patterns.every_week(MONDAY)),
        LEADERS,
    ),
    Recurring(
        "room.plants",
        _("Leaves of the plants cleaned by the day shift"),
        "S2E-15",
        _always(patterns.every_week(FRIDAY)),
        LEADERS,
    ),
    Recurring(
        "meeting.shift_affairs",
        _("Shift-affairs meeting; summary of accepted, feedback and callback"),
        "S2E-7, S2F-5",
        _always(patterns.every_week(FRIDAY)),
        frozenset({P.DIRECTOR, P.SHIFT_LEADER, P.INFO_COORDINATOR}),
    ),
    Recurring(
        "complaint.review",
        _("GM office’s review of last month’s complaints"),
        "S2A-37",
        _before_day("complaint.review_before_day"),
        frozenset({P.GM_OFFICE}),
        rules=("complaint.review_before_day",),
    ),
    Recurring(
        "exam.monthly",
        _("Monthly exam"),
        "S0-20",
        _on_day("exam.held_by_day"),
        frozenset({P.QA_TRAINER, P.SHIFT_LEADER, P.AGENT}),
        rules=("exam.held_by_day",),
    ),
    Recurring(
        "quality.report",
        _("Shift leaders’ service quality report"),
        "S2F-8",
        _before_day("quality.report_before_day"),
        frozenset({P.SHIFT_LEADER}),
        rules=("quality.report_before_day",),
    ),
    Recurring(
        "meeting.all_agent",
        _("Meeting of all agents"),
        "S2E-8",
        _all_agent_meeting,
        rules=("meeting.all_agent", "meeting.all_agent_before_day"),
    ),
    Recurring(
        "attendance.hand_in",
        _("Attendance handed to human resources"),
        "P03",
        _on_day("attendance.hand_in_day"),
        frozenset({P.SHIFT_LEADER, P.DIRECTOR, P.HR}),
        rules=("attendance.hand_in_day",),
    ),
    Recurring(
        "roster.publish",
        _("Next month’s roster published"),
        "P06",
        _on_day("roster.publish_day"),
        frozenset({P.DIRECTOR, P.SHIFT_LEADER}),
        rules=("roster.publish_day",),
    ),
    Recurring(
        "meeting.work",
        _("Monthly work meeting, monthly sheets and ranking of project managers"),
        "S0-7, S0-9, S3",
        _always(patterns.period_ends(1)),
        frozenset({P.DIRECTOR, P.DEPUTY_DIRECTOR, P.PROJECT_MANAGER}),
    ),
    Recurring(
        "appraisal.quarter",
        _("Quarterly appraisal"),
        "S1-45",
        _always(patterns.period_ends(3)),
        frozenset({P.DIRECTOR, P.CENTER_MANAGER, P.HR}),
    ),
    Recurring(
        "summary.half_year",
        _("Half-year summary and plan"),
        "S2E-9",
        _always(patterns.period_ends(6)),
        frozenset({P.DIRECTOR, P.CENTER_MANAGER}),
    ),
    Recurring(
        "appraisal.year",
        _("Annual appraisal and summary"),
        "S1-45, S2E-9",
        _always(patterns.period_ends(12)),
        frozenset({P.DIRECTOR, P.CENTER_MANAGER, P.HR}),
    ),
]
