"""The Rulebook page and a rule's page."""

import datetime
import io
from typing import Any

import pytest
import python_calamine
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from callcenter.access.posts import PostCode
from callcenter.people.models import Site
from callcenter.rulebook import cite, registry
from callcenter.rulebook.models import RuleValue
from callcenter.rulebook.services import set_value, state
from tests.factories import make_site, make_user

KEY = "kpi.sl_seconds"
TODAY = datetime.date(2026, 11, 21)
NEXT = datetime.date(2026, 12, 1)
INDEX = "/rulebook/"
RULE = f"/rulebook/{KEY}/"


@pytest.fixture(autouse=True)
def _noon() -> Any:
    with time_machine.travel(datetime.datetime(2026, 11, 21, 4, 0, tzinfo=datetime.UTC), tick=False):
        yield


def client_of(post: PostCode, site: Site, language: str = "en") -> Client:
    user = make_user(post, site=site)
    user.language = language
    user.save()
    client = Client(headers={"Accept-Language": language})
    client.cookies["django_language"] = language
    client.force_login(user)
    return client


def change(site: Site | None, value: int | None, on: datetime.date = TODAY) -> RuleValue:
    return set_value(
        KEY, site=site, value=value, effective_on=on, reason="Because", actor=None, is_backdating=on < TODAY
    )


@pytest.mark.django_db
def test_every_rule_is_on_the_page_with_value_source_and_next_change() -> None:
    site = make_site()
    change(site, 30, NEXT)
    page = client_of(PostCode.AGENT, site).get(INDEX).content.decode()
    for rule in registry.all_rules():
        assert rule.key in page
    assert "30 s from 2026-12-01" in page
    assert "Public source P45" in page
    assert "Our default" in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "found", "missing"),
    [
        ({"q": "sl_seconds"}, KEY, "kpi.asa_alarm"),
        ({"q": "service level counts answered"}, KEY, "kpi.asa_alarm"),
        ({"q": "服务水平"}, "kpi.sl_target", "kpi.occupancy_floor"),
        ({"q": "P45"}, KEY, "kpi.asa_target"),
        ({"source": "ours"}, "kpi.asa_target", KEY),
        ({"source": "public"}, KEY, "kpi.asa_target"),
        ({"changed": "yes"}, KEY, "kpi.asa_target"),
        ({"changed": "no"}, "kpi.asa_target", KEY),
        ({"room": "kpi"}, KEY, "no such key"),
    ],
)
def test_rules_are_found_by_word_source_and_change(query: dict[str, str], found: str, missing: str) -> None:
    site = make_site()
    change(site, 30)
    page = client_of(PostCode.AGENT, site).get(INDEX, query).content.decode()
    assert f"/rulebook/{found}/" in page
    assert f"/rulebook/{missing}/" not in page


@pytest.mark.django_db
def test_search_that_fits_nothing_says_what_to_do() -> None:
    page = client_of(PostCode.AGENT, make_site()).get(INDEX, {"q": "zebra"}).content.decode()
    assert "No rule fits" in page
    assert "Show every rule" in page


@pytest.mark.django_db
def test_rulebook_is_shown_as_it_held_on_another_day() -> None:
    site = make_site()
    change(site, 30)
    client = client_of(PostCode.AGENT, site)
    assert "within 30 s counts" in client.get(INDEX).content.decode()
    assert "within 20 s counts" in client.get(INDEX, {"on": "2026-11-20"}).content.decode()
    assert client.get(INDEX, {"on": "soon"}).status_code == 200


@pytest.mark.django_db
def test_workbook_holds_what_the_page_shows() -> None:
    site = make_site()
    change(site, 30)
    response = client_of(PostCode.AGENT, site).get(INDEX, {"export": "xlsx", "changed": "yes"})
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(b"".join(response.streaming_content)))  # type: ignore[attr-defined]
    rows = book.get_sheet_by_name("Rulebook").to_python()
    assert [row[1] for row in rows] == ["Rule", KEY]
    assert rows[1][3:6] == ["30 s", TODAY, "20 s"]
    assert "Definitions" in book.sheet_names


@pytest.mark.django_db
def test_director_changes_a_rule_on_its_page() -> None:
    site = make_site()
    client = client_of(PostCode.DIRECTOR, site)
    sent = {"site": site.code, "value": "30", "effective_on": "2026-12-01", "reason": "New contract"}
    response = client.post(f"{RULE}change/", sent | {"seen": state(KEY, site)}, follow=True)
    page = response.content.decode()
    assert response.redirect_chain == [(RULE, 302)]
    assert "From 2026-12-01" in page
    assert "A call answered within 30 s counts for the service level." in page
    assert "New contract" in page


