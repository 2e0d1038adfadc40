"""What pages can do is reachable for programs, through the same services: histories, permissions, days, imports, exports, files."""

import datetime
import io
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from callcenter.access.posts import PostCode
from callcenter.accounts.models import User
from callcenter.audit.models import Event
from callcenter.files.imports.models import SavedMapping
from callcenter.files.jobs import services as jobs
from callcenter.files.jobs.models import Job
from callcenter.people.employees.changes import transfer_team
from callcenter.people.models import Site
from callcenter.telephony.facts.models import SwitchAgent
from reports.rollups.services import mark_stale, recompute_day
from tests.factories import make_department, make_employee, make_site, make_team, make_user
from tests.integrations.client_factories import caller
from tests.telephony.factories import DAY, load_calls, make_calls

pytestmark = pytest.mark.django_db
EMPLOYEES = "/api/v1/people/employees/"
TOMORROW = datetime.timedelta(days=1)


@pytest.fixture
def site() -> Site:
    return make_site(code="harbin")


def by(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def sent(client: Client, address: str, body: dict[str, Any], method: str = "post") -> Any:
    return getattr(client, method)(address, body, content_type="application/json")


# --- A person's record


def test_facts_are_changed_and_what_is_left_out_stays(site: Site) -> None:
    hr, somebody = by(make_user(PostCode.HR, site=site)), make_employee(site=site, name="Li Na", grade="B")
    changed = sent(hr, f"{EMPLOYEES}{somebody.number}/", {"skill_level": 3}, "patch")
    assert changed.status_code == 200, changed.content
    assert (changed.json()["skill_level"], changed.json()["grade"]) == (3, "B")
    event = Event.objects.get(verb="people.employee.changed")
    assert event.after == {"skill_level": 3}


def test_a_client_moves_nobody_to_a_site_that_is_not_its_own_by_changing_facts(site: Site) -> None:
    somebody = make_employee(site=site)
    make_site(code="sydney")
    client = caller("people:write", site=site)
    assert sent(client, f"{EMPLOYEES}{somebody.number}/", {"site": "sydney"}, "patch").status_code == 403


def test_a_history_is_read_undone_and_put_right(site: Site) -> None:
    hr, department = by(make_user(PostCode.HR, site=site)), make_department(site)
    first, second = make_team(department, name="Red"), make_team(department, name="Blue")
    somebody = make_employee(team=first)
    start = site.today() + TOMORROW
    transfer_team(somebody, second, start=start, actor=None)
    address = f"{EMPLOYEES}{somebody.number}/"
    lines = [one for one in hr.get(f"{address}history/").json() if one["kind"] == "team"]
    assert [(one["label"], one["is_planned"], one["end"]) for one in lines] == [
        ("Blue", True, None),
        ("Red", False, str(start)),
    ]
    undone = sent(hr, f"{address}undo-change/", {"track": "team", "start": str(start)})
    assert undone.status_code == 200, undone.content
    begun = lines[1]["start"]
    body = {"track": "team", "start": begun, "new_start": begun, "team": second.pk, "reason": "Mixed up"}
    assert sent(hr, f"{address}correct-history/", body).json()["team"] == second.pk
    assert sent(hr, f"{address}correct-history/", body | {"start": "1990-01-01"}).status_code == 404
    unnamed = sent(hr, f"{address}correct-history/", body | {"team": None})
    assert unnamed.json()["errors"][0]["field"] == "team"


def test_a_leave_is_called_off(site: Site) -> None:
    hr, somebody = by(make_user(PostCode.HR, site=site)), make_employee(site=site)
    address = f"{EMPLOYEES}{somebody.number}/"
    sent(hr, f"{address}leave/", {"left_on": str(site.today() + 30 * TOMORROW)})
    stays = sent(hr, f"{address}call-off-leave/", {"reason": "Stays after all"})
    assert stays.json()["left_on"] is None


def test_a_persons_permissions_come_with_the_post_behind_each(site: Site) -> None:
    director = make_user(PostCode.DIRECTOR, site=site)
    somebody = make_employee(PostCode.SHIFT_LEADER, site=site)
    lines = by(director).get(f"{EMPLOYEES}{somebody.number}/permissions/").json()
    found = next(one for one in lines if one["subject"] == "reports.document")
    assert (found["post"], found["scope"]) == ("shift_leader", "site")
    assert "create" in found["actions"]
    assert caller("people:write", site=site).get(f"{EMPLOYEES}{somebody.number}/permissions/").status_code == 403  # fmt: skip


# --- Days, and the report's workbook


def test_days_are_listed_with_state_and_revisions(site: Site) -> None:
    load_calls(site)
    recompute_day(site, DAY)
    load_calls(site, make_calls(5))
    recompute_day(site, DAY)
    mark_stale(site, [DAY], "asked")
    program = caller("reports:read", "telephony:read", site=site)
    (day,) = program.get("/api/v1/reports/days/?site=harbin").json()["results"]
    assert (day["day"], day["revision"], day["is_stale"]) == (str(DAY), 2, True)
    (revision,) = program.get(f"/api/v1/reports/days/{day['id']}/revisions/").json()
    assert (revision["before"]["offered"], revision["after"]["offered"]) == (3, 5)
    assert program.get("/api/v1/reports/days/?revised=false").json()["results"] == []
    assert program.get("/api/v1/reports/days/stale/").json()["results"][0]["reason"] == "asked"
    (load,) = program.get("/api/v1/telephony/days/?feed=calls").json()["results"]
    assert (load["revision"], load["rows"]) == (2, 5)
    elsewhere = caller("reports:read", "telephony:read", site=make_site())
    assert elsewhere.get("/api/v1/reports/days/").json()["results"] == []
    assert elsewhere.get("/api/v1/telephony/days/").json()["results"] == []


def test_the_list_of_days_asks_as_much_for_ten_as_for_one(
    site: Site, django_assert_max_num_queries: Any
) -> None:
    for number in range(10):
        load_calls(site, make_calls(1, day=DAY + number * TOMORROW))
        recompute_day(site, DAY + number * TOMORROW)
    director = by(make_user(PostCode.DIRECTOR, site=site))
    for address in ("/api/v1/reports/days/", "/api/v1/telephony/days/"):
        director.get(address)
        with django_assert_max_num_queries(6):
            assert len(director.get(address).json()["results"]) == 10


def test_the_reports_workbook_is_taken_by_api_and_the_taking_is_recorded(site: Site) -> None:
    load_calls(site)
    recompute_day(site, DAY)
    program = caller("reports:read", site=site)
    answer = program.get(f"/api/v1/reports/daily/workbook/?site=harbin&date={DAY}")
    assert answer.status_code == 200
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    assert "Headline figures" in book.sheetnames
    event = Event.objects.get(verb="audit.list.exported")
    assert (event.site_id, event.who[:3]) == (site.pk, "API")
    viewer = by(make_user(PostCode.COMPLAINT_OFFICER, site=site))
    assert viewer.get(f"/api/v1/reports/daily/workbook/?site=harbin&date={DAY}").status_code == 403


# --- Names of the switch


def test_many_names_of_the_switch_are_said_at_once(site: Site) -> None:
    agent = make_employee(site=site, number="1017")
    load_calls(site)
    program = caller("telephony:write", site=site)
    (found,) = program.get("/api/v1/telephony/switch-agents/suggestions/?site=harbin").json()
    assert found["employee"] == agent.number
    body = {"how": "suggested", "ids": [found["id"]]}
    (named,) = sent(program, "/api/v1/telephony/switch-agents/map-many/", body).json()
    assert named["employee"] == agent.number
    assert SwitchAgent.objects.get().employee == agent
    other = make_site()
    load_calls(other)
    foreign = SwitchAgent.objects.get(site=other).pk
    refused = sent(program, "/api/v1/telephony/switch-agents/map-many/", {"how": "ignored", "ids": [foreign]})
    assert refused.json()["objections"][0]["code"] == "telephony.agents_none_chosen"


# --- Imports and exports


def test_a_kind_tells_its_fields_its_mappings_and_its_template(site: Site) -> None:
    program = caller("telephony:write", "files:write", site=site)
    kinds = program.get("/api/v1/files/import-kinds/").json()
    assert "telephony.calls" in [one["kind"] for one in kinds]
    assert "people.employees" not in [one["kind"] for one in kinds]
    assert program.get("/api/v1/files/import-kinds/people.employees/").status_code == 404
    calls = program.get("/api/v1/files/import-kinds/telephony.calls/").json()
    assert "started_at" in [one["key"] for one in calls["columns"]]
    named = program.get("/api/v1/files/import-kinds/telephony.calls/mappings/").json()
    assert "preset:anonymous-bank" in [one["name"] for one in named]
    template = program.get("/api/v1/files/import-kinds/telephony.calls/template/")
    assert openpyxl.load_workbook(io.BytesIO(b"".join(template.streaming_content))).sheetnames


def test_columns_are_said_afterwards_and_kept_for_the_next_file(site: Site) -> None:
    hr = by(make_user(PostCode.HR, site=site))
    upload = SimpleUploadedFile("staff.csv", b"No,Who,Since,As\nN1,Li Na,2026-03-02,agent\n")
    columns = '{"number": "No", "name": "Who", "hired_on": "Since", "post": "As"}'
    body = {"kind": "people.employees", "file": upload, "columns": columns, "apply": "false"}
    made = hr.post("/api/v1/files/imports/", body)
    assert made.status_code == 202, made.content
    address = f"/api/v1/files/imports/{made.json()['id']}/"
    jobs.run(made.json()["id"])
    assert hr.get(f"{address}preview/").json()["header"] == ["No", "Who", "Since", "As"]
    refused = sent(hr, f"{address}columns/", {"columns": {"number": "Nowhere"}})
    assert refused.status_code == 409
    assert not SavedMapping.objects.exists()
    answer = sent(
        hr, f"{address}columns/", {"columns": made.json()["mapping"]["columns"], "save_as": "Payroll"}
    )
    assert answer.status_code == 202, answer.content
    assert SavedMapping.objects.get().name == "Payroll"
    other = by(make_user(PostCode.SYSADMIN, site=site))
    assert other.get(f"{address}preview/").status_code == 403


def test_a_pages_list_becomes_a_workbook_and_nothing_else_does(site: Site) -> None:
    director = make_user(PostCode.DIRECTOR, site=site)
    load_calls(site)
    director_calls, exports = by(director), "/api/v1/files/exports/"
    asked = sent(director_calls, exports, {"page": "/telephony/calls/", "query": f"from={DAY}&to={DAY}"})
    assert asked.status_code == 202, asked.content
    number = asked.json()["id"]
    jobs.run(number)
    job = Job.objects.get(pk=number)
    assert (job.state, job.rows_done) == ("done", 3), job.message
    taken = director_calls.get(f"/api/v1/files/jobs/{number}/file/")
    assert taken.getvalue().startswith(b"PK")
    for page in ("/account/sessions/", "/api/v1/people/sites/", "/people/employees/hire/"):
        number = sent(director_calls, exports, {"page": page}).json()["id"]
        jobs.run(number)
        assert Job.objects.get(pk=number).state == "refused", page
    nowhere = sent(director_calls, exports, {"page": "/no/such/page/"})
    assert nowhere.json()["objections"][0]["code"] == "files.no_such_list"
    client = caller("files:write", "telephony:read", site=site)
    assert sent(client, exports, {"page": "/telephony/calls/"}).status_code == 403
