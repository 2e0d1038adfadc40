"""Coming in: user name and password, too many tries, first password, second factor, language, sessions."""

import re
import time
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.test import Client
from pytest_django import Settings

from callcenter.accounts import services
from callcenter.accounts.models import User
from callcenter.audit.models import Event
from tests import factories

pytestmark = pytest.mark.django_db
NEW = "a-quite-new-password"


def log_in(client: Client, user: User | str, password: str = factories.PASSWORD) -> Any:
    return client.post("/account/login/", {"login": str(user), "password": password})


def code(secret: str) -> str:
    """What an authenticator app would show now."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def turn_on_app(client: Client) -> str:
    """Security pages ask for the password once more before they open."""
    assert (
        client.get("/account/2fa/totp/activate/").headers["Location"].startswith("/account/reauthenticate/")
    )
    client.post("/account/reauthenticate/", {"password": factories.PASSWORD})
    page = client.get("/account/2fa/totp/activate/")
    assert page.status_code == 200
    secret = page.context["form"].secret
    client.post("/account/2fa/totp/activate/", {"code": code(secret)})
    return str(secret)


def test_the_right_password_leads_to_today() -> None:
    assert log_in(Client(), factories.make_user()).headers["Location"] == "/"


def test_the_user_name_may_be_typed_in_any_letter_case() -> None:
    assert log_in(Client(), factories.make_user().username.lower()).status_code == 302


@pytest.mark.parametrize("name", ["nobody-at-all", ""])
def test_a_wrong_name_or_password_is_refused_alike(name: str) -> None:
    user = factories.make_user()
    wrong = log_in(Client(), user, "wrong-password")
    assert wrong.status_code == 200
    assert "alert-danger" in wrong.content.decode()
    assert log_in(Client(), name or user, "wrong-password").status_code == 200


def test_a_closed_log_in_stays_outside_and_its_sessions_end() -> None:
    user = factories.make_user()
    client = Client()
    log_in(client, user)
    services.deactivate(user)
    assert client.get("/").status_code == 302
    assert log_in(Client(), user).headers.get("Location") != "/"
    services.activate(user)
    assert log_in(Client(), user).headers["Location"] == "/"


def test_after_five_wrong_passwords_even_the_right_one_waits() -> None:
    user = factories.make_user()
    for _try in range(5):
        log_in(Client(), user, "wrong-password")
    response = log_in(Client(), user)
    assert response.status_code == 200
    assert "alert-danger" in response.content.decode()
    assert log_in(Client(), factories.make_user()).status_code == 302


def test_nobody_signs_up() -> None:
    before = User.objects.count()
    data = {"username": "new", "password1": NEW}
    assert Client().post("/account/signup/", data).headers["Location"] == "/account/profile/"
    assert User.objects.count() == before


def test_a_first_password_must_be_changed_before_anything_else() -> None:
    user, temporary = services.create_login("N1")
    client = Client()
    log_in(client, user, temporary)
    assert client.get("/").headers["Location"] == "/account/password/change/"
    assert client.get("/search/").status_code == 302
    assert "Choose your own password" in client.get("/account/password/change/").content.decode()
    same = {"oldpassword": temporary, "password1": temporary, "password2": temporary}
    assert (
        "other than the one you have now" in client.post("/account/password/change/", same).content.decode()
    )
    client.post("/account/password/change/", {"oldpassword": temporary, "password1": NEW, "password2": NEW})
    assert client.get("/").status_code == 200
    user.refresh_from_db()
    assert not user.must_change_password


@pytest.mark.parametrize("weak", ["short", "1234567890123", "password123"])
def test_a_weak_password_is_refused(weak: str) -> None:
    user = factories.make_user()
    client = Client()
    log_in(client, user)
    posted = {"oldpassword": factories.PASSWORD, "password1": weak, "password2": weak}
    assert "invalid-feedback" in client.post("/account/password/change/", posted).content.decode()
    user.refresh_from_db()
    assert user.check_password(factories.PASSWORD)


def test_a_changed_password_ends_the_other_sessions_and_keeps_this_one() -> None:
    user = factories.make_user()
    here, elsewhere = Client(), Client()
    log_in(here, user)
    log_in(elsewhere, user)
    here.post(
        "/account/password/change/", {"oldpassword": factories.PASSWORD, "password1": NEW, "password2": NEW}
    )
    assert here.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 302


def test_other_sessions_can_be_ended() -> None:
    user = factories.make_user()
    here, elsewhere = Client(), Client()
    log_in(here, user)
    log_in(elsewhere, user)
    assert here.get("/account/sessions/").content.decode().count('class="todo"') == 2
    here.post("/account/sessions/")
    assert here.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 302


def test_with_an_authenticator_app_the_password_is_not_enough() -> None:
    user = factories.make_user()
    client = Client()
    log_in(client, user)
    secret = turn_on_app(client)
    visitor = Client()
    assert log_in(visitor, user).headers["Location"].startswith("/account/2fa/authenticate/")
    assert visitor.get("/").status_code == 302
    assert (
        "invalid-feedback" in visitor.post("/account/2fa/authenticate/", {"code": "000000"}).content.decode()
    )
    with time_machine.travel(time.time() + 30, tick=False):  # the code of activation counts once
        assert visitor.post("/account/2fa/authenticate/", {"code": code(secret)}).headers["Location"] == "/"
    assert visitor.get("/").status_code == 200


def test_a_recovery_code_opens_once() -> None:
    user = factories.make_user()
    client = Client()
    log_in(client, user)
    turn_on_app(client)
    codes = Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()
    visitor = Client()
    log_in(visitor, user)
    assert visitor.post("/account/2fa/authenticate/", {"code": codes[0]}).headers["Location"] == "/"
    again = Client()
    log_in(again, user)
    assert again.post("/account/2fa/authenticate/", {"code": codes[0]}).status_code == 200


def test_lost_second_factors_can_be_taken_away() -> None:
    user = factories.make_user()
    client = Client()
    log_in(client, user)
    turn_on_app(client)
    services.clear_second_factors(user)
    assert log_in(Client(), user).headers["Location"] == "/"


def test_a_link_by_e_mail_resets_the_password_of_those_with_an_address() -> None:
    user = factories.make_user()
    User.objects.filter(pk=user.pk).update(email="wang@example.com")
    client = Client()
    assert client.post("/account/password/reset/", {"email": "wang@example.com"}).status_code == 302
    link = re.search(r"https?://[^/]+(/account/password/reset/key/\S+)", mail.outbox[0].body)
    assert link
    form = client.get(link[1], follow=True)
    client.post(form.request["PATH_INFO"], {"password1": NEW, "password2": NEW})
    assert log_in(Client(), user, NEW).status_code == 302


def test_an_unknown_address_gets_the_same_answer() -> None:
    response = Client().post("/account/password/reset/", {"email": "nobody@example.com"}, follow=True)
    assert "If there is a log-in with this address" in response.content.decode()


def test_the_language_of_the_user_wins_over_the_browser_s() -> None:
    user = factories.make_user()
    services.set_preference(user, language="zh-hans")
    client = Client(headers={"accept-language": "en"})
    log_in(client, user)
    assert "今日" in client.get("/").content.decode()


def test_the_next_page_is_one_of_ours() -> None:
    user = factories.make_user()
    posted = {"login": user.username, "password": factories.PASSWORD, "next": "https://evil.example/"}
    assert Client().post("/account/login/", posted).headers["Location"] == "/"


@pytest.mark.parametrize("path", ["login", "password/reset", "password/reset/done", "inactive"])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_pages_for_visitors_come_in_both_languages(path: str, language: str) -> None:
    client = Client()
    client.cookies["django_language"] = language
    response = client.get(f"/account/{path}/")
    assert response.status_code == 200
    assert f'lang="{"zh-Hans" if language == "zh-hans" else "en"}"' in response.content.decode()


@pytest.mark.parametrize(("proxies", "expected"), [(0, "127.0.0.1"), (1, "203.0.113.9")])
def test_an_address_is_believed_only_from_proxies_of_our_own(
    settings: Settings, proxies: int, expected: str
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    user = factories.make_user()
    typed = {"login": str(user), "password": factories.PASSWORD}
    Client().post("/account/login/", typed, headers={"X-Forwarded-For": "198.51.100.1, 203.0.113.9"})
    assert Event.objects.get(verb="accounts.session.started").after == {"address": expected}


def test_an_address_that_is_not_ours_gets_no_mail() -> None:
    Client().post("/account/password/reset/", {"email": "stranger@example.com"})
    assert mail.outbox == []
