"""Meetings of shifts come with the published roster, change with it, and go with it."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone, translation

from callcenter.access.permissions import Actor, require
from callcenter.access.posts import PostCode
from callcenter.audit.services import record
from callcenter.people.models import Employee, PostHolding, Site
from callcenter.rulebook.values import value
from staffing.records.meetings import access
from staffing.records.meetings.models import AgendaItem, Attendance, Meeting
from staffing.records.meetings.of_shifts import rules
from staffing.records.meetings.of_shifts.policy import policy, topics
from staffing.records.meetings.of_shifts.rules import Leader, TeamShift
from staffing.roster.models import Assignment

BACK = datetime.timedelta(hours=12)  # shifts that ended that long ago are still looked at
CATCH_UP = datetime.timedelta(hours=2)  # a meeting that should have begun so long ago is still made
ONE_DAY = datetime.timedelta(days=1)
LEADERS = (PostCode.SHIFT_LEADER.value, PostCode.GROUP_LEADER.value, PostCode.DIRECTOR.value)
Key = tuple[int, str, datetime.date, str]


@transaction.atomic
def settle_shift_meetings(site: Site, *, actor: Actor) -> int:
    """Make the meetings of the shifts that begin soon, move and drop those whose shift has changed; how many were touched.

    May run as often as one likes. What has minutes is never touched.
    """
    require(access.may_plan(actor, site, None))
    site = Site.objects.select_for_update(of=("self",), no_key=True).get(pk=site.pk)
    now = timezone.now()
    ahead = datetime.timedelta(hours=value("meeting.shift_hours_ahead", site, on=site.today()))
    shifts = _shifts(site, now - BACK, now + ahead)
    days = {shift.on for shift in shifts}
    rows = (
        Meeting.objects.select_for_update(of=("self",))
        .select_related("site")
        .filter(
            site=site, shift_on__gte=site.today() - 2 * ONE_DAY, cancelled_at=None, closed_at=None, minutes=""
        )
    )
    open_ones = {_key(row): row for row in rows}
    known = {
        _key(row)
        for row in Meeting.objects.filter(site=site, shift_on__in=days, is_dropped=False).only(
            "team_id", "kind", "shift_on", "code"
        )
    }
    leaders, books = _leaders(site), {on: policy(site, on) for on in days}
    there: dict[int, set[int]] = {row.pk: set() for row in open_ones.values()}
    for meeting, who in Attendance.objects.filter(meeting__in=there).values_list("meeting", "employee"):
        there[meeting].add(who)
    touched = 0
    for shift in shifts:
        book = books[shift.on]
        for kind, (start, end) in rules.spans(shift, book).items():
            key = (shift.team, kind, shift.on, shift.code)
            found = open_ones.pop(key, None)
            if found is not None:
                touched += _follow(found, shift, (start, end), there[found.pk], now, actor)
            elif key not in known and start > now - CATCH_UP:
                at_work = {pk for each in shifts if each.start <= start < each.end for pk in each.people}
                chair = rules.keeper(shift, leaders, at_work, book)
                if chair is not None:
                    _make(site, shift, kind, start, end, chair, actor)
                    touched += 1
    for row in open_ones.values():
        if row.starts_at > now - BACK:
            touched += _drop(row, now, actor)
    return touched


def _key(row: Meeting) -> Key:
    assert row.team_id is not None
    assert row.shift_on is not None
    return row.team_id, row.kind, row.shift_on, row.code


def _shifts(site: Site, start: datetime.datetime, end: datetime.datetime) -> list[TeamShift]:
    """The shifts of teams that share a moment with [start, end), whole; one query."""
    rows = Assignment.objects.published().filter(site=site, team__isnull=False, shift_type__isnull=False)
    groups: dict[tuple[int, datetime.date, str], list[tuple[datetime.datetime, datetime.datetime, int]]] = {}
    wide = rows.sharing_a_moment(start - ONE_DAY, end + ONE_DAY)
    for team, on, code, first, last, who in wide.values_list(
        "team", "on", "code", "starts_at", "ends_at", "employee"
    ):
        groups.setdefault((team, on, code), []).append((first, last, who))
    found = [
        TeamShift(
            *key,
            min(first for first, _last, _who in each),
            max(last for _first, last, _who in each),
            frozenset(who for _first, _last, who in each),
        )
        for key, each in groups.items()
    ]
    near = [shift for shift in found if shift.start < end and start < shift.end]
    return sorted(near, key=lambda shift: (shift.start, shift.team, shift.code))


def _leaders(site: Site) -> Sequence[Leader]:
    today = site.today()
    held = PostHolding.objects.filter(
        employee__site=site, period__contains=today, post__code__in=LEADERS, employee__left_on=None
    )
    posts = list(held.values_list("employee", "post__code"))
    people: Any = Employee.objects.filter(pk__in=[pk for pk, _post in posts]).with_place(today)
    teams = dict(people.values_list("pk", "team_id"))
    return [Leader(pk, post, teams.get(pk)) for pk, post in sorted(posts)]


def _make(
    site: Site,
    shift: TeamShift,
    kind: str,
    start: datetime.datetime,
    end: datetime.datetime,
    chair: int,
    actor: Actor,
) -> None:
    meeting = Meeting.objects.create(
        site=site,
        team_id=shift.team,
        kind=kind,
        title=shift.code,
        shift_on=shift.on,
        code=shift.code,
        on=start.astimezone(site.zone).date(),
        starts_at=start,
        ends_at=end,
        chair_id=chair,
    )
    with translation.override("en"):  # kept as in the source, read in the reader's language
        named = topics(site, kind, shift.on)
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, place=place, topic=topic) for place, topic in enumerate(named, 1)
    )
    people = shift.people | {chair}
    Attendance.objects.bulk_create(Attendance(meeting=meeting, employee_id=pk) for pk in sorted(people))
    record(actor, "records.meeting.planned", meeting, after={"topics": named, "people": len(people)})


def _follow(
    row: Meeting, shift: TeamShift, span: rules.Span, there: set[int], now: datetime.datetime, actor: Actor
) -> int:
    """Put times and people of a meeting right that has not begun; 1 where something changed."""
    start, end = span
    if row.starts_at <= now and start <= now:
        return 0
    before = {"starts_at": row.starts_at.isoformat()}
    moved = (row.starts_at, row.ends_at) != (start, end)
    if moved:
        row.starts_at, row.ends_at, row.on = start, end, start.astimezone(row.site.zone).date()
        row.save(update_fields=["starts_at", "ends_at", "on"])
    wanted = shift.people | {row.chair_id}
    if there != wanted:
        row.attendance.exclude(employee__in=wanted).delete()
        Attendance.objects.bulk_create(
            Attendance(meeting=row, employee_id=pk) for pk in sorted(wanted - there)
        )
    if not moved and there == wanted:
        return 0
    after = {"starts_at": start.isoformat(), "people": len(wanted)}
    record(actor, "records.meeting.changed", row, before=before, after=after)
    return 1


def _drop(row: Meeting, now: datetime.datetime, actor: Actor) -> int:
    row.cancelled_at, row.is_dropped = now, True
    row.save(update_fields=["cancelled_at", "is_dropped"])
    record(actor, "records.meeting.dropped", row)
    return 1
