"""Lists of the API are narrowed by public codes or ids within the caller's reach; no site needs to be chosen first."""

from typing import Any

import pytest
from django.test import Client

from callcenter.access.posts import PostCode
from tests.factories import make_department, make_employee, make_site, make_team, make_user
from tests.telephony.factories import load_calls, make_calls

pytestmark = pytest.mark.django_db
CALLS = "/api/v1/telephony/calls/"
EMPLOYEES = "/api/v1/people/employees/"


def asked(user: Any, path: str, **query: Any) -> Any:
    client = Client()
    client.force_login(user)
    return client.get(path, query)


def calls(user: Any, **query: Any) -> set[str]:
    return {
        f"{one['site']} {one['queue']} {one['agent']}"
        for one in asked(user, CALLS, **query).json()["results"]
    }


def test_calls_are_narrowed_by_the_codes_of_queue_and_agent_without_a_chosen_site() -> None:
    site = make_site(code="harbin")
    load_calls(site, make_calls(1, queue="sales", agent="1017"))
    load_calls(site, make_calls(1, queue="billing", agent="1018"), feed="calls:other")
    director = make_user(PostCode.DIRECTOR, site=site)
    assert calls(director, queue="sales") == {"harbin sales 1017"}
    assert calls(director, agent="1018") == {"harbin billing 1018"}
    assert calls(director, agent="none") == set()


def test_a_code_that_two_sites_have_asks_which_and_takes_the_site_beside_it() -> None:
    for code in ("harbin", "sydney"):
        load_calls(make_site(code=code), make_calls(1))
    manager = make_user(PostCode.GM, site=make_site())
    refused = asked(manager, CALLS, queue="sales")
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["detail"] == (
        "Several sites have the code sales: say which with the parameter site."
    )
    assert calls(manager, queue="sales", site="sydney") == {"sydney sales 1017"}
    assert calls(manager) == {"harbin sales 1017", "sydney sales 1017"}


def test_a_code_out_of_reach_is_no_choice() -> None:
    load_calls(make_site(code="sydney"), make_calls(1, queue="elsewhere"))
    director = make_user(PostCode.DIRECTOR, site=make_site())
    assert asked(director, CALLS, queue="elsewhere").status_code == 400


def test_calls_of_a_team_are_found_by_its_code_and_by_its_id() -> None:
    site = make_site()
    team = make_team(make_department(site), code="blue")
    agent = make_employee(team=team)
    load_calls(site)
    site.switch_agents.update(employee=agent)
    director = make_user(PostCode.DIRECTOR, site=site)
    assert len(asked(director, CALLS, team="blue").json()["results"]) == 3
    assert len(asked(director, CALLS, team=team.pk).json()["results"]) == 3
    assert len(asked(director, CALLS, team="none").json()["results"]) == 0


def test_employees_are_narrowed_by_codes_of_site_department_team_and_post() -> None:
    site = make_site(code="harbin")
    team = make_team(make_department(site, code="service"), code="blue")
    agent = make_employee(team=team)
    make_employee(site=make_site(code="sydney"))
    hr = make_user(PostCode.HR, site=site)
    for query in (
        {"team": "blue"},
        {"department": "service"},
        {"site": "harbin", "post": "agent"},
        {"site": site.pk, "team": "blue"},
    ):
        found = asked(hr, EMPLOYEES, **query).json()["results"]
        assert [one["number"] for one in found] == [agent.number], query


def test_events_are_narrowed_by_site_without_a_chosen_one() -> None:
    site, other = make_site(), make_site()
    load_calls(site)
    load_calls(other)
    manager = make_user(PostCode.GM, site=site)
    found = asked(manager, "/api/v1/audit/events/", site=other.pk).json()["results"]
    assert {one["site_id"] for one in found} == {other.pk}
