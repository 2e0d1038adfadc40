"""The organisation by API: the same services as the pages, and the same permissions."""

from typing import Any

import pytest
from django.test import Client

from callcenter.access.posts import PostCode
from callcenter.people.models import Department, Post, Site, Team
from callcenter.telephony.facts.models import CallType, Queue
from tests.factories import make_department, make_post, make_site, make_team, make_user
from tests.integrations.client_factories import caller

pytestmark = pytest.mark.django_db
PEOPLE = "/api/v1/people/"
SITE = {"name": "Harbin", "name_zh": "哈尔滨", "time_zone": "Asia/Shanghai", "country": "CN"}


def post(user: Any, path: str, body: dict[str, Any]) -> Any:
    client = Client()
    client.force_login(user)
    return client.post(path, body, content_type="application/json")


def test_hr_opens_a_site_with_a_department_and_a_team_and_changes_them() -> None:
    hr = make_user(PostCode.HR, site=make_site())
    made = post(hr, f"{PEOPLE}sites/", SITE | {"code": "harbin"})
    assert made.status_code == 201, made.content
    department = post(
        hr, f"{PEOPLE}departments/", {"site": "harbin", "code": "service", "name": "Service"}
    ).json()
    team = post(
        hr, f"{PEOPLE}teams/", {"department": department["id"], "code": "blue", "name": "Blue"}
    ).json()
    assert team["site"] == "harbin"
    assert post(hr, f"{PEOPLE}sites/harbin/change/", SITE | {"name": "North"}).json()["name"] == "North"
    renamed = post(hr, f"{PEOPLE}departments/{department['id']}/change/", {"name": "Care"})
    assert renamed.json()["name"] == "Care"
    out = post(hr, f"{PEOPLE}teams/{team['id']}/change/", {"name": "Blue", "is_active": False})
    assert out.json()["is_active"] is False
    assert Site.objects.filter(code="harbin", name="North").exists()


def test_a_code_that_is_taken_and_a_zone_that_is_none_are_refused() -> None:
    hr = make_user(PostCode.HR, site=make_site(code="harbin"))
    taken = post(hr, f"{PEOPLE}sites/", SITE | {"code": "harbin"})
    assert taken.json()["objections"][0]["code"] == "people.code_taken"
    nowhere = post(hr, f"{PEOPLE}sites/", SITE | {"code": "nowhere", "time_zone": "Asia/Nowhere"})
    assert nowhere.json()["objections"][0]["field"] == "time_zone"


def test_a_role_gets_the_companys_title() -> None:
    make_post(PostCode.SHIFT_LEADER)
    answer = post(
        make_user(PostCode.HR), f"{PEOPLE}posts/shift_leader/title/", {"name": "Foreman", "rank": 40}
    )
    assert answer.status_code == 200, answer.content
    assert Post.objects.get(code=PostCode.SHIFT_LEADER).name == "Foreman"


@pytest.mark.parametrize("by_client", [True, False])
def test_whoever_only_reads_the_organisation_changes_nothing(by_client: bool) -> None:
    team = make_team(make_department(make_site(code="harbin")))
    site = team.department.site
    sent = {"name": "Other", "is_active": True}
    path = f"{PEOPLE}teams/{team.pk}/change/"
    if by_client:
        answer = caller("people:write", site=site).post(path, sent, content_type="application/json")
    else:
        answer = post(make_user(PostCode.DIRECTOR, site=site), path, sent)
    assert answer.status_code == 403
    assert not Team.objects.filter(name="Other").exists()
    assert not Department.objects.filter(name="Other").exists()


def test_a_client_reads_the_roles() -> None:
    make_post(PostCode.AGENT)
    found = caller("people:read").get(f"{PEOPLE}posts/").json()["results"]
    assert "agent" in [one["code"] for one in found]


@pytest.mark.parametrize(("model", "noun"), [(Queue, "queues"), (CallType, "call-types")])
def test_codes_of_the_switch_are_named(model: Any, noun: str) -> None:
    row = model.objects.create(site=make_site(), code="s1", name="s1")
    client = caller("telephony:write", site=row.site)
    answer = client.post(
        f"/api/v1/telephony/{noun}/{row.pk}/rename/", {"name": "Sales"}, content_type="application/json"
    )
    assert answer.json()["name"] == "Sales"
