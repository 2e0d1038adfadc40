"""What the rules of breaks need to know of a team: shifts, who is away and when, coverage."""

import datetime
from collections.abc import Callable, Collection, Iterable

from callcenter.people.models import Team
from staffing.floor.breaks.models import Break
from staffing.floor.breaks.rules import MINUTE, Shift, Stretch
from staffing.roster import absences
from staffing.roster.coverage import STEP, coverage
from staffing.roster.models import Assignment
from staffing.shifts.rules import SegmentKind


def shift_of(row: Assignment) -> Shift:
    """As the rules take it."""
    meal = sum(part.end - part.start for part in row.parts if part.kind is SegmentKind.MEAL)
    return Shift(row.starts_at, row.ends_at, row.minutes, meal)


def team_shifts(team: Team, start: datetime.datetime, end: datetime.datetime) -> list[Assignment]:
    """The published shifts of a team that share a moment with [start, end), without who is away for certain."""
    rows = Assignment.objects.published().filter(team=team).sharing_a_moment(start, end)
    found = list(rows.select_related("employee", "site").order_by("starts_at", "employee__number"))
    away = absences.between({row.employee_id for row in found}, start, end)
    return [row for row in found if not _is_excused(row, away.get(row.employee_id, ()))]


def _is_excused(row: Assignment, away: Iterable[absences.Absence]) -> bool:
    return any(
        each.is_certain and each.starts_at < row.ends_at and row.starts_at < each.ends_at for each in away
    )


def duty(shifts: Iterable[Assignment]) -> list[Stretch]:
    """When people are on duty."""
    return [(row.starts_at, row.ends_at) for row in shifts]


def stretch(each: Break, now: datetime.datetime) -> Stretch:
    """When a slot keeps somebody away: as it really was where they left, as it is planned before."""
    if each.left_at is None:
        return each.starts_at, each.ends_at
    return each.left_at, each.returned_at or max(now + MINUTE, each.due_back_at)


def away(
    team: Team,
    start: datetime.datetime,
    end: datetime.datetime,
    now: datetime.datetime,
    *,
    besides: Collection[int] = (),
) -> list[Stretch]:
    """When people of a team are away around [start, end) by assigned slots, those with the ids in `besides` left out."""
    day = datetime.timedelta(days=1)
    rows = Break.objects.filter(
        assignment__team=team,
        assignment__cancelled_at=None,
        state="planned",
        starts_at__lt=end + day,
        ends_at__gt=start - day,
    ).exclude(pk__in=besides)
    return [stretch(each, now) for each in rows]


def shortness(team: Team, on: datetime.date) -> Callable[[datetime.datetime], int]:
    """How many heads are missing in the half hour of a moment, if one more were away."""
    found = coverage(team, on, on + datetime.timedelta(days=1))
    if not found.has_needs:
        found = coverage(team.department, on, on + datetime.timedelta(days=1))
    zone = team.department.site.zone

    def short_at(moment: datetime.datetime) -> int:
        local = moment.astimezone(zone)
        slots = found.days.get(local.date())
        if slots is None:
            return 0
        slot = slots[(local.hour * 60 + local.minute) // STEP]
        return max(0, slot.needed - slot.heads + 1) if slot.needed else 0

    return short_at
