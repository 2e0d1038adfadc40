"""Where open shifts, overtime and time off are offered: the room above that has the board registers it, coverage uses it."""

import datetime
from dataclasses import dataclass
from typing import Protocol

from callcenter.access.permissions import Actor
from callcenter.people.models import Department, Team
from staffing.roster.planning.suggestions import Remedy
from staffing.shifts.models import ShiftType


@dataclass(frozen=True, slots=True)
class Offer:
    """What is put on the board for a team, or without one for the department. `shift_type` but for overtime."""

    remedy: Remedy
    department: Department
    team: Team | None
    on: datetime.date
    shift_type: ShiftType | None
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    places: int
    reason: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What is on the board for a day and nobody has taken yet: `left` places. `code` of its shift, "" for overtime."""

    remedy: Remedy
    code: str
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    left: int
    label: str
    state: str
    url: str


class Board(Protocol):
    """What the room above offers."""

    def may_offer(self, actor: Actor, department: Department, team: Team | None) -> bool:
        """Whether somebody may put something on the board for the team or department."""

    def standing(self, department: Department, team: Team | None, on: datetime.date) -> list[Standing]:
        """What stands on it for the day: everything of the department, or of the team with what is for everybody."""

    def offer(self, new: Offer, actor: Actor) -> Standing:
        """Put something on the board; refused with a RuleViolation."""


_boards: list[Board] = []


def provide(board: Board) -> None:
    """Register the board; in AppConfig.ready()."""
    _boards[:] = [board]


def board() -> Board | None:
    """The board, where a room has one."""
    return _boards[0] if _boards else None
