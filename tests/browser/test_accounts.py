"""Log-in in a real browser: password, passkey, authenticator app, first password."""

import time
from collections.abc import Callable

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page, expect

from callcenter.accounts import services
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def log_in(page: Page, name: str, password: str = factories.PASSWORD) -> None:
    page.goto("/account/login/")
    page.get_by_label("User name or employee number").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in", exact=True).click()


def prove_again(page: Page) -> None:
    """Security pages ask for the password once more."""
    page.get_by_label("Password").fill(factories.PASSWORD)
    page.get_by_role("button", name="Confirm").first.click()


@pytest.mark.parametrize(("language", "theme", "width"), [("en", "light", 1440), ("zh-hans", "dark", 390)])
def test_pages_for_visitors_have_no_accessibility_violations(
    visitor: Callable[..., Page],
    assert_no_axe_violations: Callable[[Page], None],
    language: str,
    theme: str,
    width: int,
) -> None:
    page = visitor(language, width, theme)
    for path in ("login", "password/reset", "password/reset/done", "inactive"):
        page.goto(f"/account/{path}/")
        assert_no_axe_violations(page)


def test_a_wrong_password_is_said_and_the_right_one_leads_in(visitor: Callable[..., Page]) -> None:
    user = factories.make_user()
    page = visitor()
    log_in(page, user.username, "wrong-password")
    expect(page.get_by_role("alert")).to_be_focused()
    log_in(page, user.username)
    expect(page.locator("h1")).to_have_text("Today")


def test_a_first_password_is_replaced_before_anything_else(visitor: Callable[..., Page]) -> None:
    user, password = services.create_login("N1")
    page = visitor(width=390)
    log_in(page, user.username, password)
    expect(page.locator("h1")).to_have_text("Choose your own password")
    page.get_by_label("Current Password").fill(password)
    page.get_by_label("New Password", exact=False).first.fill("a-quite-new-password")
    page.get_by_label("New Password (again)").fill("a-quite-new-password")
    page.get_by_role("button", name="Change password").click()
    page.goto("/")
    expect(page.locator("h1")).to_have_text("Today")


def test_an_authenticator_app_is_turned_on_with_its_picture(
    visitor: Callable[..., Page], assert_no_axe_violations: Callable[[Page], None]
) -> None:
    user = factories.make_user()
    page = visitor()
    log_in(page, user.username)
    page.goto("/account/2fa/totp/activate/")
    assert_no_axe_violations(page)
    prove_again(page)
    assert page.locator("img.qr").evaluate("picture => picture.complete && picture.naturalWidth > 0")
    assert_no_axe_violations(page)
    secret = page.locator("#authenticator_secret").input_value()
    page.locator("input[name=code]").fill(str(format_hotp_value(hotp_value(secret, int(time.time()) // 30))))
    page.get_by_role("button", name="Activate").click()
    page.goto("/account/2fa/recovery-codes/")
    assert_no_axe_violations(page)


def test_a_passkey_is_added_and_logs_in(
    visitor: Callable[..., Page], assert_no_axe_violations: Callable[[Page], None]
) -> None:
    user = factories.make_user()
    page = visitor()
    keys = page.context.new_cdp_session(page)
    keys.send("WebAuthn.enable")
    keys.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
            }
        },
    )
    log_in(page, user.username)
    page.goto("/account/2fa/webauthn/add/")
    prove_again(page)
    assert_no_axe_violations(page)
    page.locator("input[name=name]").fill("Laptop")
    page.locator("input[name=passwordless]").check()
    page.get_by_role("button", name="Add").click()
    page.wait_for_url(lambda url: "webauthn/add" not in url)
    page.goto("/account/2fa/webauthn/")
    expect(page.get_by_text("Laptop").first).to_be_visible()
    assert_no_axe_violations(page)
    page.context.clear_cookies()
    page.goto("/account/login/")
    page.get_by_role("button", name="Log in with a passkey").click()
    page.wait_for_url(lambda url: "login" not in url)
    page.goto("/")
    expect(page.locator("h1")).to_have_text("Today")
