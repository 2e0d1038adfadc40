"""Customers in a browser: recording one, looking at a number, on a phone and a screen, in both languages."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from callcenter.access.posts import PostCode
from complaints.customers.models import Customer, Look
from tests.complaints.customers.factories import make_customer
from tests.factories import make_employee, make_site

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("language", "width", "theme"), [("en", 1440, "light"), ("zh-hans", 390, "dark")])
def test_the_officer_looks_at_a_number_with_a_reason(
    page_as: Callable[..., Page],
    assert_no_axe_violations: Callable[[Page], None],
    language: str,
    width: int,
    theme: str,
) -> None:
    site = make_site()
    officer = make_employee(PostCode.COMPLAINT_OFFICER, site=site)
    customer = make_customer(site, name="王芳", phone="13800138000", is_key=True, kind="organisation")
    page = page_as(officer.user, language=language, width=width, theme=theme)
    page.goto(customer.get_absolute_url())
    assert_no_axe_violations(page)
    assert "13800138000" not in page.content()
    fold = page.locator("details", has=page.locator("input[name=reason]")).first
    fold.locator("summary").click()
    fold.locator("input[name=reason]").fill("Call back about a return")
    fold.locator("button").click()
    expect(page.locator(".customer-whole")).to_have_text("13800138000")
    assert_no_axe_violations(page)
    assert Look.objects.get().user == officer.user


def test_an_agent_records_somebody_and_is_offered_who_is_known(
    page_as: Callable[..., Page], assert_no_axe_violations: Callable[[Page], None]
) -> None:
    site = make_site()
    agent = make_employee(PostCode.AGENT, site=site)
    known = make_customer(site, phone="13800138000", phone_key="13800138000")
    page = page_as(agent.user, width=390)
    page.goto("/complaints/customers/new/")
    page.fill("[name=name]", "王小明")
    page.fill("[name=phone]", "+86 138 0013 8000")
    page.locator(".form-actions button").click()
    expect(page.locator(".customer-known")).to_contain_text(known.number)
    assert_no_axe_violations(page)
    page.locator(".customer-known button").click()
    page.wait_for_url("**/complaints/customers/*/")
    assert Customer.objects.filter(name="王小明", created_by=agent).exists()
