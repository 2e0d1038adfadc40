"""API clients: tokens by client credentials, scopes × sites as reach, secrets that rotate, clients that go out of use."""

import datetime
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from oauth2_provider.models import get_access_token_model
from pytest_django import Settings

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import position, scope
from callcenter.access.posts import PostCode
from callcenter.accounts.models import User
from callcenter.api.scopes import sentences
from callcenter.audit.models import Event
from callcenter.integrations.clients import services
from callcenter.integrations.clients.models import Client
from callcenter.integrations.clients.services import ClientFacts
from callcenter.objections import RuleViolation
from callcenter.rulebook.services import set_value
from callcenter.rulebook.values import today_at
from tests.factories import make_employee, make_site, make_team, make_user
from tests.integrations.client_factories import ask_token, caller, calling, make_client, token_of
from tests.telephony.factories import load_calls

pytestmark = pytest.mark.django_db
EMPLOYEES = "/api/v1/people/employees/"
CALLS = "/api/v1/telephony/calls/"


def problem(response: Any, status: int) -> dict[str, Any]:
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    found: dict[str, Any] = response.json()
    return found


# --- Tokens


def test_a_client_gets_a_token_for_an_hour_with_all_its_scopes() -> None:
    client, secret = make_client("people:read", "telephony:write")
    answer = ask_token(client, secret).json()
    assert answer["token_type"] == "Bearer"
    assert answer["expires_in"] == 3600
    assert set(answer["scope"].split()) == {"people:read", "telephony:write"}
    assert "refresh_token" not in answer


def test_a_client_may_ask_for_fewer_scopes_and_not_for_others() -> None:
    client, secret = make_client("people:read", "telephony:read")
    assert ask_token(client, secret, scope="people:read").json()["scope"] == "people:read"
    assert ask_token(client, secret, scope="audit:read").status_code == 400


@pytest.mark.parametrize("secret", ["", "wrong", "sha256$0"])
def test_a_wrong_secret_gets_no_token(secret: str) -> None:
    client, _right = make_client()
    assert ask_token(client, secret).status_code == 401


def test_other_grants_than_client_credentials_are_refused() -> None:
    client, secret = make_client()
    for grant in ("password", "authorization_code", "refresh_token"):
        answer = ask_token(
            client, secret, grant_type=grant, username="x", password="y", code="z", refresh_token="r"
        )
        assert answer.status_code in (400, 401), grant


def test_neither_secret_nor_token_is_kept_readable() -> None:
    client, secret = make_client()
    token = token_of(client, secret)
    client.refresh_from_db()
    kept = get_access_token_model().objects.get()
    assert secret not in client.client_secret
    assert kept.token == ""
    assert token not in kept.token_checksum


def test_a_token_ends_after_its_hour() -> None:
    client, secret = make_client("people:read")
    with time_machine.travel("2026-03-02 08:00Z", tick=False):
        token = token_of(client, secret)
    with time_machine.travel("2026-03-02 08:59:59Z", tick=False):
        assert calling(token).get(EMPLOYEES).status_code == 200
    with time_machine.travel("2026-03-02 09:00:00Z", tick=False):
        answer = calling(token).get(EMPLOYEES)
    assert "Get a new one" in problem(answer, 401)["detail"]
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert services.drop_ended_tokens() >= 1


# --- Reach: scopes × sites


def test_a_client_sees_the_rows_of_its_sites_alone() -> None:
    site, other = make_site(), make_site()
    here, elsewhere = make_employee(site=site), make_employee(site=other)
    found = caller("people:read", site=site).get(EMPLOYEES).json()["results"]
    assert {one["number"] for one in found} == {here.number}
    assert caller("people:read", site=site).get(f"{EMPLOYEES}{elsewhere.number}/").status_code == 404
    everywhere = caller("people:read", is_everywhere=True).get(EMPLOYEES).json()["results"]
    assert {one["number"] for one in everywhere} == {here.number, elsewhere.number}


def test_a_token_without_the_scope_is_refused_by_name() -> None:
    refused = problem(caller("people:read").get(CALLS), 403)
    assert refused["detail"] == "The token needs the scope telephony:read."


def test_reading_is_not_writing_and_writing_includes_reading() -> None:
    site = make_site()
    body: dict[str, Any] = {}
    refused = caller("people:read", site=site).post(EMPLOYEES, body, content_type="application/json")
    assert "people:write" in problem(refused, 403)["detail"]
    writer = caller("people:write", site=site)
    assert writer.get(EMPLOYEES).status_code == 200
    assert problem(writer.post(EMPLOYEES, body, content_type="application/json"), 400)


def test_a_token_with_fewer_scopes_stands_on_those_alone() -> None:
    client, secret = make_client("people:read", "people:write")
    token = token_of(client, secret, scope="people:read")
    answer = calling(token).post(EMPLOYEES, {}, content_type="application/json")
    assert problem(answer, 403)


