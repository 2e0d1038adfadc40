"""The rulebook in a real browser: a director changes a rule, what-if, a stale form, a reader, paper."""

import datetime
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from callcenter import rulebook
from callcenter.access.posts import PostCode
from callcenter.rulebook.models import RuleValue
from callcenter.rulebook.services import set_value
from callcenter.rulebook.values import today_at
from reports.rollups import whatif
from reports.rollups.services import sum_stale
from tests.browser.looks import every_look
from tests.factories import make_site, make_user
from tests.reports.factories import call, load_calls

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
KEY = "kpi.sl_seconds"
RULE = f"/rulebook/{KEY}/"
MakePage = Callable[..., Page]


@every_look
def test_pages_have_no_accessibility_violations(
    page_as: MakePage, assert_no_axe_violations: Callable[[Page], None], width: int, language: str, theme: str
) -> None:
    site = make_site()
    director = make_user(PostCode.DIRECTOR, site=site)
    later = today_at(site) + datetime.timedelta(30)
    row = set_value(KEY, site=site, value=30, effective_on=later, reason="New contract", actor=director)
    page = page_as(director, language, width, theme)
    for path in ("/rulebook/", "/rulebook/?q=zebra", RULE, "/audit/"):
        page.goto(path)
        assert_no_axe_violations(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    page.goto("/audit/")
    page.get_by_text("kpi.sl_seconds").last.click()
    assert_no_axe_violations(page)
    assert row.pk


def test_director_changes_a_rule_from_next_month_and_sees_it_in_the_history(page_as: MakePage) -> None:
    site = make_site(name="Harbin")
    page = page_as(make_user(PostCode.DIRECTOR, site=site, name="Wang Li"))
    page.goto("/rulebook/")
    page.get_by_role("link", name="A call answered within 20 s counts for the service level.").click()
    page.get_by_label("New value").fill("30")
    expect(page.locator("#rule-preview")).to_contain_text("within 30 s counts")
    page.get_by_label("Reason").fill("New contract")
    page.get_by_role("button", name="Save").click()
    history = page.get_by_role("region", name="History")
    expect(history).to_contain_text("30 s · Harbin planned")
    expect(history).to_contain_text("New contract")
    expect(history).to_contain_text("Wang Li")
    first = (today_at(site).replace(day=1) + datetime.timedelta(32)).replace(day=1)
    assert rulebook.value(KEY, site, on=first) == 30
    assert rulebook.value(KEY, site) == 20
    history.get_by_text("Withdraw").first.click()
    history.get_by_label("Reason").fill("Fell through")
    history.get_by_role("button", name="Withdraw").click()
    expect(page.get_by_role("region", name="History")).to_contain_text("Fell through")
    assert rulebook.value(KEY, site, on=first) == 20


def test_preview_warns_of_a_value_out_of_bounds_while_it_is_written(page_as: MakePage) -> None:
    page = page_as(make_user(PostCode.DIRECTOR))
    page.goto(RULE)
    page.get_by_label("New value").fill("4000")
    expect(page.locator("#rule-preview")).to_contain_text("The value must be at most 3,600 s.")
    page.get_by_label("Reason").fill("Because")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert").first).to_contain_text("This was refused")
    expect(page.get_by_label("New value")).to_have_value("4000")


@pytest.mark.parametrize(("width", "language", "theme"), [(1440, "en", "light"), (390, "zh-hans", "dark")])
def test_preview_shows_what_the_value_would_have_changed_last_month(
    page_as: MakePage, assert_no_axe_violations: Callable[[Page], None], width: int, language: str, theme: str
) -> None:
    site = make_site()
    last_month = whatif.last_month(site)
    load_calls(site, [call(wait=wait, day=last_month.start) for wait in (5, 10, 25, 28)])
    sum_stale(site, last_month.start, last_month.end)
    page = page_as(make_user(PostCode.DIRECTOR, site=site), language, width, theme)
    page.goto(RULE)
    page.locator("[name=value]").fill("30")
    preview = page.locator("#rule-preview")
    expect(preview.locator("table").first).to_contain_text("2/4")
    expect(preview.locator("table").first).to_contain_text("4/4")
    expect(preview.locator(".chart-block canvas")).to_be_visible()
    expect(preview.locator(".consequence-days")).to_contain_text(str(last_month.start))
    assert_no_axe_violations(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_stale_form_shows_both_versions(page_as: MakePage) -> None:
    site = make_site()
    page = page_as(make_user(PostCode.DIRECTOR, site=site))
    page.goto(RULE)
    other = make_user(PostCode.CENTER_MANAGER, site=site, name="Li Na")
    set_value(KEY, site=site, value=45, effective_on=today_at(site), reason="Mine first", actor=other)
    page.get_by_label("New value").fill("30")
    page.get_by_label("Reason").fill("Mine second")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#content")).to_contain_text("Li Na set 45 s from")
    expect(page.locator("#content")).to_contain_text("A call answered within 45 s counts")
    expect(page.get_by_label("New value")).to_have_value("30")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("region", name="History")).to_contain_text("Mine second")
    assert RuleValue.objects.standing().count() == 2


def test_agent_reads_the_rule_on_a_phone_and_cannot_change_it(page_as: MakePage) -> None:
    page = page_as(make_user(PostCode.AGENT), width=390)
    page.goto(RULE)
    expect(page.locator("#content")).to_contain_text("Director, Center manager may change it")
    expect(page.get_by_role("button", name="Save")).to_have_count(0)


def test_printed_rulebook_is_the_rules_without_the_shell(page_as: MakePage) -> None:
    page = page_as(make_user(PostCode.AGENT))
    page.goto("/rulebook/")
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Print")).to_be_hidden()
    expect(page.get_by_label("Search", exact=True).first).to_be_hidden()
    expect(page.locator(".sidebar")).to_be_hidden()
    expect(page.get_by_text(KEY)).to_be_visible()


def test_rule_is_changed_without_javascript(page_as: MakePage) -> None:
    site = make_site()
    page = page_as(make_user(PostCode.DIRECTOR, site=site), java_script_enabled=False)
    page.goto(RULE)
    page.get_by_label("New value").fill("30")
    page.get_by_label("Reason").fill("New contract")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("#rule-preview")).to_contain_text("within 30 s counts")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("region", name="History")).to_contain_text("New contract")
