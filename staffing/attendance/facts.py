"""Gathering what the rules need, for many people at once: a fixed number of queries, whatever their number."""

import datetime
import json
import zoneinfo
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db import connection

from callcenter.people.models import Site
from callcenter.workcalendar.selectors import open_hours
from staffing.attendance.matching import Policies, Punch, Shift, Span
from staffing.attendance.policy import policies
from staffing.attendance.rules import LATE_REQUEST, LEAVE_ASKED, LEAVE_UNDECIDED, NO_CERTIFICATE, Facts, Leave
from staffing.leave.selectors import LeaveSpan, leave_on
from staffing.roster.duties import segments_from_json
from staffing.roster.models import SWAPPED
from staffing.shifts.rules import PAID, instants

ONE_DAY = datetime.timedelta(days=1)
REACH = 2 * ONE_DAY  # how far past the days asked for shifts are looked at
WIDEST = datetime.timedelta(hours=12)  # of the windows, by the bounds of their rules

SHIFTS = """
    SELECT employee_id, "on", team_id, code, origin, shift_type_id IS NULL, segments::text, id,
           EXTRACT(EPOCH FROM starts_at)::bigint, EXTRACT(EPOCH FROM ends_at)::bigint, site_id
      FROM roster_assignment
     WHERE employee_id = ANY(%s) AND "on" BETWEEN %s AND %s AND ends_at > %s AND starts_at < %s
       AND is_published AND cancelled_at IS NULL
  ORDER BY employee_id, starts_at
"""
PUNCHES = """
    SELECT employee_id, EXTRACT(EPOCH FROM occurred_at)::bigint, direction, id
      FROM attendance_punch punch
     WHERE employee_id = ANY(%s) AND occurred_at >= %s AND occurred_at < %s
       AND NOT EXISTS (SELECT 1 FROM attendance_punchvoid gone WHERE gone.punch_id = punch.id)
  ORDER BY employee_id, occurred_at
"""


@dataclass
class Gathered:
    """The facts of some people of a site around some days."""

    site: Site
    policies: Policies
    holidays: frozenset[datetime.date]
    people: dict[int, Facts]
    teams: dict[tuple[int, datetime.date], int] = field(default_factory=dict)  # worked for

    def day_of(self, second: int) -> datetime.date:
        """The day at the site."""
        return datetime.datetime.fromtimestamp(second, self.site.zone).date()


def gather(site: Site, employee_ids: Collection[int], first: datetime.date, last: datetime.date) -> Gathered:
    """What is known of these people for the days [first, last], with what lies near enough to matter."""
    ids = list(employee_ids)
    start = datetime.datetime.combine(first, datetime.time(), site.zone)
    end = datetime.datetime.combine(last + REACH, datetime.time(), site.zone)
    days = [first - REACH + ONE_DAY * step for step in range((last - first).days + 5)]
    hours = open_hours(site, first)
    found = Gathered(
        site,
        policies(site, days),
        frozenset(day for day in days if hours.plan(day).is_holiday),
        {},
    )
    shifts: dict[int, list[Shift]] = {pk: [] for pk in ids}
    punches: dict[int, list[Punch]] = {pk: [] for pk in ids}
    leaves: dict[int, list[Leave]] = {}
    made: dict[tuple[datetime.date, str, int], tuple[tuple[Span, ...], tuple[Span, ...]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(SHIFTS, [ids, first - REACH, last + REACH, start - ONE_DAY, end + WIDEST])
        for employee, on, team, code, origin, is_overtime, text, pk, begins, ends, where in cursor.fetchall():
            spans = made.get((on, text, where))
            if spans is None:
                spans = made[on, text, where] = spans_of(on, text, _zone(where, site))
            stretches, paid = spans
            if not stretches or stretches[0][0] != begins or stretches[-1][1] != ends:
                stretches, paid = _cut(stretches, begins, ends), _cut(paid, begins, ends)
            shifts[employee].append(
                Shift(on, begins, ends, stretches, paid, is_overtime, origin in SWAPPED, code, pk)
            )
            if team and not (is_overtime and (employee, on) in found.teams):
                found.teams[employee, on] = team
        cursor.execute(PUNCHES, [ids, start - ONE_DAY, end + WIDEST])
        for employee, at, direction, pk in cursor.fetchall():
            punches[employee].append(Punch(at, direction, pk))
    for employee, away in leave_on(ids, first - ONE_DAY, last + REACH).items():
        leaves[employee] = [
            Leave(int(each.starts_at.timestamp()), int(each.ends_at.timestamp()), each.counts, _why(each))
            for each in away
        ]
    found.people = {pk: Facts(shifts[pk], punches[pk], leaves.get(pk, ())) for pk in ids}
    return found


def _why(leave: LeaveSpan) -> str:
    """What the absence is due to where this leave does not count."""
    if leave.is_late:
        return LATE_REQUEST
    if leave.is_pending:
        return LEAVE_ASKED
    return LEAVE_UNDECIDED if leave.was_undecided else NO_CERTIFICATE


def _zone(site_id: int, site: Site) -> zoneinfo.ZoneInfo:
    """The zone of a shift's own site: who has since come to another site worked it by the clock of the old one."""
    return site.zone if site_id == site.pk else Site.objects.get(pk=site_id).zone


def spans_of(
    on: datetime.date, segments: str, zone: zoneinfo.ZoneInfo
) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """The times of being there and those that count as working time, from a row's segments."""
    parts = [
        (int(start.timestamp()), int(end.timestamp()), kind in PAID)
        for start, end, kind in instants(on, segments_from_json(json.loads(segments)), zone)
    ]
    return _joined((a, b) for a, b, _paid in parts), _joined((a, b) for a, b, paid in parts if paid)


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans that touch as one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def _cut(spans: tuple[Span, ...], start: int, end: int) -> tuple[Span, ...]:
    """A shift that was cut short or moved keeps of its segments what lies within; without any it is all of it."""
    cut = tuple((max(a, start), min(b, end)) for a, b in spans if max(a, start) < min(b, end))
    return cut or ((start, end),)
