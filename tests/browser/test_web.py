"""The shell in a real browser: both languages, both themes, phone and desktop, keyboard, accessibility."""

import datetime
import gzip
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings
from playwright.sync_api import Page, Response, expect

from callcenter.access.posts import PostCode
from callcenter.accounts.models import User
from callcenter.audit.services import record
from callcenter.files.jobs.models import Step, Work
from callcenter.files.jobs.services import request_job
from reports.rollups import services
from tests import factories
from tests.browser.looks import every_look
from tests.reports.factories import call, load_calls

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = [
    "/",
    "/more/",
    "/search/?q=x",
    "/account/profile/",
    "/nowhere/",
    "/account/2fa/",
    "/account/sessions/",
]


@pytest.fixture
def lists() -> Any:
    with override_settings(ROOT_URLCONF="tests.web.list_urls"):
        User.objects.bulk_create(
            User(username=f"u{number:03d}", password="!", language="en") for number in range(30)
        )
        yield


@every_look
def test_no_page_of_the_shell_has_accessibility_violations(
    page_as: Callable[..., Page],
    assert_no_axe_violations: Callable[[Page], None],
    theme: str,
    width: int,
    language: str,
) -> None:
    page = page_as(factories.make_user(PostCode.DIRECTOR), language, width, theme)
    for path in PAGES:
        page.goto(path)
        assert_no_axe_violations(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (
            f"{path} is wider than the window"
        )


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_lists_and_charts_have_no_accessibility_violations(
    page_as: Callable[..., Page],
    assert_no_axe_violations: Callable[[Page], None],
    lists: None,
    theme: str,
    width: int,
) -> None:
    page = page_as(factories.make_user(PostCode.DIRECTOR), "en", width, theme)
    page.goto("/test-users/?language=en&sort=-username")
    assert_no_axe_violations(page)
    page.locator("summary", has_text="Filter").click()
    assert_no_axe_violations(page)
    page.goto("/test-chart/")
    page.locator("canvas").first.wait_for()
    page.locator(".chart-table summary").click()
    assert_no_axe_violations(page)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_what_is_not_there_or_not_allowed_fits_a_phone_whatever_the_site_is_called(
    page_as: Callable[..., Page], language: str
) -> None:
    long = "Northern Regional Customer Contact and Telephone Banking Operations Center"
    site = factories.make_site(name=long, name_zh="北方地区区域客户联络与电话银行业务运营中心")
    page = page_as(factories.make_user(PostCode.AGENT, site=site), language, 390)
    for path, status in (
        ("/nowhere/", 404),
        ("/complaints/cases/KS-209912-0001/", 404),
        ("/complaints/work-orders/board/", 403),
        ("/complaints/work-orders/categories/", 403),
        ("/complaints/surveys/campaigns/", 403),
    ):
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == status
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_a_theme_choice_holds_without_a_flash(page_as: Callable[..., Page]) -> None:
    page = page_as(factories.make_user(), theme="")
    page.goto("/")
    assert page.locator("html").get_attribute("data-bs-theme") == "light"
    page.emulate_media(color_scheme="dark")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    page.get_by_label("Appearance").click()
    page.get_by_role("button", name="Light").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "light")


def test_the_language_is_switched_where_you_are(page_as: Callable[..., Page]) -> None:
    page = page_as(factories.make_user())
    page.goto("/more/")
    page.get_by_label("Language").click()
    page.get_by_role("button", name="简体中文").click()
    expect(page.locator("h1")).to_have_text("更多")
    assert page.url.endswith("/more/")


def test_the_site_is_switched_where_you_are(page_as: Callable[..., Page]) -> None:
    user = factories.make_user(PostCode.GM, site=factories.make_site("a", name="Alpha"))
    factories.make_site("b", name="Beta")
    page = page_as(user)
    page.goto("/more/")
    page.get_by_label("Site: Alpha").click()
    page.get_by_role("button", name="Beta").click()
    expect(page.get_by_label("Site: Beta")).to_be_visible()


def test_keys_search_help_and_close(page_as: Callable[..., Page]) -> None:
    page = page_as(factories.make_user())
    page.goto("/more/")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="Search everything")).to_be_focused()
    page.keyboard.type("wang?")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=wang%3F")


