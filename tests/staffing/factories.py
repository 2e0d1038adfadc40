"""Plain makers of shifts and rosters: each returns a saved object; every argument has a believable default."""

import datetime
from typing import Any

from django.utils import timezone

from callcenter.people.models import Department, Employee, Site, Team, TeamMembership
from staffing.roster.duties import segments_to_json
from staffing.roster.models import Assignment, Origin, Roster
from staffing.shifts.models import ShiftSegment, ShiftType
from staffing.shifts.rules import NightPolicy, Segment, SegmentKind, instant, is_night, paid_minutes, span
from tests.factories import make_department, make_employee, make_site, make_team

DAY_SHIFT = "08:00-12:00 12:00-12:30m 12:30-16:30"
LATE_SHIFT = "14:00-18:00 18:00-18:30m 18:30-22:00"
NIGHT_SHIFT = "20:00-02:00 02:00-02:30m 02:30-08:00"
SPLIT_SHIFT = "08:30-15:00 20:00-23:00"
KINDS = {"m": SegmentKind.MEAL, "b": SegmentKind.PAID_BREAK}


def parts(text: str) -> tuple[Segment, ...]:
    """Segments as they are written here: "20:00-02:00 02:00-02:30m"; a time before the last one is on the next day."""
    found: list[Segment] = []
    after = 0
    for word in text.split():
        kind = KINDS.get(word[-1], SegmentKind.WORK)
        ends = []
        for clock in word.rstrip("mb").split("-"):
            hours, minutes = map(int, clock.split(":"))
            at = hours * 60 + minutes
            at += 1440 * (at < after)
            ends.append(at)
            after = at
        found.append(Segment(*ends, kind))
    return tuple(found)


def make_shift_type(
    site: Site | None = None, code: str = "D", text: str = DAY_SHIFT, **fields: Any
) -> ShiftType:
    """A shift type whose segments are written as in `parts`."""
    kind = ShiftType.objects.create(
        site=site or make_site(), code=code, **({"name": f"Shift {code}"} | fields)
    )
    ShiftSegment.objects.bulk_create(
        ShiftSegment(shift_type=kind, span=(each.start, each.end), kind=each.kind.value)
        for each in parts(text)
    )
    return kind


def make_roster(
    department: Department | None = None,
    month: datetime.date = datetime.date(2026, 3, 1),
    *,
    is_published: bool = True,
    **fields: Any,
) -> Roster:
    department = department or make_department()
    published = {"published_at": timezone.now(), "published_number": 1} if is_published else {}
    return Roster.objects.create(
        site=department.site, department=department, month=month, **(published | fields)
    )


def make_agent(team: Team | None = None, **fields: Any) -> Employee:
    """An agent in a team."""
    return make_employee(team=team or make_team(), **fields)


def make_assignment(
    employee: Employee | None = None,
    on: datetime.date = datetime.date(2026, 3, 12),
    text: str = DAY_SHIFT,
    *,
    code: str = "D",
    origin: Origin = Origin.ROSTER,
    roster: Roster | None = None,
    is_published: bool = True,
    **fields: Any,
) -> Assignment:
    """A shift of somebody in a team; its roster, published unless told otherwise, and its shift type are made when missing."""
    employee = employee or make_agent()
    membership = TeamMembership.objects.select_related("team__department").get(
        employee=employee, period__contains=on
    )
    department = membership.team.department
    roster = (
        roster
        or Roster.objects.filter(department=department, month=on.replace(day=1)).first()
        or make_roster(department, on.replace(day=1), is_published=is_published)
    )
    kind = None
    if origin is not Origin.OVERTIME:
        kind = ShiftType.objects.filter(site=employee.site, code=code).first() or make_shift_type(
            employee.site, code, text
        )
    segments = parts(text)
    first, last = span(segments)
    zone = employee.site.zone
    defaults = {
        "site": employee.site,
        "team": membership.team,
        "shift_type": kind,
        "code": code if kind else "",
        "starts_at": instant(on, first, zone),
        "ends_at": instant(on, last, zone),
        "segments": segments_to_json(segments),
        "minutes": paid_minutes(segments),
        "is_night": is_night(segments, NightPolicy(), kind.night_flag if kind else None),
        "origin": origin.value,
        "is_published": is_published,
    }
    return Assignment.objects.create(roster=roster, employee=employee, on=on, **(defaults | fields))
