"""The customer's page by phone and keyboard, and a callback taken down by staff."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from complaints.surveys.models import CallbackState, Response
from complaints.surveys.ratings import links
from tests.complaints.surveys.factories import make_callback, make_invitation
from tests.factories import make_employee

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_customer_answers_on_a_phone(
    visitor: Callable[..., Page], assert_no_axe_violations: Callable[[Page], None], language: str
) -> None:
    invitation = make_invitation(make_employee())
    page = visitor(language, 390)
    page.goto(f"{links.path(invitation)}?language={language}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert_no_axe_violations(page)
    for item in ("attitude", "technique", "timeliness", "promises"):
        page.locator(f"input[name={item}][value=satisfied]").check()
    page.locator("button.btn-primary").click()
    expect(page.locator("h1")).to_have_text("谢谢您" if language == "zh-hans" else "Thank you")
    assert_no_axe_violations(page)
    assert Response.objects.get().score == 80


@pytest.mark.parametrize(("width", "theme"), [(1440, "light"), (390, "dark")])
def test_a_callback_is_taken_down_with_the_keyboard(
    page_as: Callable[..., Page], assert_no_axe_violations: Callable[[Page], None], width: int, theme: str
) -> None:
    callback = make_callback()
    page = page_as(callback.owner.user, "en", width, theme)
    page.goto(callback.get_absolute_url())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert_no_axe_violations(page)
    page.locator("input[name=attitude]").first.focus()
    for _item in range(4):
        page.keyboard.press("Space")
        page.keyboard.press("Tab")
    page.keyboard.type("All is well.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Satisfied")
    callback.refresh_from_db()
    assert (callback.state, callback.response.words) == (CallbackState.SATISFIED, "All is well.")
    assert_no_axe_violations(page)
