"""What a leave does to the coverage of its team while it lasts: half hours that are short of heads, and the tightest one."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from staffing.leave.models import LeaveRequest
from staffing.leave.states import UNDECIDED
from staffing.roster.absences import Absence
from staffing.roster.coverage import STEP, Coverage, Slot, Unit
from staffing.roster.coverage import coverage as heads
from staffing.shifts.rules import instant

MOST_DAYS = datetime.timedelta(days=14)


@dataclass(frozen=True)
class Effect:
    """Half hours short of heads without and with the leave, and where with it fewest are above the need.

    `unit`: the team, or its department where the team has no needs of its own.
    """

    unit: Unit
    short_before: int
    short_after: int
    tightest: Slot
    heads_before: int  # at the tightest half hour, without the leave

    @property
    def short_hours_before(self) -> str:
        return f"{self.short_before * STEP / 60:g}"

    @property
    def short_hours_after(self) -> str:
        return f"{self.short_after * STEP / 60:g}"

    @property
    def is_worse(self) -> bool:
        return self.short_after > self.short_before

    @property
    def at(self) -> str:
        """The tightest half hour: 2026-03-12 10:00."""
        return f"{self.tightest.on} {self.tightest.start // 60:02d}:{self.tightest.start % 60:02d}"


def of(leave: LeaveRequest) -> Effect | None:
    """The effect of a leave that is not decided yet; None where nobody said how many heads the team needs then."""
    if leave.team is None or leave.state not in UNDECIDED:
        return None
    zone = leave.site.zone
    first = leave.starts_at.astimezone(zone).date()
    last = min(leave.ends_at.astimezone(zone).date(), first + MOST_DAYS)
    away = Absence(leave.employee_id, leave.starts_at, leave.ends_at, str(leave.kind), is_certain=False)
    unit: Unit = leave.team
    now = heads(unit, first, last)
    if not now.has_needs:  # a team without needs of its own goes by its department's
        unit = leave.team.department
        now = heads(unit, first, last)
    before = _meanwhile(leave, now)
    after = _meanwhile(leave, heads(unit, first, last, without=[away]))
    if not after:
        return None
    place = min(range(len(after)), key=lambda n: after[n].heads - after[n].needed)
    return Effect(unit, _short(before), _short(after), after[place], before[place].heads)


def _meanwhile(leave: LeaveRequest, found: Coverage) -> list[Slot]:
    """The half hours within the leave for which heads are needed."""
    zone = leave.site.zone
    return [
        slot
        for slot in found.slots
        if slot.needed
        and instant(slot.on, slot.start, zone) < leave.ends_at
        and instant(slot.on, slot.end, zone) > leave.starts_at
    ]


def _short(slots: Sequence[Slot]) -> int:
    return sum(1 for slot in slots if slot.short)
