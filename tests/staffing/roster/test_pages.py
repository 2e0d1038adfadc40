"""Pages of rosters over HTTP: what they show, what they post, who is let in."""

import datetime

import pytest
import time_machine
from django.test import Client

from callcenter.accounts.models import User
from callcenter.people.models import Employee, Site, Team
from staffing.roster.models import HeadsNeeded, Induction, Roster, RosterOverride
from staffing.roster.services import publish_roster
from tests.factories import make_department, make_site, make_team
from tests.staffing.factories import LATE_SHIFT, make_agent, make_assignment, make_shift_type
from tests.staffing.roster.factories import DAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_february")]
ONE_DAY = datetime.timedelta(days=1)


@pytest.fixture
def site() -> Site:
    return make_site("harbour")


@pytest.fixture
def team(site: Site) -> Team:
    make_shift_type(site, "D")
    make_shift_type(site, "L", LATE_SHIFT)
    return make_team(make_department(site, code="phones"))


BASE = "/staffing/roster/harbour/phones/2026-03/"


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(user: User, address: str, status: int = 200) -> str:
    response = as_(user).get(address)
    assert response.status_code == status, response.content[:500]
    return response.content.decode()


def tired(agent: Employee) -> None:
    """10 h of rest between two shifts of the draft."""
    make_assignment(agent, DAY, LATE_SHIFT, code="L", is_published=False)
    make_assignment(agent, DAY + ONE_DAY, is_published=False)


def test_the_list_shows_rosters_with_people_and_shifts(
    roster: Roster, agent: Employee, director: User
) -> None:
    tired(agent)
    text = page(director, "/staffing/roster/")
    assert "2026-03" in text
    assert BASE in text
    assert "Draft" in text


def test_a_roster_is_begun_on_a_page(team: Team, director: User) -> None:
    client = as_(director)
    assert 'value="2026-03"' in client.get("/staffing/roster/begin/").content.decode()
    posted = {"department": team.department.pk, "month": "2026-04"}
    response = client.post("/staffing/roster/begin/", posted)
    assert response.status_code == 302
    assert response["Location"].endswith("/harbour/phones/2026-04/")
    refused = client.post("/staffing/roster/begin/", posted)
    assert refused.status_code == 422
    assert "already has a roster" in refused.content.decode()


def test_the_check_lists_findings_by_rule_and_each_leads_to_its_cell(
    roster: Roster, agent: Employee, director: User
) -> None:
    tired(agent)
    text = page(director, BASE + "check/")
    assert "10 h of rest before the shift of 2026-03-13" in text
    assert f"{BASE}?employee={agent.number}&amp;day=2026-03-13" in text
    assert "at least 11 hours of rest" in text  # the rule that it rests on
    assert 'name="finding"' not in text  # only the center manager lets pass


def test_the_center_manager_lets_findings_pass_on_the_page(
    roster: Roster, agent: Employee, manager: User, director: User
) -> None:
    tired(agent)
    value = f"{agent.pk}|2026-03-13|roster.rest_gap"
    assert value in page(manager, BASE + "check/")
    refused = as_(manager).post(BASE + "let-pass/", {"finding": value, "reason": ""})
    assert refused.status_code == 422
    assert "Say why" in refused.content.decode()
    assert f'value="{value}" checked' in refused.content.decode()
    done = as_(manager).post(BASE + "let-pass/", {"finding": value, "reason": "Flood"})
    assert done.status_code == 302
    assert RosterOverride.objects.get().reason == "Flood"
    assert as_(director).post(BASE + "let-pass/", {"finding": value, "reason": "x"}).status_code == 403
    assert as_(manager).post(BASE + "let-pass/", {"finding": "x|y|z", "reason": "x"}).status_code == 400


def test_publishing_is_refused_with_what_blocks_and_goes_through_without(
    roster: Roster, agent: Employee, director: User
) -> None:
    tired(agent)
    assert "by 2026-02-25" in page(director, BASE + "publish/")
    refused = as_(director).post(BASE + "publish/", {})
    assert refused.status_code == 422
    assert "10 h of rest" in refused.content.decode()
    roster.assignments.filter(on=DAY).delete()
    done = as_(director).post(BASE + "publish/", {})
    assert (done.status_code, done["Location"]) == (302, BASE + "versions/")
    assert "Nothing has changed since the last version" in page(director, BASE + "versions/")


def test_a_large_roster_is_published_by_a_job(
    roster: Roster, agent: Employee, director: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    from callcenter.files.jobs import services as jobs
    from callcenter.files.jobs.models import Job, State

    monkeypatch.setattr("staffing.roster.publish_jobs.AT_ONCE", 0)
    make_assignment(agent, DAY, is_published=False)
    assert "published by a job" in page(director, BASE + "publish/")
    response = as_(director).post(BASE + "publish/", {})
    job = Job.objects.get()
    assert response["Location"] == f"/files/jobs/{job.pk}/"
    assert jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.rows_done) == (State.DONE, 1)
    roster.refresh_from_db()
    assert roster.published_number == 1


