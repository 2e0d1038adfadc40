"""A site with two teams, their people, and the clock set to a Wednesday morning."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import time_machine

from callcenter.access.posts import PostCode
from callcenter.people.models import Employee, Site, Team
from tests.factories import make_department, make_employee, make_team

NOW = datetime.datetime(2026, 3, 11, 2, tzinfo=datetime.UTC)  # Wednesday 10:00 in Shanghai
TODAY = datetime.date(2026, 3, 11)


@dataclass
class Place:
    """Ann and Bo in one team, Cai in another; Lei leads shifts, Gu the first team, Dai directs."""

    site: Site
    team: Team
    other_team: Team
    director: Employee
    leader: Employee
    group_leader: Employee
    ann: Employee
    bo: Employee
    cai: Employee


@pytest.fixture(autouse=True)
def _wednesday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def place(db: None) -> Place:
    department = make_department()
    team, other = make_team(department), make_team(department)
    director = make_employee(PostCode.DIRECTOR, team=team)
    leader = make_employee(PostCode.SHIFT_LEADER, team=team, superior=director)
    group_leader = make_employee(PostCode.GROUP_LEADER, team=team, superior=leader)
    ann, bo = (make_employee(team=team, superior=group_leader) for _ in range(2))
    cai = make_employee(team=other, superior=leader)
    return Place(department.site, team, other, director, leader, group_leader, ann, bo, cai)