def test_the_first_tab_skips_to_the_content(page_as: Callable[..., Page]) -> None:
    page = page_as(factories.make_user())
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_a_list_is_walked_with_the_keyboard(page_as: Callable[..., Page], lists: None) -> None:
    page = page_as(factories.make_user())
    page.goto("/test-users/?q=u0")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("[data-current]")).to_contain_text("u001")
    page.keyboard.press("x")
    expect(page.locator("[data-bulk-count]")).to_have_text("1 chosen")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_url("**/account/profile/")


def test_a_list_is_sorted_filtered_and_paged_in_place(page_as: Callable[..., Page], lists: None) -> None:
    page = page_as(factories.make_user())
    page.goto("/test-users/?q=u0")
    page.evaluate("window.samePage = true")
    page.get_by_role("link", name="User name").click()
    expect(page.locator("th[aria-sort=ascending]")).to_be_visible()
    page.get_by_role("link", name="User name").click()
    expect(page.locator("[data-row]").first).to_contain_text("u029")
    page.get_by_role("link", name="Next page").click()
    expect(page.locator(".listing-count")).to_contain_text("11–20 of 30")
    page.get_by_label("Search this list").fill("u00")
    page.keyboard.press("Enter")
    expect(page.locator(".listing-count")).to_contain_text("1–10 of 10")
    assert page.evaluate("window.samePage")
    assert "q=u00" in page.url
    page.get_by_label("Take away the filter Search u00").click()
    expect(page.locator(".listing-count")).to_contain_text("of 31")


def test_a_question_comes_before_a_view_is_deleted(page_as: Callable[..., Page], lists: None) -> None:
    page = page_as(factories.make_user())
    page.goto("/test-users/?q=u0")
    page.locator("summary", has_text="Views").click()
    page.get_by_label("Save what is shown as").fill("Mine")
    page.get_by_role("button", name="Save view").click()
    expect(page.get_by_text("The view “Mine” is saved.")).to_be_visible()
    page.locator("summary", has_text="Views").click()
    page.get_by_label("Delete the view Mine").click()
    page.get_by_role("button", name="Cancel").click()
    page.locator("summary", has_text="Views").click()
    page.get_by_label("Delete the view Mine").click()
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_text("The view “Mine” is deleted.")).to_be_visible()


def test_on_a_phone_a_list_is_cards_and_nothing_scrolls_sideways(
    page_as: Callable[..., Page], lists: None
) -> None:
    page = page_as(factories.make_user(), width=390)
    page.goto("/test-users/?q=u0")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator("[data-row] td").first.evaluate("cell => getComputedStyle(cell).display") == "flex"
    page.locator(".bottombar").get_by_text("More").click()
    page.wait_for_url("**/more/")


def test_lists_and_menus_work_without_javascript(page_as: Callable[..., Page], lists: None) -> None:
    page = page_as(factories.make_user(), java_script_enabled=False)
    page.goto("/test-users/?q=u0")
    page.get_by_role("link", name="Next page").click()
    expect(page.locator(".listing-count")).to_contain_text("11–20 of 30")
    page.locator("summary", has_text="Filter").click()
    page.locator("select[name=language]").select_option("en")
    page.get_by_role("button", name="Apply").click()
    expect(page.locator(".chip")).to_have_count(2)
    page.locator("header").get_by_label("Language").click()
    page.get_by_role("button", name="简体中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")


def test_a_chart_draws_follows_the_theme_and_leads_to_its_rows(
    page_as: Callable[..., Page], lists: None
) -> None:
    page = page_as(factories.make_user(), theme="")
    page.goto("/test-chart/")
    page.locator("canvas").first.wait_for()
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 900, "height": 800})
    box = page.locator("[data-chart-canvas]").bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] * 0.6)
    page.wait_for_url("**/account/profile/")


