"""Sign-off in a real browser: the writer writes and submits, the director signs in two clicks, the receiver confirms; phone and Chinese."""

import datetime
from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from callcenter.access.posts import PostCode
from callcenter.accounts.models import User
from reports.documents import delivery, kinds, services
from reports.documents.models import Document
from reports.documents.workflow import State
from reports.rollups.periods import Kind, period_of
from tests.browser.looks import every_look
from tests.browser.test_reports import site_with_calls
from tests.factories import make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MakePage = Callable[..., Page]
SECTIONS = {
    "system_problems": {"none": True},
    "difficult_issues": {"lines": [["Refund of vouchers", "Within 3 days"]]},
    "workload": {"counts": {"consultation": 12, "inquiry": 5, "proactive": 1}},
}


def drafted() -> tuple[Document, dict[str, User], datetime.date]:
    site, day = site_with_calls()
    posts = {
        "writer": PostCode.SHIFT_LEADER,
        "director": PostCode.DIRECTOR,
        "manager": PostCode.CENTER_MANAGER,
    }
    people = {name: make_user(post, site=site) for name, post in posts.items()}
    document = delivery.draft_document(kinds.get("daily"), site, period_of(Kind.DAY, day))
    assert document is not None
    return document, people, day


def test_the_writer_fills_in_and_submits(page_as: MakePage) -> None:
    document, people, _day = drafted()
    page = page_as(people["writer"])
    page.goto(document.get_absolute_url())
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_role("alert").first).to_contain_text("“System problems” is empty")
    page.get_by_label("System problems").fill("Recording stood still from 10:00 to 10:20")
    page.get_by_label("Issue").first.fill("Refund of vouchers")
    page.get_by_label("Unified answer").first.fill("Within 3 days")
    for name in ("Consultation", "Inquiry", "Proactive service"):
        page.get_by_label(name).fill("7")
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_text("Submitted.", exact=True)).to_be_visible()
    document.refresh_from_db()
    assert document.state == State.SUBMITTED
    assert document.sections["difficult_issues"]["lines"] == [["Refund of vouchers", "Within 3 days"]]


def test_the_director_signs_in_two_clicks_from_today(page_as: MakePage) -> None:
    document, people, _day = drafted()
    services.submit_document(document, sections=SECTIONS, actor=people["writer"])
    page = page_as(people["director"])
    page.goto("/")
    page.get_by_label("I have checked the figures").check()
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_text("Signed. The receivers get it with its workbook.")).to_be_visible()
    document.refresh_from_db()
    assert document.state == State.REVIEWED


def test_a_signature_without_the_tick_is_refused_on_the_page(page_as: MakePage) -> None:
    document, people, _day = drafted()
    services.submit_document(document, sections=SECTIONS, actor=people["writer"])
    page = page_as(people["director"], width=390)
    page.goto(document.get_absolute_url())
    page.get_by_role("button", name="Sign version 1 of the figures").click()
    expect(page.get_by_role("alert").first).to_contain_text("Confirm that you have checked the figures.")
    page.get_by_label("What should the writer mend?").fill("The second issue has no answer")
    page.get_by_role("button", name="Return to the writer").click()
    expect(page.get_by_text("Returned by the reviewer")).to_be_visible()


def test_the_receiver_confirms_and_takes_the_workbook(page_as: MakePage) -> None:
    document, people, _day = drafted()
    services.submit_document(document, sections=SECTIONS, actor=people["writer"])
    services.sign_document(document, actor=people["director"], figures_checked=True, figures_version=1)
    assert delivery.distribute_next()
    page = page_as(people["manager"])
    page.goto(reverse("reports:documents"))
    page.locator("tbody a").first.click()
    page.get_by_role("button", name="Confirm receipt").click()
    expect(page.get_by_text("Receipt confirmed.")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name=f"{document.number}.xlsx").click()
    assert download.value.suggested_filename == f"{document.number}.xlsx"


@every_look
def test_pages_of_documents_have_no_accessibility_violations(
    page_as: MakePage, assert_no_axe_violations: Callable[[Page], None], width: int, language: str, theme: str
) -> None:
    document, people, day = drafted()
    page = page_as(people["writer"], language, width, theme)
    page.goto(document.get_absolute_url())
    assert_no_axe_violations(page)
    services.submit_document(document, sections=SECTIONS, actor=people["writer"])
    page = page_as(people["director"], language, width, theme)
    site = document.site.code
    for path in (
        document.get_absolute_url(),
        reverse("reports:documents"),
        "/",
        f"{reverse('telephony:calls')}?site={site}&from={day}&to={day}&sums=1",
        reverse("telephony:queue_intervals"),
        reverse("telephony:agent_intervals"),
    ):
        page.goto(path)
        assert_no_axe_violations(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_page_keeps_what_is_written_without_javascript_and_with_it(page_as: MakePage) -> None:
    """Autosave: what was typed and not sent is there when the page is opened again."""
    document, people, _day = drafted()
    page = page_as(people["writer"])
    page.goto(document.get_absolute_url())
    with page.expect_response(lambda response: "draft" in response.url and response.request.method == "POST"):
        page.get_by_label("Notes").fill("The lift is out of order")
        page.get_by_label("Notes").blur()
    page.goto(reverse("reports:documents"))
    page.goto(document.get_absolute_url())
    expect(page.get_by_label("Notes")).to_have_value("The lift is out of order")
