"""Single sign-on against a provider that really runs: the whole way in, and who stays outside."""

import http.client
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from callcenter import settings as product
from callcenter.accounts import services
from callcenter.accounts.models import User
from callcenter.audit.models import Event
from tests import factories
from tests.accounts.provider import Provider

pytestmark = pytest.mark.django_db
LOGIN = "/account/oidc/sso/login/"
TODAY = "/"


def as_seen_at(provider: Provider, address: str) -> str:
    """Where the provider sends a browser that comes to this address."""
    place = urlsplit(address)
    assert f"{place.scheme}://{place.netloc}" == provider.url
    connection = http.client.HTTPConnection(place.netloc, timeout=5)
    try:
        connection.request("GET", f"{place.path}?{place.query}")
        answer = connection.getresponse()
        assert answer.status == 302
        back = urlsplit(answer.headers["Location"])
        return f"{back.path}?{back.query}"
    finally:
        connection.close()


def sign_on(client: Client, provider: Provider, **claims: Any) -> HttpResponse:
    """The way of a browser: our button, the provider, back to us; our last answer."""
    provider.person = {"sub": "subject-1"} | claims
    away = client.post(LOGIN)
    assert away.status_code == 302
    return client.get(as_seen_at(provider, away["Location"]))  # type: ignore[return-value]


def logged_in(client: Client) -> User | None:
    key = client.session.get("_auth_user_id")
    return User.objects.get(pk=key) if key else None


def is_told_to_try_again(client: Client, answer: HttpResponse) -> bool:
    assert logged_in(client) is None
    shown = client.get("/account/login/") if answer.status_code == 302 else answer
    return "Single sign-on did not work" in shown.content.decode()


def test_an_employee_comes_in_by_number_and_their_log_in_is_on_record(
    client: Client, provider: Provider
) -> None:
    user = factories.make_user()
    answer = sign_on(client, provider, preferred_username=user.username)
    assert (answer.status_code, answer["Location"]) == (302, TODAY)
    assert logged_in(client) == user
    assert Event.objects.filter(actor=user, verb="accounts.session.started").count() == 1


def test_the_second_time_the_identity_is_known_also_under_a_new_number(
    client: Client, provider: Provider
) -> None:
    user = factories.make_user()
    sign_on(client, provider, preferred_username=user.username)
    again = Client()
    sign_on(again, provider, preferred_username="NEW-NUMBER")
    assert logged_in(again) == user


def test_what_is_asked_of_the_provider_is_bound_to_this_browser(client: Client, provider: Provider) -> None:
    asked = parse_qs(urlsplit(client.post(LOGIN)["Location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert len(asked["state"][0]) >= 16
    assert asked["redirect_uri"] == ["http://testserver/account/oidc/sso/login/callback/"]
    other = parse_qs(urlsplit(Client().post(LOGIN)["Location"]).query)
    assert other["state"] != asked["state"]
    assert other["code_challenge"] != asked["code_challenge"]


def test_an_answer_meant_for_another_browser_logs_nobody_in(client: Client, provider: Provider) -> None:
    user = factories.make_user()
    provider.person = {"sub": "subject-1", "preferred_username": user.username}
    stolen = as_seen_at(provider, client.post(LOGIN)["Location"])
    victim = Client()
    victim.get(stolen)
    assert logged_in(victim) is None
    assert provider.tokens == 0


def test_a_code_of_another_log_in_is_not_redeemed(client: Client, provider: Provider) -> None:
    user = factories.make_user()
    provider.person = {"sub": "subject-1", "preferred_username": user.username}
    stolen = parse_qs(urlsplit(as_seen_at(provider, Client().post(LOGIN)["Location"])).query)["code"][0]
    own = parse_qs(urlsplit(as_seen_at(provider, client.post(LOGIN)["Location"])).query)["state"][0]
    answer = client.get(f"/account/oidc/sso/login/callback/?code={stolen}&state={own}")
    assert is_told_to_try_again(client, answer)  # type: ignore[arg-type]
    assert provider.tokens == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"iss": "https://elsewhere.example"},
        {"aud": "another-application"},
        {"exp": 1_000_000_000},
        {"sub": "somebody-else"},
    ],
    ids=["issuer", "audience", "expired", "another subject than userinfo"],
)
def test_a_token_that_is_not_for_us_logs_nobody_in(
    client: Client, provider: Provider, wrong: dict[str, Any]
) -> None:
    user = factories.make_user()
    provider.token_claims = wrong
    answer = sign_on(client, provider, preferred_username=user.username)
    assert provider.tokens == 1
    assert is_told_to_try_again(client, answer)


