"""Webhooks in a real browser: made, tried, failed, sent again; in both languages, on a phone, by keyboard."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from callcenter.access.posts import PostCode
from callcenter.integrations.webhooks import claims, sending
from callcenter.integrations.webhooks.models import Delivery, Endpoint, State
from callcenter.people.models import Site
from tests.browser.looks import every_look
from tests.factories import make_site, make_user
from tests.integrations.webhooks.factories import happen, make_endpoint
from tests.integrations.webhooks.receiver import Receiver, receiving

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MakePage = Callable[..., Page]


@pytest.fixture
def receiver(settings: Settings) -> Iterator[Receiver]:
    settings.WEBHOOKS_ALLOW_HTTP = True
    settings.WEBHOOKS_ALLOWED_NETWORKS = ["127.0.0.0/8"]
    with receiving() as found:
        yield found


@pytest.fixture
def site() -> Site:
    return make_site()


def work() -> None:
    """What the workers do at the next tick."""
    for endpoint in claims.due_endpoints():
        sending.drain(endpoint)


@every_look
def test_pages_have_no_accessibility_violations(
    page_as: MakePage,
    assert_no_axe_violations: Callable[[Page], None],
    receiver: Receiver,
    site: Site,
    width: int,
    language: str,
    theme: str,
) -> None:
    endpoint = make_endpoint(site, receiver.address)
    receiver.answer(200, 500)
    for _ in range(2):
        happen(site)
    work()
    page = page_as(make_user(PostCode.DIRECTOR, site=site), language, width, theme)
    for path in (
        "/integrations/webhooks/",
        "/integrations/webhooks/new/",
        endpoint.get_absolute_url(),
        "/integrations/deliveries/",
        "/integrations/deliveries/?q=zebra",
        Delivery.objects.latest("pk").get_absolute_url(),
    ):
        page.goto(path)
        assert_no_axe_violations(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_a_webhook_is_made_tried_and_sent_again(page_as: MakePage, receiver: Receiver, site: Site) -> None:
    page = page_as(make_user(PostCode.DIRECTOR, site=site))
    page.goto("/integrations/webhooks/")
    page.get_by_role("link", name="New webhook").click()
    page.get_by_label("Name").fill("Payroll")
    page.get_by_label("Address").fill(receiver.address)
    page.get_by_label("A site was changed").check()
    page.get_by_role("button", name="Save").click()
    secret = page.locator("#webhook-secret").inner_text()
    page.get_by_role("button", name="Send a test").click()
    expect(page.locator("h1")).to_contain_text("Test")
    work()
    page.get_by_role("link", name="Look again").click()
    expect(page.get_by_role("region", name="Attempts and answers")).to_contain_text("HTTP 200")
    assert receiver.requests[0].verified(secret)["type"] == "webhook.test"

    receiver.answer(500)
    happen(site)
    work()
    Delivery.objects.filter(state=State.WAITING).update(
        state=State.DEAD, ended_at=Endpoint.objects.get().created_at
    )
    page.goto("/integrations/deliveries/?state=dead")
    page.get_by_label("Choose row").first.check()
    page.get_by_role("button", name="Send again").click()
    expect(page.locator("body")).to_contain_text("1 message is sent once more.")
    receiver.answer(200)
    work()
    page.goto(Endpoint.objects.get().get_absolute_url())
    expect(page.get_by_role("region", name="Latest deliveries").first).to_contain_text("Delivered")
    assert "whsec_" not in page.content()
    page.get_by_role("button", name="Switch off").click()
    page.get_by_role("button", name="Confirm").click()
    expect(page.locator("h1")).to_contain_text("Off")
    page.get_by_role("button", name="Switch on").click()
    expect(page.locator("h1")).to_contain_text("Works")


def test_a_private_address_is_refused_with_a_sentence_and_the_form_stays(
    page_as: MakePage, settings: Settings, site: Site
) -> None:
    settings.WEBHOOKS_ALLOW_HTTP = False
    page = page_as(make_user(PostCode.DIRECTOR, site=site), "zh-hans", 390)
    page.goto("/integrations/webhooks/new/")
    page.locator("[name=name]").fill("薪资")
    page.locator("[name=address]").fill("https://192.168.1.10/hooks")
    page.locator("[name=events]").first.check()
    page.locator(".form-actions button").click()
    expect(page.locator(".invalid-feedback")).to_contain_text("192.168.1.10 指向内部网络")
    expect(page.locator("[name=name]")).to_have_value("薪资")
