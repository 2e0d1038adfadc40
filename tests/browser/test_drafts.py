"""Drafts in a real browser: back after the window was closed, discarded, sent, never anybody else's."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Response, expect

from callcenter.access.posts import PostCode
from callcenter.people.models import Employee
from callcenter.web.models import Draft
from tests.factories import make_site, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MakePage = Callable[..., Page]
HIRE = "/people/employees/hire/"
RULE = "/rulebook/kpi.sl_seconds/"
NOTICE = "What you had written is back in the form."


def is_kept(response: Response) -> bool:
    return response.url.endswith("/drafts/") and response.request.method == "POST"


def write(page: Page, name: str, text: str) -> None:
    """Write into a field and wait until it is kept."""
    with page.expect_response(is_kept) as kept:
        page.locator(f"[name={name}]").fill(text)
    assert kept.value.ok


def test_a_form_that_was_left_is_back_as_it_was_and_can_be_discarded(
    page_as: MakePage, assert_no_axe_violations: Callable[[Page], None]
) -> None:
    hr = make_user(PostCode.HR, site=make_site())
    page = page_as(hr)
    page.goto(HIRE)
    write(page, "name", "Wang Li")
    expect(page.locator("[data-draft-state]")).to_contain_text("Draft kept")
    page.close()
    again = page_as(hr, width=390)
    again.goto(HIRE)
    expect(again.get_by_text(NOTICE)).to_be_visible()
    expect(again.locator("[name=name]")).to_have_value("Wang Li")
    assert_no_axe_violations(again)
    with again.expect_response(lambda response: response.request.method == "DELETE"):
        again.get_by_role("button", name="Discard the draft").click()
    expect(again.get_by_text(NOTICE)).to_be_hidden()
    expect(again.locator("[name=name]")).to_have_value("")
    assert not Draft.objects.exists()


def test_next_person_at_the_same_machine_never_sees_a_draft(page_as: MakePage) -> None:
    site = make_site()
    first, second = make_user(PostCode.DIRECTOR, site=site), make_user(PostCode.DIRECTOR, site=site)
    page = page_as(first)
    page.goto(RULE)
    write(page, "reason", "Not for other eyes")
    left_open = page.context.new_page()
    left_open.goto(RULE)
    expect(left_open.locator("[name=reason]")).to_have_value("Not for other eyes")
    page.locator("[name=reason]").press("Escape")
    page.goto("/account/logout/")
    page.get_by_role("main").get_by_role("button").first.click()
    page.wait_for_url("**/login/**")
    assert not Draft.objects.exists()
    page.locator("[name=login]").fill(second.username)
    page.locator("[name=password]").fill("correct-horse-battery")
    page.get_by_role("button", name="Log in", exact=True).click()
    page.wait_for_url(lambda address: "login" not in address)
    with left_open.expect_response(is_kept) as refused:
        left_open.locator("[name=reason]").fill("Still the first one writing")
    assert refused.value.status == 403
    page.goto(RULE)
    page.wait_for_load_state("networkidle")
    expect(page.locator("[name=reason]")).to_have_value("")
    assert not Draft.objects.exists()


def test_sending_a_form_ends_its_draft(page_as: MakePage) -> None:
    site = make_site()
    page = page_as(make_user(PostCode.DIRECTOR, site=site))
    page.goto(RULE)
    write(page, "reason", "New contract")
    page.get_by_label("New value").fill("33")
    expect(page.locator("#rule-preview")).to_contain_text("within 33 s counts")  # it moves the button down
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("region", name="History")).to_contain_text("New contract")
    page.wait_for_load_state("networkidle")
    expect(page.get_by_text(NOTICE)).to_be_hidden()
    assert not Draft.objects.exists()


def test_without_javascript_the_form_is_as_it_ever_was(page_as: MakePage) -> None:
    page = page_as(make_user(PostCode.HR, site=make_site()), java_script_enabled=False)
    page.goto(HIRE)
    expect(page.get_by_text(NOTICE)).to_be_hidden()
    page.locator("[name=name]").fill("Wang Li")
    page.get_by_role("button", name="Hire", exact=True).click()
    assert not Employee.objects.filter(name="Wang Li").exists()  # other facts are missing
    expect(page.locator("[name=name]")).to_have_value("Wang Li")
