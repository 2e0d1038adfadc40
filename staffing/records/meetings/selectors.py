"""Reads of meetings: those of a shift, what the calendar wants planned, whom a series asks."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from callcenter.people.models import Employee, PostHolding, Site, Team
from callcenter.rulebook.values import value
from callcenter.workcalendar import recurring
from callcenter.workcalendar.patterns import day_before
from staffing.records.meetings.models import Meeting
from staffing.records.meetings.rules import report_due
from staffing.records.meetings.series import SERIES, MeetingKind, Series

AHEAD = datetime.timedelta(days=14)
ALL_AGENT_DUTY = "meeting.all_agent"


def of_shift(team: Team, start: datetime.datetime, end: datetime.datetime) -> list[Meeting]:
    """The meetings of the team or of the whole site that begin within [start, end)."""
    rows = Meeting.objects.filter(
        Q(team=team) | Q(team=None), site=team.department.site_id, cancelled_at=None
    )
    rows = rows.filter(starts_at__gte=start, starts_at__lt=end)
    return list(rows.select_related("chair", "team").prefetch_related("agenda").order_by("starts_at", "pk"))


def invited(site: Site, series: Series, team: Team | None, on: datetime.date) -> QuerySet[Employee]:
    """Whom a meeting of that series asks on the day: who holds its posts (all without), in the team if it has one."""
    people: Any = Employee.objects.filter(site=site).employed(on).with_place(on)
    if team is not None:
        people = people.filter(team_id=team.pk)
    if series.posts:
        held = PostHolding.objects.filter(period__contains=on, post__code__in=series.posts)
        people = people.filter(pk__in=held.values("employee"))
    return people.order_by("number")


@dataclass(frozen=True)
class Wanted:
    """A meeting that the calendar wants and nobody has planned. `report_on`: when it comes before the report is due, the day proposed for that (A6)."""

    on: datetime.date
    series: Series
    report_on: datetime.date | None


def wanted(site: Site, today: datetime.date) -> list[Wanted]:
    """The meetings of the next two weeks that are not planned, by day."""
    by_duty = {one.duty: one for one in SERIES.values() if one.duty}
    duties = [one for one in recurring.occurrences(site, today, today + AHEAD) if one.duty.key in by_duty]
    planned = set(
        Meeting.objects.filter(site=site, team=None, cancelled_at=None, on__gte=today - AHEAD)
        .filter(on__lte=today + AHEAD)
        .values_list("kind", "on")
    )
    return [
        Wanted(
            one.on,
            by_duty[one.duty.key],
            report_before(site, one.on) if one.duty.key == ALL_AGENT_DUTY else None,
        )
        for one in duties
        if (by_duty[one.duty.key].kind.value, one.on) not in planned
    ]


def report_before(site: Site, meeting_on: datetime.date) -> datetime.date | None:
    """The day proposed for the shift leaders' report when the meeting of all agents precedes its due date; else None (A6)."""
    due_day = value("quality.report_before_day", site, on=meeting_on)
    return report_due(meeting_on, day_before(meeting_on.year, meeting_on.month, due_day))


def kind_of(text: str) -> MeetingKind:
    """The kind of that code; OTHER for any other text."""
    return MeetingKind(text) if text in MeetingKind.values else MeetingKind.OTHER
