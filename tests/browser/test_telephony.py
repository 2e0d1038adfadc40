"""Calls, one call, switch agents, queues and days in a real browser: both languages, both widths, both themes."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from callcenter.access.posts import PostCode
from callcenter.telephony.models import Call, CallType, SwitchAgent
from reports.rollups.services import recompute_next
from tests.browser.looks import every_look
from tests.factories import make_employee, make_site, make_user
from tests.telephony.factories import load_calls, make_calls

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = ("calls/", "agents/", "queues/", "call-types/", "days/")


@every_look
def test_every_page_is_accessible(
    page_as: Callable[..., Page],
    assert_no_axe_violations: Callable[[Page], None],
    language: str,
    width: int,
    theme: str,
) -> None:
    site = make_site()
    user = make_user(PostCode.DIRECTOR, site=site)
    load_calls(
        site, make_calls(60, customer_ref="13812341234", hold_seconds=5, ivr_seconds=8, call_type="PS")
    )
    page = page_as(user, language=language, width=width, theme=theme)
    urls = [f"/telephony/{name}" for name in PAGES]
    urls += [Call.objects.all()[0].get_absolute_url(), SwitchAgent.objects.get().get_absolute_url()]
    urls += [f"/telephony/call-types/{CallType.objects.get().pk}/", "/telephony/calls/?call_type=PS"]
    for url in urls:
        page.goto(url)
        expect(page.locator("h1")).to_be_visible()
        assert_no_axe_violations(page)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), url


def test_a_director_sees_a_number_after_giving_a_reason(page_as: Callable[..., Page]) -> None:
    site = make_site()
    load_calls(site, make_calls(1, customer_ref="13812341234"))
    page = page_as(make_user(PostCode.DIRECTOR, site=site))
    page.goto(Call.objects.get().get_absolute_url())
    expect(page.get_by_text("138****1234")).to_be_visible()
    page.get_by_label("Why do you need the number?").fill("Asked to be called back")
    page.get_by_role("button", name="Show the number").click()
    expect(page.get_by_text("13812341234")).to_be_visible()


def test_a_coordinator_names_an_agent_of_the_switch(page_as: Callable[..., Page]) -> None:
    site = make_site()
    make_employee(PostCode.AGENT, site=site, number="E01017", name="Li Na")
    load_calls(site, make_calls(1))
    page = page_as(make_user(PostCode.INFO_COORDINATOR, site=site))
    page.goto("/telephony/agents/")
    page.get_by_role("link", name="1017", exact=True).click()
    expect(page.get_by_text("This may be E01017 Li Na")).to_be_visible()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("E01017 · Li Na")).to_be_visible()


def test_the_list_is_narrowed_by_the_address_of_a_figure(page_as: Callable[..., Page]) -> None:
    site: Any = make_site()
    load_calls(site, make_calls(6))
    page = page_as(make_user(PostCode.DIRECTOR, site=site))
    page.goto(f"/telephony/calls/?site={site.code}&from=2026-03-02&to=2026-03-02&outcome=1&waited_max=2")
    expect(page.locator("tbody tr")).to_have_count(3)


@pytest.mark.parametrize(("language", "width"), [("en", 1440), ("zh-hans", 390)])
def test_a_figure_of_the_report_leads_to_its_calls_and_on_to_one(
    page_as: Callable[..., Page],
    assert_no_axe_violations: Callable[[Page], None],
    language: str,
    width: int,
) -> None:
    site: Any = make_site()
    yesterday = site.today() - datetime.timedelta(days=1)
    load_calls(site, make_calls(6, day=yesterday, call_type="PS", customer_ref="13812341234"))
    CallType.objects.update(name="Regular", name_zh="一般业务")
    while recompute_next():
        pass
    page = page_as(make_user(PostCode.DIRECTOR, site=site), language=language, width=width)
    page.goto(f"/reports/daily/{site.code}/{yesterday}/")
    name = "一般业务" if language == "zh-hans" else "Regular"
    row = page.locator("tr", has=page.get_by_text(name, exact=True))
    row.get_by_role("link", name="6", exact=True).first.click()
    page.wait_for_url("**/telephony/calls/**")
    expect(page.locator("tbody tr")).to_have_count(6)
    assert_no_axe_violations(page)
    page.locator("tbody tr a").first.click()
    expect(page.get_by_text("138****1234")).to_be_visible()
    expect(page.locator("dd", has_text=name)).to_be_visible()
    page.fill("#id_reason", "Asked to be called back")
    page.click("form[action$='/reveal/'] button[type=submit]")
    expect(page.get_by_text("13812341234")).to_be_visible()
    assert_no_axe_violations(page)


def test_a_call_type_gets_its_names(page_as: Callable[..., Page]) -> None:
    site = make_site()
    load_calls(site, make_calls(2, call_type="PS"))
    page = page_as(make_user(PostCode.INFO_COORDINATOR, site=site))
    page.goto("/telephony/call-types/")
    page.get_by_role("link", name="PS", exact=True).click()
    page.fill("#id_name", "Regular activity")
    page.fill("#id_name_zh", "一般业务")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("tbody tr")).to_contain_text("Regular activity")
    page.locator("tbody tr").get_by_role("link", name="Show").click()
    expect(page.locator("tbody tr")).to_have_count(2)
    expect(page.locator("tbody tr").first).to_contain_text("Regular activity")