def test_versions_are_compared(roster: Roster, agent: Employee, director: User) -> None:
    make_assignment(agent, DAY, is_published=False)
    publish_roster(roster, actor=director)
    row = roster.assignments.get()
    row.cancelled_at = row.starts_at
    row.save()
    make_assignment(agent, DAY, LATE_SHIFT, code="L")
    text = page(director, BASE + "compare/?from=1")
    assert "D 08:00–16:30" in text
    assert "L 14:00–22:00" in text
    publish_roster(roster, actor=director, reason="Peak")
    assert "L 14:00–22:00" in page(director, BASE + "compare/?from=1&to=2")
    assert "Nothing differs" in page(director, BASE + "compare/?from=2&to=2")
    page(director, BASE + "compare/?from=9", status=404)
    assert "Peak" in page(director, BASE + "versions/")


def test_a_roster_published_after_its_day_says_so(roster: Roster, agent: Employee, director: User) -> None:
    make_assignment(agent, DAY, is_published=False)
    with time_machine.travel(datetime.datetime(2026, 2, 26, 8, tzinfo=datetime.UTC), tick=False):
        assert "That day is past." in page(director, BASE + "publish/")
        publish_roster(roster, actor=director)
    assert "late, due 2026-02-25" in page(director, BASE + "versions/")


def test_points_of_fairness_are_shown(roster: Roster, agent: Employee, director: User) -> None:
    make_assignment(agent, datetime.date(2026, 3, 14), is_published=False)  # a Saturday
    text = page(director, BASE + "fairness/?months=3")
    assert str(agent) in text
    assert "<strong>1</strong>" in text


def test_heads_needed_are_set_by_department_and_team(team: Team, director: User) -> None:
    address = "/staffing/roster/harbour/phones/needs/"
    client = as_(director)
    posted = {"since": "2026-02-20", "day0": "08:00–12:00 12; 12:00–22:00 20", "day7": "09:00-17:00 5"}
    assert client.post(address, posted).status_code == 302
    assert HeadsNeeded.objects.filter(team=None).count() == 3
    assert "12:00–22:00 20" in client.get(address).content.decode()
    refused = client.post(address, {"since": "2026-02-20", "day1": "08:10-12:00 3"})
    assert refused.status_code == 422
    assert "half hours" in refused.content.decode()
    assert (
        client.post(
            f"{address}?team={team.code}", {"since": "2026-03-01", "day0": "08:00-09:00 2"}
        ).status_code
        == 302
    )
    assert HeadsNeeded.objects.get(team=team).heads == 2


def test_induction_is_recorded_and_taken_back(team: Team, director: User) -> None:
    starter = make_agent(team, since=datetime.date(2026, 2, 1))
    assert str(starter) in page(director, "/staffing/roster/induction/")
    client, address = as_(director), f"/staffing/roster/induction/{starter.number}/"
    refused = client.post(address + "record/", {"passed_on": "2026-02-21"})
    assert refused.status_code == 422
    assert "not ahead" in refused.content.decode()
    assert client.post(address + "record/", {"passed_on": "2026-02-15"}).status_code == 302
    assert Induction.objects.get().passed_on == datetime.date(2026, 2, 15)
    assert client.get(address + "withdraw/").status_code == 200
    assert client.post(address + "withdraw/", {"reason": ""}).status_code == 422
    assert client.post(address + "withdraw/", {"reason": "Wrong person"}).status_code == 302
    assert not Induction.objects.exists()


def test_the_roster_is_taken_as_workbook_and_csv(roster: Roster, agent: Employee, director: User) -> None:
    make_assignment(agent, DAY, is_published=False)
    client = as_(director)
    response = client.get(BASE + "file/")
    assert response["Content-Type"].startswith("application/vnd.openxmlformats")
    text = b"".join(client.get(BASE + "file/?as=csv").streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert text.splitlines()[1].startswith(f"{agent.number},{agent},2026-03,,,,,,,,,,,,D,")


def test_agents_see_none_of_these_pages(roster: Roster, agent: Employee) -> None:
    make_assignment(agent, DAY)
    assert agent.user is not None
    for name in ("check/", "publish/", "versions/", "changes/", "fairness/", "file/"):
        page(agent.user, BASE + name, status=403)
    for name in ("", "begin/", "induction/", "harbour/phones/needs/"):
        page(agent.user, f"/staffing/roster/{name}", status=403)
