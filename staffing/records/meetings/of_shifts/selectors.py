"""Reads of the meetings of shifts: what wants holding or minutes, and who was there by attendance."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from callcenter.people.models import Site
from staffing.attendance.models import AttendanceDay
from staffing.records.meetings.models import Attendance, Meeting, Presence
from staffing.records.meetings.of_shifts.policy import policy
from staffing.records.meetings.of_shifts.rules import PRE, is_overdue
from staffing.roster import absences

SHOWN_BEFORE = datetime.timedelta(minutes=30)
LATEST = datetime.timedelta(hours=24)  # older ones are counted, not named


@dataclass(frozen=True)
class Waiting:
    """A shift's meeting that is about to begin, goes on, or has no minutes yet."""

    meeting: Meeting
    due_at: datetime.datetime  # of its minutes
    has_begun: bool
    is_over: bool
    is_overdue: bool


def waiting(site: Site, teams: Collection[int], now: datetime.datetime) -> list[Waiting]:
    """Those of these teams from the last day until half an hour ahead, the earliest first; constant queries."""
    rows = Meeting.objects.filter(
        site=site,
        team__in=teams,
        shift_on__isnull=False,
        closed_at=None,
        cancelled_at=None,
        starts_at__gte=now - LATEST,
        starts_at__lte=now + SHOWN_BEFORE,
    )
    book = policy(site, site.today())
    found = []
    for row in rows.select_related("site", "team", "chair").order_by("starts_at", "team__code", "pk"):
        assert row.ends_at is not None
        found.append(
            Waiting(
                row,
                row.ends_at + book.minutes_due,
                row.starts_at <= now,
                row.ends_at <= now,
                is_overdue(row.ends_at, book, now),
            )
        )
    return found


def without_minutes(
    site: Site, teams: Collection[int], now: datetime.datetime, *, chair: int | None = None
) -> int:
    """How many meetings of shifts that are longer ago were never minuted; of one chair where it is given."""
    rows = Meeting.objects.filter(
        site=site, team__in=teams, shift_on__isnull=False, starts_at__lt=now - LATEST
    )
    if chair is not None:
        rows = rows.filter(chair=chair)
    return rows.filter(closed_at=None, cancelled_at=None).count()


def seen(meeting: Meeting, lines: Collection[Attendance]) -> dict[int, Presence]:
    """Who was there as attendance knows it, by id of the line: on leave; before the shift who had come when it began, after
    it who had come at all. Constant queries."""
    assert meeting.shift_on is not None
    assert meeting.ends_at is not None
    ids = [line.employee_id for line in lines]
    came = dict(
        AttendanceDay.objects.filter(
            employee__in=ids, on=meeting.shift_on, first_in__isnull=False
        ).values_list("employee", "first_in")
    )
    away = absences.between(ids, meeting.starts_at, meeting.ends_at)
    found = {}
    for line in lines:
        arrived = came.get(line.employee_id)
        if any(each.is_certain for each in away.get(line.employee_id, ())):
            found[line.pk] = Presence.LEAVE
        elif arrived is not None and (meeting.kind != PRE or arrived <= meeting.ends_at):
            found[line.pk] = Presence.PRESENT
        else:
            found[line.pk] = Presence.ABSENT
    return found
