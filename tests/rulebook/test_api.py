"""The rulebook for programs."""

import datetime

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from callcenter import rulebook
from callcenter.access.posts import PostCode
from callcenter.rulebook import registry
from callcenter.rulebook.models import RuleValue
from callcenter.rulebook.services import set_value
from tests.factories import make_site, make_user

RULES = "/api/v1/rulebook/rules/"
KEY = "kpi.sl_seconds"
NOON = datetime.datetime(2026, 11, 21, 4, 0, tzinfo=datetime.UTC)


@pytest.mark.django_db
def test_every_rule_is_listed_as_of_a_day_at_a_site() -> None:
    site = make_site()
    set_value(
        KEY,
        site=site,
        value=30,
        effective_on=datetime.date(2026, 3, 1),
        reason="r",
        actor=None,
        is_backdating=True,
    )
    client = Client()
    client.force_login(make_user(site=site))
    body = client.get(RULES, {"site": site.code, "on": "2026-03-01"}).json()
    assert [one["key"] for one in body] == [rule.key for rule in registry.all_rules()]
    found = next(one for one in body if one["key"] == KEY)
    assert (found["value"], found["shown"], found["origin"], found["since"]) == (
        30,
        "30 s",
        "site",
        "2026-03-01",
    )
    before = client.get(f"{RULES}{KEY}/", {"site": site.code, "on": "2026-02-28"}).json()
    assert (before["value"], before["origin"], before["until"]) == (20, "default", "2026-03-01")
    assert before["basis"] == "public"
    assert client.get(f"{RULES}{KEY}/").json()["value"] == 20


@pytest.mark.django_db
@pytest.mark.parametrize(("query", "status"), [({"on": "soon"}, 400), ({"site": "nowhere"}, 404)])
def test_a_day_or_site_that_is_none_is_refused(query: dict[str, str], status: int) -> None:
    client = Client()
    client.force_login(make_user())
    assert client.get(RULES, query).status_code == status


@pytest.mark.django_db
def test_site_of_somebody_else_is_404() -> None:
    client = Client()
    client.force_login(make_user())
    assert client.get(RULES, {"site": make_site().code}).status_code == 404


@pytest.mark.django_db
@time_machine.travel(NOON, tick=False)
def test_director_sets_and_withdraws_a_value() -> None:
    site = make_site()
    client = Client()
    client.force_login(make_user(PostCode.DIRECTOR, site=site))
    sent = {"site": site.code, "value": 30, "effective_on": "2026-12-01", "reason": "New contract"}
    made = client.post(f"{RULES}{KEY}/set/", sent, content_type="application/json")
    assert made.status_code == 201
    assert rulebook.value(KEY, site, on=datetime.date(2026, 12, 1)) == 30
    history = client.get(f"{RULES}{KEY}/history/").json()
    assert [(row["value"], row["site"]) for row in history] == [(30, site.code)]
    withdrawn = client.post(
        f"{RULES}{KEY}/withdraw/", {"id": made.json()["id"], "reason": "No"}, content_type="application/json"
    )
    assert withdrawn.status_code == 200
    assert RuleValue.objects.get().withdrawn_reason == "No"


@pytest.mark.django_db
def test_value_of_another_kind_is_400_with_its_field() -> None:
    site = make_site()
    client = Client()
    client.force_login(make_user(PostCode.DIRECTOR, site=site))
    sent = {"site": site.code, "value": "thirty", "effective_on": "2090-12-01", "reason": "r"}
    response = client.post(f"{RULES}{KEY}/set/", sent, content_type="application/json")
    assert response.status_code == 400
    assert response.json()["errors"][0]["field"] == "value"


@pytest.mark.django_db
def test_listing_costs_the_same_however_long_the_history(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    site = make_site()
    client = Client()
    client.force_login(make_user(site=site))
    first = datetime.date(2020, 1, 1)
    for day in range(200):
        RuleValue.objects.create(
            key=KEY, site=site, value=day, effective_on=first + datetime.timedelta(day), reason="r"
        )
    with django_assert_max_num_queries(15):
        client.get(RULES, {"site": site.code})
