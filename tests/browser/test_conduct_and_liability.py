"""Points from the statement to the contest on a phone; a notice from its contest to the ledger; the month's review."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from callcenter.access.posts import PostCode
from callcenter.approvals import services as approvals
from complaints.liability.models import Verdict
from complaints.liability.notices import services as notices
from quality.conduct.months import statistics_month
from tests.complaints.liability.factories import a_case, judged, make_house, waiting
from tests.factories import make_employee
from tests.quality.conduct.factories import make_people, make_points, recorded
from tests.rulebook.factories import set_value

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_points_from_the_statement_to_the_decided_contest(
    page_as: Callable[..., Page], assert_no_axe_violations: Callable[[Page], None]
) -> None:
    people = make_people()
    record = recorded(people)
    ann = page_as(people.ann.user, width=390)
    ann.goto("/quality/conduct/")
    assert_no_axe_violations(ann)
    ann.get_by_role("link", name="Say a word to it").tap()
    ann.get_by_label("Your statement").fill("I was tired")
    ann.get_by_role("button", name="Hand in").tap()
    expect(ann.locator("dd").get_by_text("I was tired")).to_be_visible()

    leader = page_as(people.leader.user, language="zh-hans")
    leader.goto(record.get_absolute_url())
    assert_no_axe_violations(leader)
    leader.get_by_role("button", name="确认", exact=True).click()
    expect(leader.locator("h1 .badge-state, .page-title .badge-state").first).to_have_text("已裁定，可申诉")

    ann.goto(record.get_absolute_url())
    ann.get_by_label("Why you contest it").fill("It was my neighbour")
    ann.get_by_role("button", name="Contest").tap()
    expect(ann.get_by_text("Contested").first).to_be_visible()

    director = page_as(people.director.user, theme="dark")
    director.goto(record.get_absolute_url())
    assert_no_axe_violations(director)
    director.get_by_label("Cancelled").check()
    director.locator('form[action$="/decide/"] textarea').fill("It was")
    director.get_by_role("button", name="Decide").click()
    expect(director.get_by_text("Cancelled").first).to_be_visible()
    record.refresh_from_db()
    assert record.state == "cancelled"


def test_lines_of_liability_are_added_in_place_and_sums_follow(
    page_as: Callable[..., Page], assert_no_axe_violations: Callable[[Page], None]
) -> None:
    house = make_house()
    case = a_case(house)
    page = page_as(house.officer.user, width=390)
    page.goto(f"/complaints/liability/cases/{case.reference}/")
    page.get_by_label("Grounds").first.fill("Typed already")
    page.locator("#id_shares-0-percent").fill("60")
    page.get_by_role("button", name="Add a person or team").tap()
    page.locator("#id_shares-1-percent").fill("30.5")
    expect(page.locator("[data-sum=percent]")).to_have_text("90.50")
    expect(page.locator("#id_unit-words")).to_have_value("Typed already")
    assert_no_axe_violations(page)
    page.get_by_role("button", name="Remove 1").first.tap()
    expect(page.locator("#id_shares-0-percent")).to_have_value("30.5")
    expect(page.locator("#id_shares-1-percent")).to_have_count(0)


def test_wages_are_entered_and_the_month_is_closed(
    page_as: Callable[..., Page], assert_no_axe_violations: Callable[[Page], None]
) -> None:
    people = make_people()
    set_value("money.enabled", True, site=people.site)
    month = statistics_month(people.site, people.site.today()).previous
    make_points(people.ann, 5, on=month.start)
    hr = page_as(make_employee(PostCode.HR, site=people.site).user, language="zh-hans", theme="dark")
    hr.goto(f"/quality/conduct/money/?month={month.start}")
    assert_no_axe_violations(hr)
    hr.get_by_label("当月工资").fill("8000")
    hr.get_by_role("button", name="录入工资").click()
    expect(hr.locator("tfoot")).to_contain_text("50.00")
    gm = page_as(make_employee(PostCode.GM, site=people.site).user, width=390)
    gm.goto(f"/quality/conduct/money/?month={month.start}")
    gm.get_by_role("button", name="Close the month").tap()
    gm.get_by_role("button", name="Confirm").tap()
    expect(gm.get_by_text("it stays as it was then")).to_be_visible()
    assert_no_axe_violations(gm)


def test_a_notice_is_contested_and_executed(
    page_as: Callable[..., Page], assert_no_axe_violations: Callable[[Page], None]
) -> None:
    house = make_house()
    notice = waiting(house)
    approvals.approve(notices.running_requests(notice).get(), actor=house.gm.user)
    ann = page_as(house.ann.user, width=390)
    ann.goto(notice.get_absolute_url())
    assert_no_axe_violations(ann)
    ann.locator('form[action$="/contest/"] textarea').fill("The recording shows it")
    ann.get_by_role("button", name="Contest").tap()
    gm = page_as(house.gm.user, language="zh-hans")
    gm.goto(notice.get_absolute_url())
    assert_no_axe_violations(gm)
    gm.get_by_label("维持通知单：予以执行").check()
    gm.locator('form[action$="/decide/"] textarea').fill("录音未见")
    gm.get_by_role("button", name="裁定").click()
    expect(gm.get_by_text("已执行").first).to_be_visible()
    notice.refresh_from_db()
    assert notice.entry is not None


def test_the_office_reviews_a_month_and_the_service_department_judges(
    page_as: Callable[..., Page], assert_no_axe_violations: Callable[[Page], None]
) -> None:
    house = make_house()
    line = judged(house, Verdict.NONE)
    office = page_as(house.office.user)
    office.goto(line.review.get_absolute_url())
    assert_no_axe_violations(office)
    office.get_by_role("button", name="Finish", exact=True).click()
    expect(office.get_by_text("Finished").first).to_be_visible()

    case = a_case(house)
    officer = page_as(house.officer.user, width=390, theme="dark")
    officer.goto(f"/complaints/liability/cases/{case.reference}/")
    assert_no_axe_violations(officer)
    officer.locator("select[name=unit-unit]").select_option(index=1)
    officer.locator("select[name=shares-0-who]").select_option(value=f"e{house.ann.pk}")
    officer.get_by_role("button", name="Judge", exact=True).tap()
    expect(officer.get_by_text("100 %").first).to_be_visible()


def test_a_reward_is_proposed_from_the_complaint_on_a_phone_in_chinese(
    page_as: Callable[..., Page], assert_no_axe_violations: Callable[[Page], None]
) -> None:
    house = make_house()
    case = a_case(house)
    page = page_as(house.officer.user, language="zh-hans", width=390)
    page.goto(case.get_absolute_url())
    page.get_by_role("link", name="提议奖励").tap()
    expect(page.locator("[name=reward]")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert_no_axe_violations(page)
    page.locator("[name=employee]").fill(house.ann.number)
    page.locator("[name=reward]").select_option(index=1)
    page.locator("[name=points]").fill("3")
    page.locator("[name=grounds]").fill("客户来电表扬。")
    page.get_by_role("button", name="提出").tap()
    expect(page.get_by_text("由总经理办公室继续办理")).to_be_visible()
    section = page.locator("section, .card", has_text="奖惩").last
    expect(section.get_by_role("link", name="RP-")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert_no_axe_violations(page)
