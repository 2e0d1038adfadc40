"""Single sign-on in a real browser: there, back and in, past the content security policy."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests import factories
from tests.accounts.conftest import provider  # noqa: F401  (a fixture)
from tests.accounts.provider import Provider

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(
    ("language", "width", "button", "today"),
    [("en", 1440, "Log in with Head office", "Today"), ("zh-hans", 390, "使用Head office登录", "今日")],
)
def test_an_employee_comes_in_and_goes_out(
    visitor: Callable[..., Page],
    assert_no_axe_violations: Callable[[Page], None],
    provider: Provider,  # noqa: F811
    language: str,
    width: int,
    button: str,
    today: str,
) -> None:
    user = factories.make_user()
    type(user).objects.filter(pk=user.pk).update(language=language)
    provider.person = {"sub": "subject-1", "preferred_username": user.username}
    page = visitor(language, width)
    page.goto("/account/login/")
    assert_no_axe_violations(page)
    page.get_by_role("button", name=button).click()
    expect(page.locator("h1")).to_have_text(today)
    page.goto("/account/logout/")
    page.locator("main button[type=submit], main form button").first.click()
    expect(page.get_by_role("button", name=button)).to_be_visible()


def test_who_is_unknown_reads_what_to_do(
    visitor: Callable[..., Page],
    assert_no_axe_violations: Callable[[Page], None],
    provider: Provider,  # noqa: F811
) -> None:
    provider.person = {"sub": "subject-1", "preferred_username": "E-UNKNOWN"}
    page = visitor(width=390)
    page.goto("/account/login/")
    page.get_by_role("button", name="Log in with Head office").click()
    expect(page.locator("main")).to_contain_text("Ask human resources")
    assert_no_axe_violations(page)
