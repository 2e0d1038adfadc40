"""People over the API: the same scopes, filters and services as the pages."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from callcenter.access.posts import PostCode
from callcenter.people.employees.history import SUPERIOR, TEAM, spans
from callcenter.people.employees.leaving import close_logins_of_leavers
from callcenter.people.models import Employee
from tests.factories import make_employee, make_post, make_site, make_team

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/people/"


def post(client, path, data):
    return client.post(ROOT + path, data, content_type="application/json")


def test_employees_show_their_place_today(client, hr_at_work):
    team = make_team()
    leader = make_employee(PostCode.SHIFT_LEADER, team=team)
    employee = make_employee(team=team, superior=leader)
    shown = client.get(f"{ROOT}employees/{employee.number}/").json()
    assert (shown["team"], shown["post"], shown["superior"]) == (team.pk, "agent", leader.number)
    listed = client.get(f"{ROOT}employees/", {"team": team.pk, "post": make_post(PostCode.AGENT).pk}).json()
    assert [row["number"] for row in listed["results"]] == [employee.number]


def test_hire_and_every_change_over_the_api(client, hr_at_work):
    team = make_team()
    other = make_team(team.department)
    leader = make_employee(PostCode.SHIFT_LEADER, team=team)
    make_post(PostCode.AGENT), make_post(PostCode.DIRECTOR)
    data = {
        "number": "E9",
        "name": "Li Na",
        "site": team.department.site.code,
        "post": "agent",
        "team": team.pk,
    }
    made = post(client, "employees/", data | {"hired_on": "2026-01-01", "superior": leader.number})
    assert made.status_code == 201, made.content
    employee = Employee.objects.get(number="E9")
    today = employee.site.today().isoformat()
    assert (
        post(client, "employees/E9/transfer/", {"team": other.pk, "start": today}).json()["team"] == other.pk
    )
    assert (
        post(client, "employees/E9/change-superior/", {"superior": None, "start": today}).status_code == 200
    )
    assert (
        post(client, "employees/E9/change-post/", {"post": "director", "start": today}).json()["post"]
        == "director"
    )
    assert post(client, "employees/E9/leave/", {"left_on": "2099-01-01"}).json()["left_on"] == "2099-01-01"
    assert spans(TEAM, employee.pk)[-1].end == datetime.date(2099, 1, 1)
    assert spans(SUPERIOR, employee.pk)[-1].value == leader.pk


def test_refusal_is_a_problem_with_every_objection(client, hr_at_work):
    taken = make_employee()
    old_team = make_team(is_active=False)
    make_post(PostCode.AGENT)
    data = {
        "number": taken.number,
        "name": "X",
        "site": taken.site.code,
        "post": "agent",
        "team": old_team.pk,
    }
    answer = post(client, "employees/", data | {"hired_on": "2026-01-01"})
    assert answer.status_code == 409
    codes = [objection["code"] for objection in answer.json()["objections"]]
    assert codes == ["people.number_taken", "people.team_not_active", "people.team_of_other_site"]


def test_malformed_requests_name_the_field(client, hr_at_work):
    answer = post(client, "employees/", {"number": "", "hired_on": "yesterday"})
    assert answer.status_code == 400
    assert {"number", "hired_on", "name", "site", "post"} <= {
        error["field"] for error in answer.json()["errors"]
    }


def test_agent_reads_the_own_record_and_changes_nothing(client):
    employee = make_employee(team=make_team())
    stranger = make_employee(site=employee.site)
    client.force_login(employee.user)
    listed = client.get(f"{ROOT}employees/").json()["results"]
    assert [row["number"] for row in listed] == [employee.number]
    assert client.get(f"{ROOT}employees/{stranger.number}/").status_code == 404
    data = {"team": make_team().pk, "start": "2026-12-01"}
    assert post(client, f"employees/{employee.number}/transfer/", data).status_code == 403


def test_organisation_is_read_within_the_own_sites(client):
    employee = make_employee(team=make_team())
    make_team()
    client.force_login(employee.user)
    for noun in ("sites", "departments", "teams"):
        assert len(client.get(f"{ROOT}{noun}/").json()["results"]) == 1, noun
    make_post(PostCode.DIRECTOR)
    assert len(client.get(f"{ROOT}posts/").json()["results"]) >= 2


def test_list_takes_the_same_queries_for_ten_and_for_a_hundred(client, hr_at_work):
    counts = []
    site = make_site()
    client.get(f"{ROOT}employees/")
    for many in (10, 80):
        for _ in range(many):
            make_employee(site=site, with_user=False)
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{ROOT}employees/")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 15


def test_task_closes_log_ins_of_leavers_once():
    gone = make_employee(left_on=datetime.date(2021, 1, 1))
    stays = make_employee(left_on=datetime.date(2099, 1, 1))
    assert close_logins_of_leavers() == 1
    assert close_logins_of_leavers() == 0
    gone.user.refresh_from_db()
    stays.user.refresh_from_db()
    assert (gone.user.is_active, stays.user.is_active) == (False, True)
