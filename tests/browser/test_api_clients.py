"""API clients in a real browser: registered, used for the first call, rotated, taken out of use."""

import re
from collections.abc import Callable
from typing import Any

import pytest
import requests
from playwright.sync_api import Page, expect

from callcenter.access.posts import PostCode
from callcenter.integrations.clients.models import Client
from callcenter.integrations.clients.services import rotate_secret
from tests.browser.looks import every_look
from tests.factories import make_site, make_user
from tests.integrations.client_factories import make_client

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MakePage = Callable[..., Page]
CLIENTS = "/integrations/clients/"


@every_look
def test_pages_have_no_accessibility_violations(
    page_as: MakePage, assert_no_axe_violations: Callable[[Page], None], width: int, language: str, theme: str
) -> None:
    site = make_site(name="Harbin")
    client, _secret = make_client("people:read", "telephony:write", site=site)
    rotate_secret(client, keep_old=True, actor=None)
    page = page_as(make_user(PostCode.SYSADMIN, site=site), language, width, theme)
    for path in (CLIENTS, f"{CLIENTS}?q=zebra", f"{CLIENTS}new/", f"{CLIENTS}{client.client_id}/"):
        page.goto(path)
        assert_no_axe_violations(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_from_registration_to_the_first_call(page_as: MakePage, live_server: Any) -> None:
    site = make_site(code="harbin", name="Harbin")
    page = page_as(make_user(PostCode.SYSADMIN, site=site))
    page.goto("/api/docs/")
    page.get_by_role("link", name="API clients").last.click()
    page.get_by_role("link", name="New API client").click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Choose at least one scope.")).to_have_count(0)  # the name comes first
    page.get_by_label("Name").fill("Payroll")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Choose at least one scope.")).to_be_visible()
    expect(page.get_by_text("Choose at least one site, or every site.")).to_be_visible()
    page.get_by_label("people:read").check()
    page.get_by_label("Harbin").check()
    page.get_by_role("button", name="Save").click()
    shown = page.locator("#client-secret").inner_text()
    found = dict(re.findall(r"(\w+)=(\S+)", shown))
    token = requests.post(
        f"{live_server.url}/api/oauth/token/",
        auth=(found["CLIENT_ID"], found["CLIENT_SECRET"]),
        data={"grant_type": "client_credentials"},
        timeout=10,
    ).json()["access_token"]
    answer = requests.get(
        f"{live_server.url}/api/v1/people/sites/", headers={"Authorization": f"Bearer {token}"}, timeout=10
    )
    assert [one["code"] for one in answer.json()["results"]] == ["harbin"]
    page.goto(f"{CLIENTS}{found['CLIENT_ID']}/")
    expect(page.locator("#client-secret")).to_have_count(0)
    expect(page.locator("main")).not_to_contain_text("never")


def test_a_client_gets_a_new_secret_and_goes_out_of_use(page_as: MakePage) -> None:
    site = make_site()
    client, _secret = make_client(site=site, name="Payroll")
    page = page_as(make_user(PostCode.SYSADMIN, site=site))
    page.goto(f"{CLIENTS}{client.client_id}/")
    page.get_by_role("button", name="Make a new secret").click()
    page.get_by_role("button", name="Confirm").click()
    expect(page.locator("#client-secret")).to_contain_text("CLIENT_SECRET=")
    expect(page.get_by_text("Two secrets valid")).to_be_visible()
    page.get_by_label("Reason").fill("Contract ended")
    page.get_by_role("button", name="Take out of use").click()
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("button", name="Put into use again")).to_be_visible()
    expect(page.get_by_text("Contract ended")).to_be_visible()
    assert not Client.objects.get(pk=client.pk).is_active


def test_a_stale_form_overwrites_nothing(page_as: MakePage) -> None:
    site = make_site()
    client, _secret = make_client("people:read", site=site, name="Payroll")
    page = page_as(make_user(PostCode.SYSADMIN, site=site))
    page.goto(f"{CLIENTS}{client.client_id}/edit/")
    Client.objects.filter(pk=client.pk).update(scopes=["audit:read"])
    page.get_by_label("Name").fill("Wages")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert").first).to_be_visible()
    assert Client.objects.get(pk=client.pk).name == "Payroll"
