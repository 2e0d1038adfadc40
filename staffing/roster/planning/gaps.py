"""A department's or team's days against the heads needed: where people are missing or left over, and what can be offered."""

import datetime
from collections import Counter
from dataclasses import dataclass, replace

from django.utils import timezone

from callcenter.people.models import Department, Team
from callcenter.rulebook.values import value
from staffing.roster import coverage
from staffing.roster.coverage import DAY, ONE_DAY, SLOTS, STEP, Coverage, Slot, Unit
from staffing.roster.models import Assignment, Roster
from staffing.roster.planning import boards, suggestions
from staffing.roster.planning.boards import Standing
from staffing.roster.planning.suggestions import Limits, Remedy, ShiftOfDay, Stretch, Suggestion
from staffing.roster.policy import policy
from staffing.shifts.models import ShiftType
from staffing.shifts.rules import instant, span
from staffing.shifts.selectors import active_types


@dataclass(frozen=True)
class Gaps:
    """A day: its half hours, where too few and too many are there, what would mend it, what is on the board already."""

    on: datetime.date
    slots: list[Slot]
    short: list[Stretch]
    over: list[Stretch]
    standing: list[Standing]
    suggestions: list[Suggestion]

    @property
    def has_needs(self) -> bool:
        return any(slot.needed for slot in self.slots)


def month(roster: Roster, unit: Unit, *, with_drafts: bool) -> Coverage:
    """The roster's days, and the one after them, into which the last night reaches."""
    return coverage.coverage(unit, roster.month, roster.next_month, include_drafts=with_drafts)


def of_day(roster: Roster, unit: Unit, on: datetime.date, found: Coverage, *, with_drafts: bool) -> Gaps:
    """One of them; what may be suggested begins later than now. `found`: the coverage with the day after."""
    department, team = parts_of(unit)
    board = boards.board()
    standing = board.standing(department, team, on) if board else []
    slots = found.days[on]
    both = [*slots, *found.days.get(on + ONE_DAY, [])]
    kinds = {kind.code: kind for kind in active_types(roster.site)}
    shifts = _shifts(unit, on, kinds, with_drafts=with_drafts)
    heads = [slot.heads for slot in both]
    for each in standing:
        shifts = _with(each, heads, shifts, roster, on)
    needed = [slot.needed for slot in both]
    short, over = suggestions.stretches([slot.heads - slot.needed for slot in slots])
    limits = _limits(roster, on)
    asked = (
        suggestions.suggest(heads, needed, shifts, limits, day=SLOTS)
        if any(slot.needed for slot in slots) and limits.first < SLOTS
        else []
    )
    return Gaps(on, slots, short, over, standing, asked)


def parts_of(unit: Unit) -> tuple[Department, Team | None]:
    return (unit.department, unit) if isinstance(unit, Team) else (unit, None)


def _shifts(
    unit: Unit, on: datetime.date, kinds: dict[str, ShiftType], *, with_drafts: bool
) -> list[ShiftOfDay]:
    rows = Assignment.objects.standing() if with_drafts else Assignment.objects.published()
    rows = rows.filter(team=unit) if isinstance(unit, Team) else rows.filter(team__department=unit)
    heads = Counter(rows.filter(on=on, shift_type__isnull=False).values_list("code", flat=True))
    return [
        ShiftOfDay(code, kind.parts, coverage.places(kind.parts), heads[code], kind.minimum_heads)
        for code, kind in kinds.items()
        if kind.is_live
    ]


def _with(
    standing: Standing, heads: list[int], shifts: list[ShiftOfDay], roster: Roster, on: datetime.date
) -> list[ShiftOfDay]:
    """Count what is on the board as if it were taken; the shifts with those that time off takes away."""
    kind = next((each for each in shifts if each.code == standing.code), None)
    if standing.remedy is Remedy.OVERTIME:
        start, end = minutes(standing.starts_at, on, roster), minutes(standing.ends_at, on, roster)
        places = tuple(range(start // STEP, -(-end // STEP)))
    else:
        places = kind.places if kind else ()
    step = -standing.left if standing.remedy is Remedy.TIME_OFF else standing.left
    for place in places:
        if 0 <= place < len(heads):
            heads[place] += step
    if standing.remedy is not Remedy.TIME_OFF or kind is None:
        return shifts
    return [replace(each, heads=each.heads - standing.left) if each is kind else each for each in shifts]


def _limits(roster: Roster, on: datetime.date) -> Limits:
    stands, now = policy(roster.site, on), timezone.now()
    begun = minutes(now, on, roster)
    return Limits(
        reserve=value("roster.reserve_percent", roster.site, on=on) / 100,
        share=value("roster.open_shift_percent", roster.site, on=on) / 100,
        overtime=max(1, stands.max_overtime_day_minutes // STEP),
        first=max(0, begun // STEP + 1) if begun >= 0 else 0,
    )


def minutes(at: datetime.datetime, on: datetime.date, roster: Roster) -> int:
    """A moment in wall-clock minutes of a day at the site."""
    local = at.astimezone(roster.site.zone)
    return (local.date() - on).days * DAY + local.hour * 60 + local.minute


def times(
    roster: Roster, on: datetime.date, wanted: Suggestion, kind: ShiftType | None
) -> tuple[datetime.datetime, datetime.datetime]:
    """When what is suggested begins and ends."""
    first, last = span(kind.parts) if kind else (wanted.start, wanted.end)
    zone = roster.site.zone
    return instant(on, first, zone), instant(on, last, zone)
