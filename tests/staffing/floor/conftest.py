"""A team with its leader at work in the morning, a second team, the director, and the clock at 9:00 in Shanghai."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import time_machine

from callcenter.access.posts import PostCode
from callcenter.people.models import Department, Employee, Site, Team
from staffing.roster.models import Assignment
from tests.factories import make_department, make_employee, make_team
from tests.staffing.factories import make_assignment
from tests.staffing.floor.factories import DAY, punch

NOW = datetime.datetime(2026, 3, 12, 1, tzinfo=datetime.UTC)  # 9:00 in Shanghai


@dataclass
class Floor:
    """Ann and Bo work 8:00 to 16:30 in one team, Cai in another; Lee leads both, Gu leads Ann's group; Dai directs."""

    site: Site
    department: Department
    team: Team
    other_team: Team
    director: Employee
    leader: Employee
    next_leader: Employee
    group_leader: Employee
    ann: Employee
    bo: Employee
    cai: Employee
    shifts: dict[int, Assignment]

    def shift(self, who: Employee) -> Assignment:
        return self.shifts[who.pk]

    def comes(self, who: Employee, at: str = "07:48") -> None:
        punch(who, at)


@pytest.fixture(autouse=True)
def nine_in_the_morning() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def floor(db: None) -> Floor:
    department = make_department()
    team, other = make_team(department), make_team(department)
    director = make_employee(PostCode.DIRECTOR, site=department.site)
    leader = make_employee(PostCode.SHIFT_LEADER, team=team, superior=director)
    people = [make_employee(team=where, superior=leader) for where in (team, team, other)]
    return Floor(
        department.site,
        department,
        team,
        other,
        director,
        leader,
        make_employee(PostCode.SHIFT_LEADER, team=team, superior=director),
        make_employee(PostCode.GROUP_LEADER, team=team, superior=leader),
        *people,
        {each.pk: make_assignment(each, DAY) for each in (*people, leader)},
    )