@pytest.mark.parametrize(
    "address",
    [
        "/api/v1/approvals/requests/1/approve/",
        "/api/v1/approvals/escalations/",
        "/api/v1/clocks/clocks/1/pause/",
        "/api/v1/rulebook/rules/kpi.sl_seconds/set/",
        "/api/v1/workcalendar/calendars/shanghai/set-days/",
    ],
)
def test_decisions_are_for_people_whatever_the_scopes(address: str) -> None:
    refused = caller(*sentences()).post(address, {}, content_type="application/json")
    assert "not for API clients" in problem(refused, 403)["detail"]


def test_a_client_hires_at_its_site_and_the_trail_names_it() -> None:
    site = make_site(code="harbin")
    make_employee(site=site)
    sent = {"number": "N1", "name": "New", "site": "harbin", "post": "agent", "hired_on": "2026-03-02"}
    answer = caller("people:write", site=site).post(EMPLOYEES, sent, content_type="application/json")
    assert answer.status_code == 201, answer.content
    event = Event.objects.get(verb="people.employee.hired")
    assert event.who.startswith("API · ")
    make_site(code="sydney")
    sent |= {"number": "N2", "site": "sydney"}
    assert problem(
        caller("people:write", site=site).post(EMPLOYEES, sent, content_type="application/json"), 403
    )


def test_a_client_moves_nobody_into_a_site_that_is_not_its_own() -> None:
    site = make_site()
    somebody, team = make_employee(site=site), make_team()
    sent = {"team": team.pk, "start": "2026-03-02", "other_site": True}
    answer = caller("people:write", site=site).post(
        f"{EMPLOYEES}{somebody.number}/transfer/", sent, content_type="application/json"
    )
    assert problem(answer, 403)


def test_a_client_makes_no_administrator() -> None:
    site = make_site(code="harbin")
    make_employee(PostCode.SYSADMIN, site=site)
    sent = {"number": "N1", "name": "New", "site": "harbin", "post": "sysadmin", "hired_on": "2026-03-02"}
    answer = caller("people:write", site=site).post(EMPLOYEES, sent, content_type="application/json")
    assert problem(answer, 409)["objections"][0]["code"] == "people.administrator_only"


def test_customers_numbers_stay_masked_and_approvals_stay_with_people() -> None:
    client, _secret = make_client(*(f"{room}:write" for room in ("people", "telephony", "reports", "files")))
    user = User.objects.get(pk=client.user_id)
    assert scope(user, Action.VIEW, "telephony.customer_number") is Scope.NONE
    assert scope(user, Action.APPROVE, "people.employee") is Scope.NONE
    assert scope(user, Action.EDIT, "rulebook.value") is Scope.NONE
    assert scope(user, Action.EDIT, "telephony.import") is Scope.SITE


def test_a_log_in_of_a_program_opens_no_page() -> None:
    client, _secret = make_client()
    assert not client.user.has_usable_password()
    assert not client.user.check_password("")


def test_a_wrong_token_does_not_fall_back_to_the_browsers_session() -> None:
    browser = calling("wrong")
    browser.force_login(make_user(PostCode.HR, site=make_site()))
    assert problem(browser.get(EMPLOYEES), 401)


# --- Rotation, change, use


def test_after_a_rotation_both_secrets_work_until_the_overlap_is_over() -> None:
    client, old = make_client()
    with time_machine.travel("2026-03-02 08:00Z", tick=False):
        new = services.rotate_secret(client, keep_old=True, actor=None)
        assert ask_token(client, old).status_code == 200
        assert ask_token(client, new).status_code == 200
    with time_machine.travel("2026-03-03 08:00Z", tick=False):
        assert ask_token(client, old).status_code == 401
        assert ask_token(client, new).status_code == 200


def test_a_leaked_secret_ends_at_once_with_every_token() -> None:
    client, old = make_client("people:read")
    token = token_of(client, old)
    services.rotate_secret(client, keep_old=False, actor=None)
    assert ask_token(client, old).status_code == 401
    assert problem(calling(token).get(EMPLOYEES), 401)


def test_a_third_secret_is_never_valid() -> None:
    client, first = make_client()
    second = services.rotate_secret(client, keep_old=True, actor=None)
    third = services.rotate_secret(client, keep_old=True, actor=None)
    assert [ask_token(client, one).status_code for one in (first, second, third)] == [401, 200, 200]


def test_the_overlap_is_a_rule() -> None:
    set_value(
        services.OVERLAP,
        site=None,
        value=datetime.timedelta(hours=2),
        effective_on=today_at(None),
        reason="Stricter",
        actor=make_user(PostCode.SYSADMIN),
    )
    client, _old = make_client()
    services.rotate_secret(client, keep_old=True, actor=None)
    client.refresh_from_db()
    left = client.previous_secret_until - timezone.now()
    assert datetime.timedelta(hours=1, minutes=59) < left <= datetime.timedelta(hours=2)


