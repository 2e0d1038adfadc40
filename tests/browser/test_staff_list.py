"""HR's own way through the import wizard: sixty people hired, ten put right, and files that do not fit."""

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from callcenter.access.posts import PostCode
from callcenter.people.models import Employee
from tests.browser.wizard import APPLY_BUTTON, CHECK_BUTTON, Wizard, only_job
from tests.factories import make_department, make_post, make_team, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LOOKS = [("zh-hans", 1440), ("en", 390)]
HEADER = ["工号", "姓名", "职场", "班组", "岗位", "技能等级", "入职日期", "电话"]
SCREEN = 844  # px, of a phone


def workbook(folder: Path, name: str, count: int, **fields: Any) -> Path:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(HEADER)
    for number in range(count):
        row = {"工号": f"N{number:04d}", "姓名": f"新员工{number}", "岗位": "agent", "技能等级": 1}
        row |= {"电话": f"+86 21 5555 {number:04d}"} | fields
        sheet.append([row.get(column, "") for column in HEADER])
    path = folder / name
    book.save(path)
    return path


@pytest.mark.parametrize(("language", "width"), LOOKS)
def test_sixty_people_are_hired_from_tomorrow_and_ten_are_put_right(
    page_as: Callable[..., Page],
    assert_no_axe_violations: Callable[[Page], None],
    tmp_path: Path,
    language: str,
    width: int,
) -> None:
    user = make_user(PostCode.HR)
    make_post(PostCode.AGENT)
    site = user.employee.site
    team = make_team(make_department(site))
    tomorrow = site.today() + datetime.timedelta(days=1)
    fields: dict[str, Any] = {"职场": site.code, "班组": team.code, "入职日期": tomorrow}
    wizard = Wizard(page_as(user, language=language, width=width), assert_no_axe_violations)
    wizard.upload("people.employees", workbook(tmp_path, "new.xlsx", 60, **fields))
    wizard.assign()
    wizard.be_checked()
    wizard.page.screenshot(path=tmp_path / "checked.png", full_page=True)
    if width < 600:
        assert wizard.page.evaluate("document.documentElement.scrollHeight") < 6 * SCREEN
    wizard.apply()
    assert Employee.objects.filter(number__startswith="N", hired_on=tomorrow).count() == 60
    wizard.upload("people.employees", workbook(tmp_path, "right.xlsx", 10, **fields | {"技能等级": 2}))
    wizard.assign()
    wizard.be_checked()
    assert list(only_job().counts.values()).count(10) == 1, "ten are changed, nothing else is"
    wizard.apply()
    assert Employee.objects.filter(skill_level=2).count() == 10


@pytest.mark.parametrize(("language", "width"), LOOKS)
def test_two_thousand_bad_rows_are_one_readable_page(
    page_as: Callable[..., Page],
    assert_no_axe_violations: Callable[[Page], None],
    tmp_path: Path,
    language: str,
    width: int,
) -> None:
    user = make_user(PostCode.HR)
    wizard = Wizard(page_as(user, language=language, width=width), assert_no_axe_violations)
    file = workbook(tmp_path, "bad.xlsx", 2000, 职场="nowhere", 入职日期="last year")
    wizard.upload("people.employees", file)
    wizard.assign()
    wizard.be_checked()
    page = wizard.page
    expect(page.locator(APPLY_BUTTON)).to_have_count(0)
    expect(page.locator(".card", has_text="nowhere").first).to_contain_text("2000")
    page.screenshot(path=tmp_path / "refused.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollHeight") < 6 * SCREEN
    with page.expect_download() as download:
        page.click("a[href$='/errors/']")
    download.value.save_as(tmp_path / "errors.xlsx")
    rows = list(openpyxl.load_workbook(tmp_path / "errors.xlsx").worksheets[0].iter_rows(values_only=True))
    assert len(rows) == 1 + 4000
    assert {row[0] for row in rows[1:]} == set(range(2, 2002))
    assert Employee.objects.filter(number__startswith="N").count() == 0


def test_a_picture_and_a_list_of_something_else_are_refused_where_one_is(
    page_as: Callable[..., Page], assert_no_axe_violations: Callable[[Page], None], tmp_path: Path
) -> None:
    wizard = Wizard(page_as(make_user(PostCode.HR), width=390), assert_no_axe_violations)
    picture = tmp_path / "photo.xlsx"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + b"0" * 2000)
    wizard.upload("people.employees", picture)
    expect(wizard.page.locator(".alert-danger")).to_be_visible()
    wizard.look()
    other = tmp_path / "other.csv"
    other.write_text("a,b,c\n1,2,3\n")
    wizard.upload("people.employees", other)
    wizard.assign()
    expect(wizard.page.locator(".alert-danger")).to_contain_text("Employee number")
    wizard.look()
    wizard.page.select_option("#id_column_number", "a")
    wizard.page.select_option("#id_column_name", "a")
    wizard.page.click(CHECK_BUTTON)
    expect(wizard.page.locator(".alert-danger, progress").first).to_be_visible()
