"""What moving breaks needs to know: who counts towards the heads needed, at which minutes they work, which slots may move."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from callcenter.people.models import Team
from staffing.floor.breaks import facts
from staffing.floor.breaks.models import Break, BreakKind, BreakState
from staffing.floor.breaks.moving.rules import Gap, Move, Need, Slot, gaps, suggest_moves
from staffing.floor.breaks.policy import policy, waves
from staffing.floor.breaks.rules import MINUTE, Stretch
from staffing.roster import absences
from staffing.roster.coverage import STEP, needs
from staffing.roster.models import Assignment
from staffing.shifts.rules import PAID, SegmentKind, instant

ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Outlook:
    """The half hours of a team's day that are still to come and short, and the moves that help. `slots`: rows by id."""

    gaps: list[Gap] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    slots: dict[int, Break] = field(default_factory=dict)


def outlook(team: Team, on: datetime.date, now: datetime.datetime) -> Outlook:
    """For the shifts of a team on a day; nothing where nobody said how many heads are needed. Constant queries.

    A team without needs of its own counts in its department's: then everybody of the department is a head, but only the
    team's own breaks are moved.
    """
    site = team.department.site
    midnight = datetime.datetime.combine(on, datetime.time(), site.zone)
    shifts = facts.team_shifts(team, midnight, midnight + 2 * ONE_DAY)
    of_day = {row.pk: row for row in shifts if row.on == on}
    if not of_day:
        return Outlook()
    start = max(now.replace(second=0, microsecond=0), min(row.starts_at for row in of_day.values()))
    end = max(row.ends_at for row in of_day.values())
    wanted, is_own = _needs(team, on, start, end)
    if not wanted:
        return Outlook()
    everybody = _unit(team, is_own=is_own, start=start, end=end)
    rows = list(
        Break.objects.filter(
            assignment__in=everybody, assignment__cancelled_at=None, state=BreakState.PLANNED
        ).select_related("employee", "site", "assignment")
    )
    with_meal = {each.assignment_id for each in rows if each.kind == BreakKind.MEAL}
    away = absences.between({row.employee_id for row in everybody}, midnight, end + ONE_DAY)
    duty = [
        part
        for row in everybody
        for part in _work(row, away.get(row.employee_id, ()), has_meal_slot=row.pk in with_meal)
    ]
    own = [each for each in rows if each.assignment_id in of_day]
    slots = [_slot(each, now) for each in own]
    others = [facts.stretch(each, now) for each in rows if each.assignment_id not in of_day]
    of_team = {row.pk for row in shifts}
    all_away = [*others, *(each.stretch for each in slots)]
    moves = suggest_moves(
        slots,
        {pk: facts.shift_of(row) for pk, row in of_day.items()},
        wanted,
        duty,
        facts.duty(shifts),
        policy(site, on),
        after=now,
        away=others,
        team_away=[
            facts.stretch(each, now)
            for each in rows
            if each.assignment_id in of_team and each.assignment_id not in of_day
        ],
        waves=waves(site, on),
    )
    return Outlook(gaps(wanted, duty, all_away), moves, {each.pk: each for each in own})


def _needs(
    team: Team, on: datetime.date, start: datetime.datetime, end: datetime.datetime
) -> tuple[list[Need], bool]:
    """The half hours from `start` on with the heads needed, and whether they are the team's own."""
    zone = team.department.site.zone
    for unit in (team, team.department):
        found = [
            Need(max(a, start), b, heads)
            for day, places in needs(unit, on, on + ONE_DAY).items()
            for place, heads in enumerate(places)
            if heads
            for a, b in [(instant(day, place * STEP, zone), instant(day, (place + 1) * STEP, zone))]
            if start < b and a < end and max(a, start) < b
        ]
        if found:
            return found, unit is team
    return [], True


def _unit(
    team: Team, *, is_own: bool, start: datetime.datetime, end: datetime.datetime
) -> Sequence[Assignment]:
    rows = Assignment.objects.published().sharing_a_moment(start, end)
    rows = rows.filter(team=team) if is_own else rows.filter(team__department=team.department_id)
    return list(rows.select_related("site"))


def _slot(each: Break, now: datetime.datetime) -> Slot:
    start, end = facts.stretch(each, now)
    return Slot(each.pk, each.assignment_id, each.kind, start, end, each.left_at is None)


def _work(row: Assignment, away: Iterable[absences.Absence], *, has_meal_slot: bool) -> Iterable[Stretch]:
    """When somebody is at their post, breaks apart: the parts that are worked, the shift's meal too where it has a slot of its own."""
    leave = sorted((each.starts_at, each.ends_at) for each in away if each.is_certain)
    for part in row.parts:
        if part.kind not in PAID and not (part.kind is SegmentKind.MEAL and has_meal_slot):
            continue
        start = max(instant(row.on, part.start, row.site.zone), row.starts_at)
        end = min(instant(row.on, part.end, row.site.zone), row.ends_at)
        for gone, back in leave:
            if start < gone < end:
                yield start, gone
            if gone < end and start < back:
                start = max(start, back)
        if end - start >= MINUTE:
            yield start, end
