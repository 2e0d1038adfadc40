"""What a leave does to the coverage of its team: half hours that are short of heads without it and with it."""

from collections.abc import Sequence
from dataclasses import dataclass

from staffing.leave.amounts import ONE_DAY
from staffing.leave.models import LeaveRequest
from staffing.leave.states import UNDECIDED
from staffing.roster.absences import Absence
from staffing.roster.coverage import STEP, Slot
from staffing.roster.coverage import coverage as heads

MOST_DAYS = 14


@dataclass(frozen=True)
class Effect:
    """Heads of the team while the leave lasts: half hours short, and the fewest heads against those needed at that time."""

    short_before: int
    short_after: int
    worst: Slot | None  # with the leave: where most are missing

    @property
    def short_hours_before(self) -> str:
        return f"{self.short_before * STEP / 60:g}"

    @property
    def short_hours_after(self) -> str:
        return f"{self.short_after * STEP / 60:g}"

    @property
    def is_worse(self) -> bool:
        return self.short_after > self.short_before


def of(leave: LeaveRequest) -> Effect | None:
    """The effect of a leave that is not decided yet; None where nobody said how many heads the team needs."""
    if leave.team is None or leave.state not in UNDECIDED:
        return None
    last = min(leave.last_on + ONE_DAY, leave.first_on + MOST_DAYS * ONE_DAY)
    before = heads(leave.team, leave.first_on, last)
    if not before.has_needs:
        return None
    away = Absence(leave.employee_id, leave.starts_at, leave.ends_at, str(leave.kind), is_certain=False)
    after = heads(leave.team, leave.first_on, last, without=[away])
    return Effect(len(before.short), len(after.short), _worst(after.short))


def _worst(slots: Sequence[Slot]) -> Slot | None:
    return max(slots, key=lambda slot: slot.short, default=None)
