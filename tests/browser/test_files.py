"""The import wizard in a real browser, with the employees' own importer; jobs pages in both languages and widths."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from callcenter.access.posts import PostCode
from tests.browser.looks import every_look
from tests.browser.wizard import Wizard
from tests.factories import make_user
from tests.files.conftest import BAD_ROWS, checked, importer  # noqa: F401  (a fixture)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.usefixtures("importer")
@pytest.mark.parametrize(("language", "width", "theme"), [("en", 1440, "light"), ("zh-hans", 390, "dark")])
def test_a_file_goes_through_the_whole_wizard(
    page_as: Callable[..., Page],
    assert_no_axe_violations: Callable[[Page], None],
    tmp_path: Path,
    language: str,
    width: int,
    theme: str,
):
    user = make_user(PostCode.HR)
    file = tmp_path / "departments.csv"
    file.write_text("code,name\nsales,Sales\nservice,客户服务部\n", "utf-8")
    page = page_as(user, language=language, width=width, theme=theme)
    wizard = Wizard(page, assert_no_axe_violations)
    wizard.upload("tests.departments", file)
    page.wait_for_url("**/mapping/")
    expect(page.locator("#id_column_name")).to_have_value("name")
    page.select_option("#id_column_name", "code")
    expect(
        page.locator("tr", has=page.locator("#id_column_name")).locator("[data-samples-shown]")
    ).to_have_text("sales · service")
    wizard.assign(name="name")
    wizard.be_checked()
    expect(page.locator("main")).to_contain_text("客户服务部")
    page.screenshot(path=tmp_path / "checked.png", full_page=True)
    wizard.apply()


@pytest.mark.usefixtures("importer")
@every_look
def test_what_does_not_fit_is_listed_readably(
    page_as: Callable[..., Page],
    assert_no_axe_violations: Callable[[Page], None],
    tmp_path: Path,
    language: str,
    width: int,
    theme: str,
):
    user = make_user(PostCode.HR)
    job = checked(user, BAD_ROWS)
    page = page_as(user, language=language, width=width, theme=theme)
    page.goto(job.get_absolute_url())
    expect(page.locator("main")).to_contain_text("The code is no word.")
    assert_no_axe_violations(page)
    page.screenshot(path=tmp_path / "refused.png", full_page=True)
    page.goto("/files/jobs/")
    expect(page.locator("main")).to_contain_text("departments.csv")
    assert_no_axe_violations(page)
    page.screenshot(path=tmp_path / "jobs.png", full_page=True)
    with page.expect_download() as download:
        page.goto(job.get_absolute_url())
        page.click("a[href$='/errors/']")
    assert download.value.suggested_filename == f"errors-{job.pk}.xlsx"
