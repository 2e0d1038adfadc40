"""The world of most tests of rosters: a site with a day and a late shift, a team, its roster of March, drawn up in February."""

import datetime
from typing import Any

import pytest
import time_machine

from callcenter.access.posts import PostCode
from callcenter.accounts.models import User
from callcenter.people.models import Employee, Site, Team
from staffing.roster.models import Roster
from tests.factories import make_department, make_site, make_team, make_user
from tests.staffing.factories import LATE_SHIFT, make_agent, make_roster, make_shift_type
from tests.staffing.roster.factories import MARCH, make_director


@pytest.fixture
def in_february() -> Any:
    with time_machine.travel(datetime.datetime(2026, 2, 20, 8, tzinfo=datetime.UTC), tick=False):
        yield


@pytest.fixture
def site() -> Site:
    site = make_site()
    make_shift_type(site, "D")
    make_shift_type(site, "L", LATE_SHIFT)
    return site


@pytest.fixture
def team(site: Site) -> Team:
    return make_team(make_department(site))


@pytest.fixture
def roster(team: Team) -> Roster:
    return make_roster(team.department, MARCH, is_published=False)


@pytest.fixture
def agent(team: Team) -> Employee:
    return make_agent(team)


@pytest.fixture
def director(site: Site) -> User:
    return make_director(site)


@pytest.fixture
def manager(site: Site) -> User:
    return make_user(PostCode.CENTER_MANAGER, site=site)
