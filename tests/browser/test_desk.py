"""The desk in a browser: keyboard, phone, dark, Chinese; two people on one complaint."""

import datetime
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from complaints.cases.models import State
from tests.complaints.factories import make_case, make_center, taken_to

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DAY = datetime.timedelta(days=1)
PAGES = ["", "board/", "deadlines/?steps=yes", "deadlines/?view=week", "ageing/", "causes/"]


@pytest.fixture
def center() -> Any:
    made = make_center()
    now = timezone.now()
    for number, state in enumerate((State.ACCEPTED, State.REPORTED, State.DECIDED, State.SUBMITTED)):
        make_case(
            made.site,
            state,
            owner=made.officer,
            received_at=now - (2 + 2 * number) * DAY,
            title="退款延误，客户第二次来电，要求书面道歉并赔偿误工费用",
        )
    return made


@pytest.mark.parametrize(("language", "width", "theme"), [("en", 1440, "light"), ("zh-hans", 390, "dark")])
def test_pages_fit_and_have_no_accessibility_violations(
    page_as: Callable[..., Page],
    assert_no_axe_violations: Callable[..., None],
    center: Any,
    language: str,
    width: int,
    theme: str,
) -> None:
    page = page_as(center.user("officer"), language=language, width=width, theme=theme)
    for path in PAGES:
        page.goto(f"/complaints/desk/{path}")
        assert_no_axe_violations(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_queue_is_walked_and_opened_with_the_keyboard(page_as: Callable[..., Page], center: Any) -> None:
    first = taken_to(center, State.ACCEPTED)
    page = page_as(center.user("officer"))
    page.goto("/complaints/desk/")
    rows = page.locator("[data-row]")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(rows.nth(1)).to_have_attribute("data-current", "")
    page.keyboard.press("k")
    expect(rows.nth(0)).to_have_attribute("data-current", "")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{first.get_absolute_url()}**")


def test_keys_are_explained(page_as: Callable[..., Page], center: Any) -> None:
    page = page_as(center.user("officer"))
    page.goto("/complaints/desk/")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("b")
    page.wait_for_url("**/complaints/desk/board/")
    page.keyboard.press("g")
    page.keyboard.press("q")
    page.wait_for_url("**/complaints/desk/")


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("address", ["/complaints/desk/board/", "/complaints/desk/deadlines/"])
def test_cards_of_the_board_and_entries_of_the_calendar_are_walked_like_rows(
    page_as: Callable[..., Page], center: Any, address: str, width: int
) -> None:
    for _n in range(2):
        taken_to(center, State.ACCEPTED)
    page = page_as(center.user("officer"), width=width)
    page.goto(address)
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("[data-current]")).to_have_count(1)
    expect(page.locator("[data-current] a").first).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/complaints/cases/(KS|IN)-"))


def test_a_card_leads_to_what_may_be_done_next_without_a_mouse(
    page_as: Callable[..., Page], center: Any
) -> None:
    page = page_as(center.user("officer"))
    page.goto("/complaints/desk/board/")
    opener = page.locator(".board-moves summary").first
    opener.focus()
    page.keyboard.press("Enter")
    link = page.locator(".board-moves[open] a").first
    expect(link).to_be_visible()
    address = link.get_attribute("href")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{address}")


def test_two_on_one_complaint_see_each_other(page_as: Callable[..., Page], center: Any) -> None:
    case = taken_to(center, State.ACCEPTED)
    first = page_as(center.user("officer"))
    first.goto(case.get_absolute_url())
    second = page_as(center.user("director"))
    second.goto(case.get_absolute_url())
    expect(second.locator("#looks")).to_contain_text(str(center.officer))


def test_chosen_rows_of_the_list_get_another_owner(page_as: Callable[..., Page], center: Any) -> None:
    page = page_as(center.user("director"))
    page.goto("/complaints/cases/?standing=open")
    for box in page.locator("input[name=selected]").all()[:2]:
        box.check()
    page.get_by_role("button", name="Change the owner").click()
    page.get_by_label("New owner").select_option(str(center.director.pk))
    page.get_by_role("button", name="Hand over").click()
    page.wait_for_url("**/complaints/cases/**")
    expect(page.get_by_text("2 complaints have a new owner.")).to_be_visible()
