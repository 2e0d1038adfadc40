"""People in a real browser: HR hires, transfers, imports and sees refusals; an agent on a phone; the director looks and exports."""

import openpyxl
import pytest
from playwright.sync_api import expect

from callcenter.access.posts import PostCode
from callcenter.files.jobs import services as jobs
from callcenter.files.jobs.models import Job
from callcenter.people.models import Employee
from tests.factories import make_department, make_employee, make_post, make_site, make_team, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def center():
    """A site with two teams, a leader, an agent, and HR."""
    site = make_site("shanghai", name="Shanghai", name_zh="上海")
    department = make_department(site, name="Service", name_zh="客服部")
    one = make_team(department, name="Team One", name_zh="一组")
    make_team(department, name="Team Two", name_zh="二组")
    for code in PostCode:
        make_post(code)
    leader = make_employee(PostCode.SHIFT_LEADER, team=one, name="Zhao Lei", name_zh="赵磊")
    agent = make_employee(team=one, superior=leader, name="Li Na", name_zh="李娜")
    return {"site": site, "agent": agent, "leader": leader, "hr": make_user(PostCode.HR, site=site)}


def test_hr_hires_somebody_and_transfers_them(page_as, center, assert_no_axe_violations):
    page = page_as(center["hr"])
    page.goto("/people/employees/")
    assert_no_axe_violations(page)
    page.get_by_role("link", name="Hire", exact=True).click()
    assert_no_axe_violations(page)
    page.get_by_label("Employee number").fill("E7001")
    page.get_by_label("Name", exact=False).first.fill("Wang Li")
    page.get_by_label("Chinese name").fill("王丽")
    page.locator("#id_post").select_option(label="Agent")
    page.locator("#id_team").select_option(index=1)
    page.get_by_label("Superior").fill(center["leader"].number)
    page.get_by_role("button", name="Hire").click()
    expect(page.locator("#temporary-password")).to_be_visible()
    assert_no_axe_violations(page)
    page.get_by_role("link", name="Transfer").click()
    page.locator("#id_value").select_option(index=2)
    page.get_by_role("button", name="Show what changes").click()
    expect(page.get_by_text("As it would be")).to_be_visible()
    assert_no_axe_violations(page)
    page.get_by_role("button", name="Save this change").click()
    expect(page.get_by_role("heading", name="Wang Li")).to_be_visible()
    assert Employee.objects.get(number="E7001").teammemberships.count() >= 1


@pytest.mark.parametrize(("language", "theme", "width"), [("en", "light", 390), ("zh-hans", "dark", 1440)])
def test_pages_are_accessible(page_as, center, assert_no_axe_violations, language, theme, width):
    page = page_as(center["hr"], language=language, theme=theme, width=width)
    number = center["agent"].number
    for path in (
        "/people/employees/",
        f"/people/employees/{number}/",
        f"/people/employees/{number}/edit/",
        f"/people/employees/{number}/leave/",
        f"/people/employees/{number}/permissions/",
        "/people/organisation/",
        "/people/reporting-line/",
        "/people/sites/",
        "/people/sites/shanghai/",
        "/people/posts/",
        "/people/permissions/?q=li",
        "/access/",
        "/access/?post=director",
    ):
        page.goto(path)
        assert_no_axe_violations(page)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{path} scrolls sideways by {wide} px"


def test_agent_reads_the_own_record_on_a_phone(page_as, center, assert_no_axe_violations):
    page = page_as(center["agent"].user, language="zh-hans", width=390)
    page.goto("/people/me/")
    expect(page.get_by_role("heading", name="李娜")).to_be_visible()
    expect(page.get_by_text("赵磊").first).to_be_visible()
    expect(page.get_by_text("一组").first).to_be_visible()
    expect(page.get_by_role("link", name="编辑")).to_have_count(0)
    assert_no_axe_violations(page)


def test_director_looks_up_who_may_do_what(page_as, center):
    director = make_user(PostCode.DIRECTOR, site=center["site"])
    page = page_as(director)
    page.goto("/access/")
    page.get_by_label("Post", exact=True).select_option(label="Agent")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("our default, derived from").first).to_be_visible()
    page.get_by_role("link", name="Check a person").click()
    page.get_by_label("Number or name").fill("李娜")
    page.get_by_role("button", name="Search").last.click()
    page.get_by_role("link", name="Li Na").click()
    expect(page.get_by_role("heading", name="What Li Na may do, and why")).to_be_visible()


def test_names_keep_to_one_line_in_the_list(page_as, center):
    make_employee(
        team=center["agent"].teammemberships.get().team, superior=center["leader"], name="Aleksandra Maximova"
    )
    page = page_as(center["hr"])
    page.goto("/people/employees/")
    heights = page.evaluate(
        "[...document.querySelectorAll('.listing-table tbody tr')].map(row => row.offsetHeight)"
    )
    assert max(heights) <= 34, heights
    expect(page.get_by_role("columnheader", name="Skill level")).to_have_count(0)