def test_a_look_at_a_row_beside_the_list(
    page_as: Callable[..., Page], assert_no_axe_violations: Callable[[Page], None]
) -> None:
    site = factories.make_site()
    for name in ("Ada", "Ben"):
        factories.make_employee(site=site, name=name)
    page = page_as(factories.make_user(PostCode.DIRECTOR, site=site))
    page.goto("/people/employees/?sort=name")
    panel = page.locator("#peek")
    page.keyboard.press("j")
    page.keyboard.press("p")
    expect(panel).to_contain_text("Ada")
    expect(panel).to_contain_text("Hired on")
    assert_no_axe_violations(page)
    page.keyboard.press("j")
    expect(panel).to_contain_text("Ben")
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(page.locator("[data-current] a").first).to_be_focused()
    assert page.url.endswith("?sort=name")
    page.locator("[data-peek-link]").first.click()
    panel.get_by_role("link", name="Open the record").click()
    expect(page.locator("h1")).to_contain_text("Ada")


def test_every_list_with_records_of_its_own_offers_a_look(
    page_as: Callable[..., Page], assert_no_axe_violations: Callable[[Page], None]
) -> None:
    site = factories.make_site()
    director = factories.make_user(PostCode.DIRECTOR, site=site)
    with transaction.atomic():
        record(director, "people.site.changed", site, reason="New lease", site_id=site.pk)
        request_job(
            Work.EXPORT, "people.employees", "Employees", step=Step.MAKE, actor=director, site_id=site.pk
        )
    page = page_as(director)
    for path, said in (
        ("/files/jobs/", "Asked by"),
        ("/audit/?q=lease", "New lease"),
        ("/rulebook/?q=kpi.sl_seconds", "Source of the default"),
    ):
        page.goto(path)
        page.locator("[data-peek-link]").first.click()
        expect(page.locator("#peek")).to_contain_text(said)
        assert_no_axe_violations(page)


def test_bulk_actions_by_keyboard(page_as: Callable[..., Page], lists: None) -> None:
    page = page_as(factories.make_user())
    page.goto("/test-users/?q=u0")
    for key in ("j", "x", "j", "x"):
        page.keyboard.press(key)
    expect(page.locator("[data-bulk-count]")).to_have_text("2 chosen")
    page.keyboard.press("k")
    page.keyboard.press("x")
    expect(page.locator("[data-bulk-count]")).to_have_text("1 chosen")
    page.get_by_role("button", name="Do it").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/bulk/")


def test_a_saved_view_is_shared_by_its_address_and_opens_the_list(
    page_as: Callable[..., Page], lists: None
) -> None:
    page = page_as(factories.make_user())
    page.goto("/test-users/?q=u0&sort=-username")
    page.locator("summary", has_text="Views").click()
    page.get_by_label("Save what is shown as").fill("Backwards")
    page.get_by_label("Open the list with it").check()
    page.get_by_role("button", name="Save view").click()
    expect(page.locator("[data-row]").first).to_contain_text("u029")
    shared = page.url
    other = page_as(factories.make_user())
    other.goto(shared)
    expect(other.locator("[data-row]").first).to_contain_text("u029")


def test_today_with_figures_is_below_250_kB_and_nothing_jumps(page_as: Callable[..., Page]) -> None:
    """Every response of the page as the server sends it: static files compressed beforehand, the page itself as it is."""
    site = factories.make_site(time_zone="UTC")
    yesterday = site.today() - datetime.timedelta(days=1)
    load_calls(site, [call(day=yesterday, half_hour=number) for number in range(16, 40)])
    while services.recompute_next():
        pass
    page = page_as(factories.make_user(PostCode.DIRECTOR, site=site))
    responses: list[Response] = []
    page.on("response", lambda response: responses.append(response))
    page.add_init_script(
        "new PerformanceObserver(list => { for (const e of list.getEntries()) window.jumped = (window.jumped || 0) + e.value; })"
        ".observe({type: 'layout-shift', buffered: true});"
    )
    page.goto("/", wait_until="networkidle")
    expect(page.locator(".spark-dot").first).to_be_attached()
    sizes = {
        response.url: len(
            gzip.compress(response.body(), 9) if "/static/" in response.url else response.body()
        )
        for response in responses
    }
    assert sum(sizes.values()) < 250_000, sizes
    assert page.evaluate("window.jumped || 0") < 0.05
