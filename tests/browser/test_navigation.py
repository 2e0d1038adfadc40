"""The folded navigation in a real browser: by keyboard, kept from page to page, without JavaScript, on a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from callcenter.access.posts import PostCode
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_groups_open_by_key_and_stay_as_the_reader_left_them(
    page_as: Callable[..., Page], assert_no_axe_violations: Callable[[Page], None]
) -> None:
    page = page_as(factories.make_user(PostCode.DIRECTOR))
    page.goto("/more/")
    side = page.locator(".sidebar")
    planning, floor = side.locator("summary", has_text="Planning"), side.locator("summary", has_text="Floor")
    expect(side.get_by_role("link", name="Rotations")).to_be_hidden()
    planning.press("Enter")
    expect(side.get_by_role("link", name="Rotations")).to_be_visible()
    floor.press("Enter")
    expect(side.get_by_role("link", name="Patrols")).to_be_hidden()
    assert_no_axe_violations(page)
    page.goto("/rulebook/")
    expect(side.get_by_role("link", name="Rotations")).to_be_visible()
    expect(side.get_by_role("link", name="Patrols")).to_be_hidden()
    page.goto("/staffing/records/patrols/")
    expect(side.get_by_role("link", name="Patrols")).to_be_visible()  # where one is lies open
    expect(side.get_by_role("link", name="Patrols")).to_have_attribute("aria-current", "page")


def test_groups_fold_without_javascript(page_as: Callable[..., Page]) -> None:
    page = page_as(factories.make_user(PostCode.DIRECTOR), java_script_enabled=False)
    page.goto("/more/")
    side = page.locator(".sidebar")
    side.locator("summary", has_text="Records").click()
    side.get_by_role("link", name="Visitors").click()
    page.wait_for_url("**/staffing/records/visitors/")


def test_an_agent_reaches_their_day_with_one_touch(
    page_as: Callable[..., Page], assert_no_axe_violations: Callable[[Page], None]
) -> None:
    page = page_as(factories.make_user(PostCode.AGENT), "zh-hans", 390)
    page.goto("/")
    bar = page.locator(".bottombar")
    expect(bar.locator("a")).to_have_text(["今日", "班次", "打卡", "请假", "换班", "更多"])
    assert all(
        box["width"] >= 44 and box["height"] >= 44
        for link in bar.locator("a").all()
        if (box := link.bounding_box())
    )
    assert_no_axe_violations(page)
    bar.get_by_text("换班").click()
    page.wait_for_url("**/staffing/swaps/")
    expect(bar.locator("[aria-current]")).to_have_text("换班")