def test_a_refusal_at_the_provider_is_said_on_the_log_in_page(client: Client, provider: Provider) -> None:
    provider.is_refusing = True
    answer = sign_on(client, provider)
    assert logged_in(client) is None
    assert answer.status_code == 302
    assert "log" in client.get(answer["Location"]).content.decode()


def test_an_unknown_person_is_told_to_ask_human_resources(client: Client, provider: Provider) -> None:
    answer = sign_on(client, provider, preferred_username="E-UNKNOWN")
    assert answer.status_code == 403
    assert "Ask human resources" in answer.content.decode()
    assert logged_in(client) is None
    assert not User.objects.filter(username="E-UNKNOWN").exists()


def test_an_unproven_address_is_nobody(client: Client, provider: Provider) -> None:
    user = factories.make_user()
    services.set_emails({user: "li.na@example.com"})
    answer = sign_on(client, provider, email=user.email, email_verified=False)
    assert answer.status_code == 403
    sign_on(client, provider, email=user.email, email_verified=True)
    assert logged_in(client) == user


@pytest.mark.parametrize("has_come_before", [False, True])
def test_who_has_left_stays_outside(client: Client, provider: Provider, has_come_before: bool) -> None:
    user = factories.make_user()
    if has_come_before:
        sign_on(Client(), provider, preferred_username=user.username)
    services.deactivate(user)
    sign_on(client, provider, preferred_username=user.username)
    assert logged_in(client) is None


def test_a_new_employee_gets_their_own_log_in_where_that_is_set(
    client: Client, provider: Provider, settings: Settings
) -> None:
    settings.OIDC_CREATES_LOGINS = True
    employee = factories.make_employee(with_user=False)
    sign_on(client, provider, preferred_username=employee.number)
    employee.refresh_from_db()
    assert employee.user is not None
    assert logged_in(client) == employee.user


def test_ones_own_page_names_the_identity_and_unties_it(client: Client, provider: Provider) -> None:
    page = reverse("socialaccount_connections")
    client.force_login(factories.make_user())
    assert "not tied to the single sign-on yet" in client.get(page).content.decode()
    user = factories.make_user()
    sign_on(client, provider, preferred_username=user.username)
    identity = SocialAccount.objects.get(user=user)
    assert f'name="account" value="{identity.pk}"' in client.get(page).content.decode()
    assert client.post(page, {"account": identity.pk}).status_code == 302
    assert not SocialAccount.objects.filter(user=user).exists()


def test_without_single_sign_on_its_page_says_so(client: Client) -> None:
    client.force_login(factories.make_user())
    assert "no single sign-on here" in client.get(reverse("socialaccount_connections")).content.decode()


def test_logging_out_ends_the_session(client: Client, provider: Provider) -> None:
    user = factories.make_user()
    sign_on(client, provider, preferred_username=user.username)
    client.post("/account/logout/")
    assert logged_in(client) is None
    assert client.get(TODAY).status_code == 302


def test_the_log_in_page_may_lead_to_the_provider_and_nowhere_else(
    client: Client, provider: Provider
) -> None:
    page = client.get("/account/login/")
    assert "Log in with Head office" in page.content.decode()
    assert f"form-action 'self' {provider.url};" in page["Content-Security-Policy"] + ";"


def test_a_code_that_the_provider_forgot_is_a_sentence(client: Client, provider: Provider) -> None:
    away = client.post(LOGIN)["Location"]
    back = as_seen_at(provider, away)
    provider.codes.clear()  # as after a restart of the provider
    assert is_told_to_try_again(client, client.get(back))  # type: ignore[arg-type]


def test_a_provider_without_https_is_refused_in_a_deployment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(product, "IS_LOCAL", False)
    with pytest.raises(ImproperlyConfigured, match="https://"):
        product.single_sign_on("http://id.example.com", "id", "secret", "SSO")
    assert product.single_sign_on("https://id.example.com", "id", "secret", "SSO")
