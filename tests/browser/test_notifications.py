"""The bell and what belongs to it, in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from callcenter.access.posts import PostCode
from callcenter.integrations.sealing import seal
from callcenter.notifications import kinds
from callcenter.notifications.chat.addresses import SEALED_FOR
from callcenter.notifications.models import ChatChannel, Message, Preference, Times
from callcenter.notifications.services import Notice, notify_many
from tests.factories import make_site, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LOOKS = [("en", 1440, "light"), ("zh-hans", 390, "dark"), ("zh-hans", 1440, "light"), ("en", 390, "light")]


@pytest.fixture(autouse=True)
def _kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))
    kinds.define(
        kinds.Kind(
            "tests.late",
            "Something has passed",
            "%(what)s is late",
            is_urgent=True,
            email=kinds.Email.AT_ONCE,
        ),
        kinds.Kind("tests.soon", "Something is near", "%(what)s is due tomorrow"),
        room="Tests",
    )


def tell(user, count: int, kind: str = "tests.soon") -> None:
    from django.db import transaction

    with transaction.atomic():
        notify_many(
            Notice(
                kind,
                f"{kind}:{number}",
                [user],
                figures={"what": f"Report {number}"},
                url="/account/profile/",
            )
            for number in range(count)
        )


def test_the_bell_shows_what_came_leads_there_and_counts_down(page_as, assert_no_axe_violations):
    user = make_user(PostCode.SHIFT_LEADER)
    tell(user, 3)
    page = page_as(user)
    page.goto("/")
    bell = page.locator("[data-bell]")
    expect(bell.locator("[data-bell-count]")).to_have_text("3")
    bell.locator("summary").click()
    lines = bell.locator(".bell-line")
    expect(lines).to_have_count(3)
    expect(lines.first).to_contain_text("Report 2 is due tomorrow")
    assert_no_axe_violations(page, within="[data-bell]")
    lines.first.click()
    page.wait_for_url("**/account/profile/")
    expect(page.locator("[data-bell] [data-bell-count]")).to_have_text("2")


def test_the_bell_rings_by_itself_while_somebody_looks(page_as):
    user = make_user(PostCode.SHIFT_LEADER)
    page = page_as(user)
    page.clock.install()
    page.goto("/account/profile/")
    expect(page.locator("[data-bell] [data-bell-count]")).to_be_hidden()
    tell(user, 2)
    page.clock.run_for(31_000)
    expect(page.locator("[data-bell] [data-bell-count]")).to_have_text("2")
    expect(page.locator("[data-bell-said]")).to_have_text("Notifications, 2 unread")


def test_everything_is_read_with_one_press_and_unread_again_with_another(page_as):
    user = make_user(PostCode.AGENT)
    tell(user, 4)
    page = page_as(user, width=390)
    page.goto("/")
    page.locator("[data-bell] summary").click()
    page.get_by_role("link", name="All notifications").click()
    page.get_by_role("button", name="Mark all as read").click()
    expect(page.locator("[data-bell] [data-bell-count]")).to_be_hidden()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("[data-bell] [data-bell-count]")).to_have_text("4")
    assert Message.objects.visible_to(user).unread().count() == 4


def test_without_javascript_the_bell_leads_to_the_page(page_as):
    user = make_user(PostCode.AGENT)
    tell(user, 1)
    page = page_as(user, java_script_enabled=False)
    page.goto("/account/profile/")
    page.locator("[data-bell] summary").click()
    page.get_by_role("link", name="All notifications").click()
    expect(page.get_by_role("link", name="Report 0 is due tomorrow")).to_be_visible()


def test_preferences_are_chosen_with_the_keyboard_alone(page_as):
    user = make_user(PostCode.AGENT)
    page = page_as(user)
    page.goto("/notifications/preferences/")
    page.get_by_label("Something is near").focus()
    page.keyboard.type("Not by")
    page.get_by_label("Daily digest at").focus()
    page.keyboard.type("0515PM")
    page.get_by_role("button", name="Save").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Your notification preferences are saved.")).to_be_visible()
    assert list(Preference.objects.values_list("kind", "email")) == [("tests.soon", "off")]
    assert Times.objects.get().digest_at.hour == 17


@pytest.mark.parametrize(("language", "width", "theme"), LOOKS)
def test_every_page_fits_and_is_accessible(page_as, assert_no_axe_violations, language, width, theme):
    director = make_user(PostCode.DIRECTOR, site=make_site(name="North", name_zh="北区"))
    tell(director, 3)
    tell(director, 1, "tests.late")
    ChatChannel.objects.create(
        site=director.employee.site,
        name="Floor",
        service="WeCom",
        address=seal("wecombot://x", SEALED_FOR),
        hint="wecombot://…5aaa",
        kinds=["tests.late"],
    )
    page = page_as(director, language, width, theme)
    channel = ChatChannel.objects.get().get_absolute_url()
    for address in (
        "/notifications/",
        "/notifications/preferences/",
        "/notifications/channels/",
        channel,
        "/notifications/deliveries/",
    ):
        page.goto(address)
        assert_no_axe_violations(page)
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        assert not wide, f"{address} is wider than the window"
    page.goto("/notifications/")
    page.locator("[data-bell] summary").click()
    expect(page.locator(".bell-line").first).to_be_visible()
    expect(page).to_have_title(re.compile("Notifications|通知"))