@pytest.mark.django_db
def test_preview_says_the_sentence_and_changes_nothing() -> None:
    site = make_site()
    client = client_of(PostCode.DIRECTOR, site)
    sent = {"site": site.code, "value": "30", "effective_on": "2026-12-01", "reason": ""}
    said = client.post(f"{RULE}preview/", sent).content.decode()
    assert "From 2026-12-01" in said
    assert "within 30 s" in said
    assert (
        "must be at most 3,600 s" in client.post(f"{RULE}preview/", sent | {"value": "4000"}).content.decode()
    )
    assert (
        "within 30 s"
        in client.post(f"{RULE}change/", sent | {"reason": "r", "preview": "1"}).content.decode()
    )
    assert not RuleValue.objects.exists()


@pytest.mark.django_db
def test_stale_form_shows_both_versions_and_may_be_saved_again() -> None:
    site = make_site()
    client = client_of(PostCode.DIRECTOR, site)
    sent = {
        "site": site.code,
        "value": "30",
        "effective_on": "2026-12-01",
        "reason": "Mine",
        "seen": state(KEY, site),
    }
    change(site, 45)
    response = client.post(f"{RULE}change/", sent)
    page = response.content.decode()
    assert response.status_code == 422
    assert "Two versions" in page
    assert "within 45 s counts" in page
    assert 'value="30"' in page
    assert "Mine</textarea>" in page
    again = client.post(f"{RULE}change/", sent | {"seen": state(KEY, site)})
    assert again.status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"value": "4000"}, "The value must be at most 3,600 s."),
        ({"value": "many"}, "Enter a whole number."),
        ({"reason": ""}, "This field is required."),
        ({"effective_on": "2026-11-20"}, "2026-11-20 has passed"),
        ({"effective_on": "soon"}, "Enter a valid date."),
        ({"site": "nowhere"}, "Select a valid choice."),
    ],
)
def test_refused_form_comes_back_with_what_was_written(fields: dict[str, str], sentence: str) -> None:
    site = make_site()
    sent = {"site": site.code, "value": "30", "effective_on": "2026-12-01", "reason": "Because I say so"}
    response = client_of(PostCode.DIRECTOR, site).post(f"{RULE}change/", sent | fields)
    assert response.status_code == 422
    page = response.content.decode()
    assert sentence in page
    assert "Because I say so" in page or "reason" in fields
    assert not RuleValue.objects.exists()


@pytest.mark.django_db
def test_planned_value_is_withdrawn_on_the_page_with_a_reason() -> None:
    site = make_site()
    row = change(site, 30, NEXT)
    client = client_of(PostCode.DIRECTOR, site)
    client.post(f"{RULE}withdraw/", {"value": row.pk, "reason": ""})
    assert RuleValue.objects.standing().exists()
    page = client.post(f"{RULE}withdraw/", {"value": row.pk, "reason": "Fell through"}, follow=True)
    assert "Fell through" in page.content.decode()
    assert not RuleValue.objects.standing().exists()
    assert client.post(f"{RULE}withdraw/", {"value": row.pk, "reason": "Again"}).status_code == 422


@pytest.mark.django_db
def test_reader_sees_who_may_change_it_and_no_form() -> None:
    page = client_of(PostCode.AGENT, make_site()).get(RULE).content.decode()
    assert "Director, Center manager may change it" in page
    assert 'action="/rulebook/kpi.sl_seconds/change/"' not in page


@pytest.mark.django_db
def test_value_of_another_site_is_not_in_the_history_and_cannot_be_withdrawn() -> None:
    site, other = make_site(), make_site(name="Elsewhere")
    row = change(other, 33, NEXT)
    change(None, 44, NEXT)
    client = client_of(PostCode.DIRECTOR, site)
    page = client.get(RULE).content.decode()
    assert "33 s" not in page
    assert "44 s" in page
    assert client.post(f"{RULE}withdraw/", {"value": row.pk, "reason": "r"}).status_code == 404


@pytest.mark.django_db
def test_rule_in_chinese() -> None:
    site = make_site()
    page = client_of(PostCode.DIRECTOR, site, "zh-hans").get(RULE).content.decode()
    assert "规则手册" in page
    assert "20 秒" in page
    assert "公开资料 P45" in page


@pytest.mark.django_db
def test_pages_cost_the_same_however_long_the_history(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    site = make_site()
    director = client_of(PostCode.DIRECTOR, site)
    first = datetime.date(2020, 1, 1)
    for day in range(100):
        RuleValue.objects.create(
            key=KEY, site=site, value=day + 1, effective_on=first + datetime.timedelta(day), reason="r"
        )
    for path in (INDEX, RULE):
        director.get(path)  # the session's first request notes the session
        with django_assert_max_num_queries(15):
            assert director.get(path).status_code == 200


@pytest.mark.django_db
def test_citation_names_value_day_source_and_page() -> None:
    site = make_site()
    change(site, 30, NEXT)
    today, later = cite(KEY, site), cite(KEY, site, NEXT)
    assert (today.value, today.since, today.until, today.source) == ("20 s", None, NEXT, "Public source P45")
    assert (later.value, later.since, later.origin, later.url) == ("30 s", NEXT, "site", RULE)
    assert later.sentence == "A call answered within 30 s counts for the service level."
    assert reverse("rulebook:rule", args=[KEY]) == RULE
