"""The trail in a real browser: found by who, what and word; read field by field."""

from collections.abc import Callable

import pytest
from django.db import transaction
from playwright.sync_api import Page, expect

from callcenter.access.posts import PostCode
from callcenter.audit.services import record
from tests.factories import make_employee, make_site, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_director_searches_the_trail_and_reads_an_event(page_as: Callable[..., Page]) -> None:
    site = make_site()
    director = make_user(PostCode.DIRECTOR, site=site, name="Wang Li")
    agent = make_employee(site=site, name="Zhang Wei")
    with transaction.atomic():
        for number in range(60):
            record(None, "rulebook.value.set", agent, reason=f"Routine {number}")
        record(
            director,
            "rulebook.value.set",
            agent,
            before={"job_type": "inbound"},
            after={"job_type": "outbound"},
            reason="Moved to sales",
        )
    page = page_as(director)
    page.goto("/audit/")
    expect(page.get_by_role("link", name="Zhang Wei").first).to_be_visible()
    page.get_by_label("Search this list").fill("sales")
    page.get_by_label("Search this list").press("Enter")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.get_by_role("link", name="Zhang Wei").click()
    facts = page.get_by_role("row", name="Job type")
    expect(facts).to_contain_text("Inbound")
    expect(facts).to_contain_text("Outbound")


def test_the_trail_is_filtered_by_what_and_paged_by_key(page_as: Callable[..., Page]) -> None:
    site = make_site()
    director = make_user(PostCode.DIRECTOR, site=site)
    with transaction.atomic():
        for number in range(60):
            record(director, "rulebook.value.set", reason=f"Routine {number}", site_id=site.pk)
        record(director, "accounts.session.refused", site_id=site.pk)
    page = page_as(director)
    page.goto("/audit/?verb=rulebook.value.set")
    expect(page.locator("tbody tr")).to_have_count(50)
    expect(page.locator("tbody")).not_to_contain_text("could not log in")
    page.get_by_role("link", name="Next").click()
    expect(page.locator("tbody tr")).to_have_count(10)