def test_hr_hires_with_the_keyboard_alone(page_as, center):
    page = page_as(center["hr"])
    page.goto("/people/employees/hire/")

    def tab_to(selector):
        for _ in range(80):
            if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
                return
            page.keyboard.press("Tab")
        raise AssertionError(f"Tab never comes to {selector}")

    for selector, text in (
        ("#id_number", "E7002"),
        ("#id_name", "Wang Li"),
        ("#id_post", "Agent"),
        ("#id_team", "Team One"),
        ("#id_superior", center["leader"].number),
    ):
        tab_to(selector)
        page.keyboard.type(text)
    tab_to("#id_name")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Wang Li")).to_be_visible()
    hired = Employee.objects.get(number="E7002")
    assert hired.teammemberships.get().team.name == "Team One"
    assert hired.reportinglines.get().superior == center["leader"]


def test_director_takes_the_list_as_shown_and_the_staff_list(page_as, center, tmp_path):
    page = page_as(make_user(PostCode.DIRECTOR, site=center["site"]))
    page.goto("/people/employees/?q=li")
    page.get_by_label("Export").click()
    with page.expect_download() as shown:
        page.get_by_role("link", name="Excel of what is shown").click()
    rows = sheet_of(shown.value, tmp_path / "shown.xlsx")
    assert rows[0][:2] == ("Number", "Name")
    assert [row[1] for row in rows[1:]] == ["Li Na"]
    with page.expect_download() as staff:
        page.get_by_role("link", name="Staff list").click()
    numbers = {row[0] for row in sheet_of(staff.value, tmp_path / "staff.xlsx")[1:]}
    assert {center["agent"].number, center["leader"].number} <= numbers


def sheet_of(download, path):
    """The rows of the first sheet of a workbook that the browser was given."""
    download.save_as(path)
    return list(openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True))


HEADER = ["Employee number", "Name", "Chinese name", "Site", "Team", "Post", "Hired on", "Superior’s number"]


def workbook_of(path, *rows):
    book = openpyxl.Workbook()
    for row in (HEADER, *rows):
        book.active.append(row)
    book.save(path)
    return path


def test_hr_imports_a_staff_list_after_correcting_it(page_as, center, assert_no_axe_violations, tmp_path):
    good = ["N1", "Wang Li", "王丽", "shanghai", "Team One", "Agent", "2026-11-02", center["leader"].number]
    bad = ["N2", "Zhao Min", "赵敏", "shanghai", "Team Three", "Agent", "2026-11-02", center["leader"].number]
    corrected = [*bad[:4], "Team Two", *bad[5:]]
    page = page_as(center["hr"])

    def send(*rows, name):
        page.goto("/people/employees/")
        page.get_by_role("link", name="Import", exact=True).click()
        expect(page.locator("input[name=kind][value='people.employees']")).to_be_checked()
        page.set_input_files("input[type=file]", workbook_of(tmp_path / name, *rows))
        page.click("main button[type=submit]")
        page.wait_for_url("**/mapping/")
        page.get_by_role("button", name="Check the file").first.click()
        work()

    def work():
        page.wait_for_selector("progress")
        jobs.run(Job.objects.latest("pk").pk)

    send(good, bad, name="staff.xlsx")
    row = page.get_by_role("row").filter(has_text="Team Three")
    expect(row.get_by_role("cell").first).to_have_text("3")
    assert_no_axe_violations(page)
    with page.expect_download() as errors:
        page.get_by_role("link", name="All as a workbook").click()
    assert sheet_of(errors.value, tmp_path / "errors.xlsx")[1][:3] == (3, "Team", "Team Three")
    expect(page.get_by_role("button", name="Apply")).to_have_count(0)
    assert not Employee.objects.filter(number="N1").exists()

    send(good, corrected, name="corrected.xlsx")
    expect(page.get_by_role("row").filter(has_text="N2")).to_contain_text("is hired")
    assert_no_axe_violations(page)
    assert not Employee.objects.filter(number="N1").exists()
    page.get_by_role("button", name="Apply").click()
    work()
    expect(page.get_by_text("The whole file was applied.")).to_be_visible()
    hired = Employee.objects.get(number="N2")
    assert hired.teammemberships.get().team.name == "Team Two"

    send(good, corrected, name="corrected.xlsx")
    expect(
        page.get_by_text("There is nothing to do.").or_(page.get_by_text("stays as it is").first)
    ).to_be_visible()
    page.goto("/people/employees/?q=N2")
    expect(page.get_by_role("link", name="Zhao Min")).to_be_visible()
