"""The API of rosters and shifts."""

import datetime
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from callcenter.access.posts import PostCode
from callcenter.accounts.models import User
from callcenter.integrations import events
from callcenter.people.models import Employee, Site, Team
from staffing.roster.models import Assignment, Roster
from tests.factories import make_department, make_site, make_team, make_user
from tests.staffing.factories import LATE_SHIFT, make_agent, make_assignment, make_shift_type
from tests.staffing.roster.factories import DAY

pytestmark = pytest.mark.django_db
ROSTERS, SHIFTS = "/api/v1/staffing/rosters/", "/api/v1/staffing/assignments/"


@pytest.fixture(autouse=True)
def in_march() -> Any:
    with time_machine.travel(datetime.datetime(2026, 3, 12, 1, tzinfo=datetime.UTC), tick=False):
        yield


@pytest.fixture
def site() -> Site:
    site = make_site("harbour")
    make_shift_type(site, "D")
    make_shift_type(site, "L", LATE_SHIFT)
    return site


@pytest.fixture
def team(site: Site) -> Team:
    return make_team(make_department(site, code="phones"), code="one")


def client(user: User | None) -> Client:
    found = Client()
    assert user is not None
    found.force_login(user)
    return found


def post(user: User | None, address: str, data: Any, status: int = 200) -> Any:
    response = client(user).post(address, data, content_type="application/json")
    assert response.status_code == status, response.content
    return response.json()


def get(user: User | None, address: str, status: int = 200) -> Any:
    response = client(user).get(address)
    assert response.status_code == status, response.content
    return response.json()


def test_a_roster_is_begun_filled_checked_and_published(team: Team, agent: Employee, director: User) -> None:
    made = post(director, ROSTERS, {"site": "harbour", "department": "phones", "month": "2026-03-01"}, 201)
    assert (made["version"], made["due_on"]) == (0, "2026-02-25")
    address = f"{ROSTERS}{made['id']}/"
    cells = [{"employee": agent.number, "on": "2026-03-12", "code": "L", "expected": ""}]
    cells.append({"employee": agent.number, "on": "2026-03-13", "code": "D"})
    assert post(director, address + "cells/", {"cells": cells}) == {"changed": 2}
    check = get(director, address + "check/")
    assert check["blocking"] == 1
    blocking = [each for each in check["findings"] if each["blocks"]]
    assert (blocking[0]["employee"], blocking[0]["code"]) == (agent.number, "roster.rest_gap")
    refused = post(director, address + "publish/", {}, 409)
    assert "10 h of rest" in str(refused)
    manager = make_user(PostCode.CENTER_MANAGER, site=team.department.site)
    passed = {"findings": [{key: blocking[0][key] for key in ("employee", "on", "code")}], "reason": "Flood"}
    assert post(manager, address + "let-pass/", passed)["blocking"] == 0
    assert post(director, address + "publish/", {})["number"] == 1
    assert [each["number"] for each in get(director, address + "versions/")] == [1]
    content = get(director, address + "versions/1/")["content"]
    assert content[agent.number]["2026-03-12"] == ["L", 840, 1320]


def test_a_cell_that_was_changed_meanwhile_is_refused(
    roster: Roster, agent: Employee, director: User
) -> None:
    address = f"{ROSTERS}{roster.pk}/cells/"
    cell = {"employee": agent.number, "on": "2026-03-12", "code": "L", "expected": ""}
    post(director, address, {"cells": [cell]})
    refused = post(director, address, {"cells": [cell | {"code": "D"}]}, 409)
    assert "now L" in str(refused)
    unknown = post(director, address, {"cells": [cell | {"employee": "E99999"}]}, 400)
    assert "E99999" in str(unknown)


def test_versions_are_compared_and_changes_listed(roster: Roster, agent: Employee, director: User) -> None:
    address = f"{ROSTERS}{roster.pk}/"
    make_assignment(agent, DAY, is_published=False)
    post(director, address + "publish/", {})
    cell = {"employee": agent.number, "on": "2026-03-12", "code": "L"}
    post(director, address + "cells/", {"cells": [cell], "reason": "Peak"})
    post(director, address + "publish/", {"reason": "Peak"})
    assert get(director, address + "compare/?from=1&to=2") == [
        {"employee": agent.number, "on": "2026-03-12", "before": ["D", 480, 990], "after": ["L", 840, 1320]}
    ]
    get(director, address + "compare/?from=1&to=x", 400)
    get(director, address + "compare/?from=1&to=9", 404)
    (change,) = get(director, address + "changes/")["results"]
    assert (change["employee"], change["reason"], change["origin"]) == (agent.number, "Peak", "roster")


def test_agents_read_their_own_published_shifts_and_no_drafts(team: Team, agent: Employee) -> None:
    make_assignment(agent, DAY)
    make_assignment(agent, DAY + datetime.timedelta(days=1), is_published=False)
    make_assignment(make_agent(team), DAY)
    found = get(agent.user, SHIFTS)["results"]
    assert [(each["employee"], each["on"]) for each in found] == [(agent.number, "2026-03-12")]
    (roster,) = get(agent.user, ROSTERS)["results"]
    for name in ("check/", "versions/", "changes/"):
        get(agent.user, f"{ROSTERS}{roster['id']}/{name}", 403)
    post(agent.user, f"{ROSTERS}{roster['id']}/publish/", {}, 403)


def test_shifts_are_filtered(team: Team, agent: Employee, director: User) -> None:
    make_assignment(agent, DAY)
    make_assignment(agent, DAY + datetime.timedelta(days=7), LATE_SHIFT, code="L")
    found = get(director, SHIFTS + f"?code=l&on_after=2026-03-15&employee={agent.number}")["results"]
    assert [each["code"] for each in found] == ["L"]
    assert get(director, SHIFTS + "?is_published=false")["results"] == []


def test_a_shift_is_redeployed(team: Team, agent: Employee) -> None:
    make_team(team.department, code="two")
    shift = make_assignment(agent, DAY)
    leader = make_user(PostCode.SHIFT_LEADER, team=team)
    done = post(leader, f"{SHIFTS}{shift.pk}/redeploy/", {"team": "two", "reason": "Queue"})
    assert (done["team"], Assignment.objects.get().team.code) == ("two", "two")  # type: ignore[union-attr]
    post(leader, f"{SHIFTS}{shift.pk}/redeploy/", {"team": "nowhere", "reason": "Queue"}, 404)


def test_lists_cost_the_same_queries_for_many_rows(team: Team, director: User) -> None:
    counts = []
    for people in (2, 20):
        for _ in range(people):
            make_assignment(make_agent(team, with_user=False), DAY)
        with CaptureQueriesContext(connection) as captured:
            get(director, SHIFTS)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_publishing_is_a_public_event_without_the_words_of_who_published() -> None:
    found = events.find("roster.published")
    assert found is not None
    assert str(found.title) == "A roster was published"
