"""Two teams with their leaders and shifts in March 2026, and the clock set to the first of the month."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
import time_machine

from callcenter.access.posts import PostCode
from callcenter.approvals.models import Request
from callcenter.people.models import Department, Employee, Site, Team
from staffing.roster.models import Assignment
from staffing.swaps import services
from staffing.swaps.models import Swap
from staffing.swaps.selectors import running_requests
from tests.factories import make_department, make_employee, make_team
from tests.staffing.factories import DAY_SHIFT, LATE_SHIFT, make_assignment

NOW = datetime.datetime(2026, 3, 2, 1, tzinfo=datetime.UTC)  # 9:00 in Shanghai
DAY = datetime.date(2026, 3, 12)
NEXT = datetime.date(2026, 3, 14)


@dataclass
class Floor:
    """Ann and Bo in one team, Cai in another of the same department; Dai directs, Shen manages the center."""

    site: Site
    department: Department
    team: Team
    other_team: Team
    manager: Employee
    director: Employee
    leader: Employee
    other_leader: Employee
    ann: Employee
    bo: Employee
    cai: Employee
    shifts: dict[tuple[str, datetime.date], Assignment] = field(default_factory=dict)

    def give(
        self, who: Employee, on: datetime.date, text: str = DAY_SHIFT, code: str = "D", **fields: object
    ) -> Assignment:
        return make_assignment(who, on, text, code=code, **fields)  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def _first_of_march() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def floor(db: None) -> Floor:
    return make_floor()


def make_floor() -> Floor:
    department = make_department()
    team, other_team = make_team(department), make_team(department)
    site = department.site
    manager = make_employee(PostCode.CENTER_MANAGER, site=site, name="Shen Wei")
    director = make_employee(PostCode.DIRECTOR, team=team, superior=manager, name="Dai Qing")
    leader = make_employee(PostCode.SHIFT_LEADER, team=team, superior=director, name="Zhao Lei")
    other = make_employee(PostCode.SHIFT_LEADER, team=other_team, superior=director, name="Xu Min")
    return Floor(
        site,
        department,
        team,
        other_team,
        manager,
        director,
        leader,
        other,
        ann=make_employee(team=team, superior=leader, name="Ann Li"),
        bo=make_employee(team=team, superior=leader, name="Bo Wu"),
        cai=make_employee(team=other_team, superior=other, name="Cai Ma"),
    )


def asked(
    floor: Floor, *, to: Employee | None = None, on: datetime.date = DAY, other: datetime.date | None = None
) -> Swap:
    """Ann asks for a swap of her day shift against the late one of `to` on the same day, or a day shift on another."""
    to = to or floor.bo
    mine = floor.give(floor.ann, on)
    theirs = floor.give(to, other or on, *((LATE_SHIFT, "L") if other is None else (DAY_SHIFT, "D")))
    return services.ask(mine, theirs, reason="My daughter’s school", actor=floor.ann.user)


def the_request(swap: Swap) -> Request:
    """What waits for a leader now."""
    return running_requests(swap).get()
