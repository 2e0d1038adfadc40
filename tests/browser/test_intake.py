"""The open form on a phone in both languages, the page behind the secret address, merging side by side."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from complaints.cases.models import Case, State
from complaints.intake.models import InboundMail
from tests.complaints.factories import make_center, taken_to
from tests.complaints.intake.factories import brought, letter, make_mailbox

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def fits(page: Page) -> bool:
    """Nothing lies beyond the right edge."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


@pytest.mark.parametrize(
    ("language", "send", "received", "what"),
    [
        ("en", "Send", "We have received it", "What happened?"),
        ("zh-hans", "提交", "我们已收到", "发生了什么？"),
    ],
)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_customer_sends_a_complaint_on_a_phone_and_follows_it(
    visitor: Callable[..., Page],
    assert_no_axe_violations: Callable[[Page], None],
    language: str,
    send: str,
    received: str,
    what: str,
    theme: str,
) -> None:
    center = make_center()
    page = visitor(language=language, width=390, theme=theme)
    page.goto(f"/complaints/intake/web/{center.site.code}/")
    assert fits(page)
    assert_no_axe_violations(page)
    page.get_by_label(what).fill("空调漏水，墙面受损。")
    page.locator("button.public-send").click()
    expect(page.get_by_label(what)).to_have_value("空调漏水，墙面受损。")
    assert Case.objects.count() == 0
    assert_no_axe_violations(page)
    page.locator("[name=title]").fill("空调漏水")
    page.locator("[name=demand]").fill("更换")
    page.locator("[name=contact_name]").fill("王芳")
    page.locator("[name=contact_phone]").fill("138 0013 8000")
    page.locator("button.public-send").click()
    expect(page.get_by_role("heading", name=received)).to_be_visible()
    case = Case.objects.get()
    expect(page.locator("main")).to_contain_text(case.reference)
    assert fits(page)
    assert_no_axe_violations(page)
    address = page.locator("#page-address").input_value()
    page.goto(re.sub(r"^https?://[^/]+", "", address))
    page.locator("[name=text]").fill("补充：照片已寄出")
    page.locator("#messages button").click()
    expect(page.locator("#messages")).to_contain_text("照片已寄出")
    page.locator(".public-withdraw summary").click()
    page.locator("[name=sure]").check()
    page.locator(".public-withdraw button").click()
    expect(page.locator("main")).to_contain_text("withdrawn" if language == "en" else "撤回")
    assert Case.objects.get().state == State.WITHDRAWN


@pytest.mark.parametrize(("language", "width"), [("en", 1440), ("zh-hans", 390)])
def test_an_officer_merges_two_side_by_side_and_takes_it_back(
    page_as: Callable[..., Page], assert_no_axe_violations: Callable[[Page], None], language: str, width: int
) -> None:
    center = make_center()
    one, two = taken_to(center, State.ACCEPTED), taken_to(center, State.ACCEPTED)
    page = page_as(center.user("officer"), language=language, width=width)
    page.goto(f"/complaints/cases/{one.reference}/merge/?with={two.reference}")
    assert fits(page)
    assert_no_axe_violations(page)
    page.locator("#merge-reason").fill("The same kettle")
    page.locator("form.merge button[type=submit]").click()
    page.wait_for_url(f"**/cases/{one.reference}/")
    assert Case.objects.get(pk=two.pk).state == State.MERGED
    page.goto(f"/complaints/cases/{two.reference}/unmerge/")
    assert_no_axe_violations(page)
    page.locator("#unmerge-reason").fill("Two kettles")
    page.locator(".form-actions button").click()
    page.wait_for_url(f"**/cases/{two.reference}/")
    assert Case.objects.get(pk=two.pk).state == State.ACCEPTED


@pytest.mark.parametrize(("language", "width"), [("en", 1440), ("zh-hans", 390)])
def test_a_supervisor_sees_messages_and_sets_a_mailbox_up(
    page_as: Callable[..., Page], assert_no_axe_violations: Callable[[Page], None], language: str, width: int
) -> None:
    center = make_center()
    mailbox = make_mailbox(center.site, port=1)
    row = brought(mailbox, letter())
    page = page_as(center.user("director"), language=language, width=width)
    for path in (
        "messages/",
        f"messages/{row.pk}/",
        "letters/",
        "mailboxes/",
        "mailboxes/add/",
        f"mailboxes/{mailbox.pk}/",
    ):
        page.goto(f"/complaints/intake/{path}")
        assert fits(page), path
        assert_no_axe_violations(page)
    page.locator("button:has-text('Webhook'), button:has-text('webhook')").first.click()
    expect(page.locator("#webhook-secret")).to_have_value(re.compile("^whsec_"))
    assert InboundMail.objects.count() == 1