def test_a_client_out_of_use_is_out_at_once_and_comes_back_with_its_secret() -> None:
    client, secret = make_client("people:read")
    token = token_of(client, secret)
    services.disable_client(client, reason="Contract ended", actor=None)
    assert problem(calling(token).get(EMPLOYEES), 401)
    assert ask_token(client, secret).status_code == 401
    assert position(User.objects.get(pk=client.user_id)).grants is None
    services.enable_client(client, actor=None)
    assert calling(token_of(client, secret)).get(EMPLOYEES).status_code == 200


def test_a_scope_that_is_taken_away_is_gone_from_tokens_that_are_out() -> None:
    client, secret = make_client("people:read", "audit:read")
    token = token_of(client, secret)
    facts = services.facts_of(client)
    services.change_client(client, ClientFacts(facts.name, ("audit:read",), facts.sites), actor=None)
    assert problem(calling(token).get(EMPLOYEES), 403)


def test_last_used_is_written_once_a_minute() -> None:
    client, secret = make_client("people:read")
    with time_machine.travel("2026-03-02 08:00:10Z", tick=False):
        asked = calling(token_of(client, secret))
        asked.get(EMPLOYEES)
        client.refresh_from_db()
        assert client.last_used_at == timezone.now()
    first = client.last_used_at
    with time_machine.travel("2026-03-02 08:00:50Z", tick=False):
        asked.get(EMPLOYEES)
        client.refresh_from_db()
        assert client.last_used_at == first
    with time_machine.travel("2026-03-02 08:01:00Z", tick=False):
        asked.get(EMPLOYEES)
        client.refresh_from_db()
        assert client.last_used_at == timezone.now()


def test_a_client_that_calls_too_often_is_told_when_to_come_back() -> None:
    set_value(
        "integrations.requests_per_minute",
        site=None,
        value=10,
        effective_on=today_at(None),
        reason="Stricter",
        actor=make_user(PostCode.SYSADMIN),
    )
    with time_machine.travel("2026-11-22 08:00:20Z", tick=False):
        asked = caller("people:read")
        assert [asked.get(EMPLOYEES).status_code for _ in range(10)] == [200] * 10
        refused = asked.get(EMPLOYEES)
        assert problem(refused, 429)
        assert refused["Retry-After"] == "40"
        assert caller("people:read").get(EMPLOYEES).status_code == 200  # another client has its own count


def test_without_redis_nobody_is_kept_out(settings: Settings) -> None:
    asked = caller("people:read")
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}}
    assert asked.get(EMPLOYEES).status_code == 200


# --- Who manages them


@pytest.mark.parametrize("post", [PostCode.DIRECTOR, PostCode.HR, PostCode.AGENT])
def test_only_the_system_administrator_registers_a_client(post: PostCode) -> None:
    site = make_site()
    with pytest.raises(PermissionDenied):
        services.register_client(
            ClientFacts("Payroll", ("people:read",), (site,)), actor=make_user(post, site=site)
        )


def test_a_registration_says_everything_that_is_wrong() -> None:
    make_client(name="Payroll")
    with pytest.raises(RuleViolation) as refusal:
        services.register_client(ClientFacts("payroll", ("no:scope",)), actor=None)
    assert [one.code for one in refusal.value.objections] == [
        "integrations.client_name_taken",
        "integrations.client_unknown_scope",
        "integrations.client_needs_site",
    ]
    with pytest.raises(RuleViolation) as refusal:
        services.register_client(ClientFacts("Other", ()), actor=None)
    assert [one.code for one in refusal.value.objections] == [
        "integrations.client_needs_scope",
        "integrations.client_needs_site",
    ]


def test_what_happens_to_a_client_is_in_the_trail_without_its_secret() -> None:
    client, secret = make_client()
    services.rotate_secret(client, keep_old=True, actor=None)
    services.disable_client(client, reason="Over", actor=None)
    services.enable_client(client, actor=None)
    events = Event.objects.about(client)
    assert [one.verb.rpartition(".")[2] for one in events] == [
        "enabled",
        "disabled",
        "secret_rotated",
        "registered",
    ]
    assert secret not in str([(one.before, one.after) for one in events])


def test_a_director_sees_the_clients_that_reach_the_site() -> None:
    site = make_site()
    here, _ = make_client(site=site)
    everywhere, _ = make_client(is_everywhere=True)
    make_client()
    director = make_user(PostCode.DIRECTOR, site=site)
    assert set(Client.objects.visible_to(director)) == {here, everywhere}


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("api_client_has_a_scope", {"scopes": []}),
        ("api_client_old_secret_has_an_end", {"previous_secret": "x"}),
    ],
)
def test_the_database_refuses_an_impossible_client(constraint: str, values: dict[str, Any]) -> None:
    client, _secret = make_client()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Client.objects.filter(pk=client.pk).update(**values)


def test_the_number_of_queries_of_a_list_does_not_grow_with_its_rows(
    django_assert_max_num_queries: Any,
) -> None:
    site = make_site()
    load_calls(site)
    asked = caller("telephony:read", site=site)
    asked.get(CALLS)
    with django_assert_max_num_queries(6):
        assert len(asked.get(CALLS).json()["results"]) == 3
