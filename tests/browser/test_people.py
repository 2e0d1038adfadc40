"""People in a real browser: HR hires, transfers and sees refusals; an agent on a phone; the director checks permissions."""

import pytest
from playwright.sync_api import expect

from callcenter.access.posts import PostCode
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
    page.get_by_label("Post").select_option(label="Agent")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("our default, derived from").first).to_be_visible()
    page.get_by_role("link", name="Check a person").click()
    page.get_by_label("Number or name").fill("李娜")
    page.get_by_role("button", name="Search").last.click()
    page.get_by_role("link", name="Li Na").click()
    expect(page.get_by_role("heading", name="What Li Na may do, and why")).to_be_visible()
