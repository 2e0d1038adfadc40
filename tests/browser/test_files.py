"""The import wizard in a real browser, with the employees' own importer; jobs pages in both languages and widths."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from callcenter.access.posts import PostCode
from callcenter.files.jobs import services as jobs
from callcenter.files.jobs.models import Job, State
from callcenter.people.models import Employee
from tests.factories import make_department, make_post, make_team, make_user
from tests.files.conftest import BAD_ROWS, checked, importer  # noqa: F401  (a fixture)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LOOKS = [("en", 1440, "light"), ("zh-hans", 1440, "dark"), ("en", 390, "dark"), ("zh-hans", 390, "light")]


def only_job() -> Job:
    return Job.objects.latest("pk")


@pytest.mark.usefixtures("importer")
@pytest.mark.parametrize(("language", "width", "theme"), LOOKS)
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
    page.goto("/files/imports/")
    assert_no_axe_violations(page)
    page.check("input[name=kind][value='tests.departments']")
    page.set_input_files("input[type=file]", file)
    page.click("main button[type=submit]")
    page.wait_for_url("**/mapping/")
    expect(page.locator("#id_column_name")).to_have_value("name")
    page.select_option("#id_column_name", "code")
    expect(
        page.locator("tr", has=page.locator("#id_column_name")).locator("[data-samples-shown]")
    ).to_have_text("sales · service")
    page.select_option("#id_column_name", "name")
    assert_no_axe_violations(page)
    page.click("main form[data-mapping] > .form-column button[type=submit]")
    page.wait_for_selector("progress")
    assert_no_axe_violations(page)
    jobs.run(only_job().pk)
    page.wait_for_selector("form[action$='/apply/']")  # the bar asked again by itself
    expect(page.locator("main")).to_contain_text("客户服务部")
    assert_no_axe_violations(page)
    page.screenshot(path=tmp_path / "checked.png", full_page=True)
    page.click("form[action$='/apply/'] button")
    page.wait_for_selector("progress")
    jobs.run(only_job().pk)
    page.wait_for_selector(".alert-success")
    assert_no_axe_violations(page)
    assert only_job().state == State.DONE


@pytest.mark.usefixtures("importer")
@pytest.mark.parametrize(("language", "width", "theme"), LOOKS)
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


def test_employees_come_in_from_a_file(page_as: Callable[..., Page], tmp_path: Path):
    user = make_user(PostCode.HR)
    make_post(PostCode.AGENT)
    team = make_team(make_department(user.employee.site))
    file = tmp_path / "employees.csv"
    file.write_text(
        f"工号,姓名,职场,入职日期,班组,岗位\nN001,王丽,{user.employee.site.code},2026-01-05,{team.code},agent\n",
        "gb18030",
    )
    page = page_as(user, language="zh-hans")
    page.goto("/files/imports/")
    page.check("input[name=kind][value='people.employees']")
    page.set_input_files("input[type=file]", file)
    page.click("main button[type=submit]")
    page.wait_for_url("**/mapping/")
    page.click("main form[data-mapping] > .form-column button[type=submit]")
    page.wait_for_selector("progress, .alert-danger")
    job = only_job()
    jobs.run(job.pk)
    page.wait_for_selector("form[action$='/apply/'], .alert-danger")
    page.click("form[action$='/apply/'] button")
    page.wait_for_selector("progress")
    jobs.run(job.pk)
    page.wait_for_selector(".alert-success")
    assert Employee.objects.get(number="N001").name == "王丽"
