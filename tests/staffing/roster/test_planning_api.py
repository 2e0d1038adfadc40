"""Heads needed and inductions through the API: read, written, refused as by the pages."""

import datetime
from typing import Any

import pytest
import time_machine

from callcenter.access.posts import PostCode
from callcenter.audit.models import Event
from callcenter.people.models import Team
from staffing.roster.models import HeadsNeeded, Induction
from tests.factories import make_employee, make_team
from tests.staffing.factories import make_agent
from tests.staffing.roster.factories import make_director

pytestmark = pytest.mark.django_db
HEADS, INDUCTIONS = "/api/v1/staffing/heads-needed/", "/api/v1/staffing/inductions/"
TODAY = datetime.datetime(2026, 3, 2, 2, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def today() -> Any:
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def team() -> Team:
    return make_team()


@pytest.fixture
def director(team: Team, client: Any) -> Any:
    client.force_login(make_director(team.department.site))
    return client


def needs(team: Team, *rows: tuple[int, str, str, int], **more: Any) -> dict[str, Any]:
    return {
        "site": team.department.site.code,
        "department": team.department.code,
        "since": "2026-03-10",
        "needs": [
            {"weekday": day, "start": start, "end": end, "heads": heads} for day, start, end, heads in rows
        ],
    } | more


def post(client: Any, url: str, data: dict[str, Any]) -> Any:
    return client.post(url, data, content_type="application/json")


def test_needs_are_set_from_a_day_on_and_read_again(team: Team, director: Any) -> None:
    answer = post(director, HEADS, needs(team, (0, "08:00", "12:00", 3), (7, "22:00", "24:00", 1)))
    assert answer.status_code == 201
    told = [(each["weekday"], each["start"], each["end"], each["heads"]) for each in answer.json()]
    assert told == [(0, "08:00", "12:00", 3), (7, "22:00", "24:00", 1)]
    assert Event.objects.filter(verb="roster.heads.set").count() == 1
    found = director.get(HEADS, {"on": "2026-03-10", "weekday": 0}).json()["results"]
    assert [(each["since"], each["until"]) for each in found] == [("2026-03-10", None)]
    assert director.get(HEADS, {"on": "2026-03-09"}).json()["results"] == []


def test_other_needs_end_those_that_held(team: Team, director: Any) -> None:
    post(director, HEADS, needs(team, (0, "08:00", "12:00", 3)))
    post(director, HEADS, needs(team, (0, "08:00", "12:00", 4), since="2026-03-20"))
    found = director.get(HEADS).json()["results"]
    assert {(each["heads"], each["until"]) for each in found} == {(3, "2026-03-19"), (4, None)}


@pytest.mark.parametrize(
    ("rows", "status"),
    [
        ([(0, "08:15", "12:00", 3)], 400),
        ([(8, "08:00", "12:00", 3)], 400),
        ([(0, "12:00", "08:00", 3)], 409),
        ([(0, "08:00", "12:00", 3), (0, "11:00", "13:00", 1)], 409),
    ],
)
def test_times_that_are_none_or_overlap_are_refused(
    team: Team, director: Any, rows: list[Any], status: int
) -> None:
    assert post(director, HEADS, needs(team, *rows)).status_code == status
    assert not HeadsNeeded.objects.exists()


def test_a_leader_reads_the_needs_of_their_teams_and_sets_none(team: Team, client: Any) -> None:
    other = make_team(team.department, code="zz")
    for each in (team, other):
        HeadsNeeded.objects.create(
            department=team.department, team=each, weekday=0, span=(480, 510), heads=1,
            period=(datetime.date(2026, 3, 1), None),
        )  # fmt: skip
    client.force_login(make_employee(PostCode.SHIFT_LEADER, team=team).user)
    assert [each["team"] for each in client.get(HEADS).json()["results"]] == [team.code]
    assert post(client, HEADS, needs(team, (0, "08:00", "12:00", 3))).status_code == 403


def test_an_induction_is_recorded_read_and_taken_back(team: Team, director: Any) -> None:
    agent = make_agent(team, hired_on=datetime.date(2026, 2, 10))
    waiting = director.get(f"{INDUCTIONS}new-staff/").json()
    assert [(each["employee"], each["passed_on"]) for each in waiting] == [(agent.number, None)]
    made = post(director, INDUCTIONS, {"employee": agent.number, "passed_on": "2026-03-01"})
    assert made.status_code == 201
    assert director.get(f"{INDUCTIONS}new-staff/").json()[0]["passed_on"] == "2026-03-01"
    assert (
        director.get(INDUCTIONS, {"employee": agent.number}).json()["results"][0]["employee"] == agent.number
    )
    again = post(director, INDUCTIONS, {"employee": agent.number, "passed_on": "2026-03-01"})
    assert again.status_code == 409
    address = f"{INDUCTIONS}{made.json()['id']}/withdraw/"
    assert post(director, address, {"reason": ""}).status_code == 400
    assert post(director, address, {"reason": "Another person"}).status_code == 204
    assert not Induction.objects.exists()


def test_who_draws_up_no_rosters_neither_reads_nor_records_inductions(team: Team, client: Any) -> None:
    agent = make_agent(team, hired_on=datetime.date(2026, 2, 10))
    Induction.objects.create(employee=agent, passed_on=datetime.date(2026, 3, 1))
    client.force_login(make_employee(PostCode.SHIFT_LEADER, team=team).user)
    assert client.get(INDUCTIONS).json()["results"] == []
    assert client.get(f"{INDUCTIONS}new-staff/").status_code == 403
    other = make_agent(team, hired_on=datetime.date(2026, 2, 10))
    sent = {"employee": other.number, "passed_on": "2026-03-01"}
    assert post(client, INDUCTIONS, sent).status_code == 403
