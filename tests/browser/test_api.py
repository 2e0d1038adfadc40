"""The API's reference in a real browser: read, searched, copied, tried."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from callcenter.access.posts import PostCode
from tests.browser.looks import every_look
from tests.factories import make_site, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MakePage = Callable[..., Page]


@every_look
def test_pages_have_no_accessibility_violations(
    page_as: MakePage, assert_no_axe_violations: Callable[[Page], None], width: int, language: str, theme: str
) -> None:
    page = page_as(make_user(PostCode.SYSADMIN, site=make_site()), language, width, theme)
    for path in ("/api/docs/", "/api/docs/?q=zebra", "/api/docs/people/", "/api/docs/telephony/"):
        page.goto(path)
        assert_no_axe_violations(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    page.locator(".api-more summary").first.click()
    page.locator(".api-try summary").first.click()
    assert_no_axe_violations(page)


def test_an_integrator_finds_an_address_and_tries_it(page_as: MakePage) -> None:
    site = make_site(code="harbin")
    page = page_as(make_user(PostCode.DIRECTOR, site=site))
    page.goto("/api/docs/")
    page.get_by_label("Search the API").press_sequentially("time zone sites")
    expect(page.locator("#api-found")).to_contain_text("No address fits")
    page.get_by_label("Search the API").fill("people sites clocks")
    page.get_by_role("link", name="GET /api/v1/people/sites/{code}/").click()
    expect(page).to_have_url("/api/docs/people/#api_v1_people_sites_retrieve".replace("api_v1_", ""))
    operation = page.locator("#people_sites_retrieve")
    expect(operation).to_contain_text('-H "Authorization: Bearer $TOKEN"')
    operation.get_by_text("Try it").click()
    operation.get_by_label("code").fill("harbin")
    operation.get_by_role("button", name="Send").click()
    expect(operation.locator("[data-try-status]")).to_contain_text("200")
    expect(operation.locator("[data-try-body]")).to_contain_text('"code": "harbin"')


def test_the_reference_is_read_with_the_keyboard_alone(page_as: MakePage) -> None:
    page = page_as(make_user(PostCode.DIRECTOR, site=make_site()))
    page.goto("/api/docs/reports/")
    fold = page.locator("#reports_daily_retrieve .api-try summary")
    fold.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#reports_daily_retrieve form")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#reports_daily_retrieve') !== null")


def test_on_paper_every_field_is_unfolded(page_as: MakePage) -> None:
    page = page_as(make_user(PostCode.DIRECTOR, site=make_site()))
    page.goto("/api/docs/people/")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(".api-more:not([open])")).to_have_count(0)
    expect(page.locator(".api-side")).to_be_hidden()
