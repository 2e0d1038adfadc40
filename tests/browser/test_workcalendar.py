"""The calendar in a real browser: hours by keyboard, days on a phone, what moves before it is published."""

import datetime
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from callcenter.access.posts import PostCode
from callcenter.people.models import Site
from callcenter.workcalendar import selectors
from callcenter.workcalendar.models import CalendarDay
from callcenter.workcalendar.services import load_public_days
from callcenter.workcalendar.wording import intervals_of
from tests.factories import make_employee, make_site
from tests.workcalendar.factories import LONG, make_week

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Check = Callable[[Page], None]


@pytest.fixture
def site() -> Site:
    found = make_site("shanghai", name="Shanghai", name_zh="上海")
    make_week(found)
    load_public_days(found, year=found.today().year, reason="Notice of the State Council", actor=None)
    return found


@pytest.fixture
def director(site: Site) -> object:
    return make_employee(PostCode.DIRECTOR, site=site).user


def test_hours_are_planned_with_the_keyboard_alone(
    site: Site, director: object, page_as: Callable[..., Page], assert_no_axe_violations: Check
) -> None:
    page = page_as(director)
    page.goto("/calendar/shanghai/hours/")
    page.get_by_label("Monday", exact=True).focus()
    for number in range(7):
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.type("8-20" if number < 5 else "closed")
        page.keyboard.press("Tab")
    first = (site.today().replace(day=1) + datetime.timedelta(days=40)).replace(day=1)
    page.get_by_label("From", exact=True).fill(first.isoformat())
    page.get_by_label("Reason").focus()
    page.keyboard.type("More calls in the evening")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What this changes")).to_be_visible()
    expect(page.get_by_text("No deadline of this site is running.")).to_be_visible()
    assert_no_axe_violations(page)
    page.get_by_role("button", name="Publish").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("The calendar is published")).to_be_visible()
    assert selectors.open_hours(site, first).week_on(first) == LONG


def test_mondays_hours_are_copied_to_the_other_days(
    site: Site, director: object, page_as: Callable[..., Page]
) -> None:
    page = page_as(director)
    page.goto("/calendar/shanghai/hours/")
    page.get_by_label("Monday", exact=True).fill("7-24")
    page.get_by_role("button", name="Monday’s hours every day").click()
    expect(page.get_by_label("Sunday", exact=True)).to_have_value("7-24")


def test_a_part_day_is_added_on_a_phone_in_chinese_and_in_the_dark(
    site: Site, director: object, page_as: Callable[..., Page], assert_no_axe_violations: Check
) -> None:
    page = page_as(director, "zh-hans", 390, "dark")
    page.goto("/calendar/shanghai/")
    assert_no_axe_violations(page)
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    page.get_by_role("link", name="添加日期").click()
    day = datetime.date(site.today().year, 12, 31)
    page.get_by_label("第一天").fill(day.isoformat())
    page.get_by_label("类型").select_option(label="另定时段")
    page.get_by_label("日期名称").fill("Closing of the books")
    page.get_by_label("中文名").fill("年终决算日")
    page.get_by_label("时段", exact=True).fill("9：00－12：00")
    page.get_by_label("原因").fill("年终决算")
    page.get_by_role("button", name="查看影响").click()
    expect(page.get_by_role("heading", name="变更的影响")).to_be_visible()
    assert_no_axe_violations(page)
    page.get_by_role("button", name="发布").click()
    expect(page.get_by_role("cell", name="年终决算日", exact=True)).to_be_visible()
    assert CalendarDay.objects.get(on=day).intervals == intervals_of("9-12")


def test_the_year_says_with_letters_and_words_what_its_colours_say(
    site: Site, director: object, page_as: Callable[..., Page], assert_no_axe_violations: Check
) -> None:
    page = page_as(director)
    page.goto(f"/calendar/shanghai/?year={site.today().year}")
    october = page.get_by_role("table", name="October")
    first = october.get_by_role("cell", name="National Day")
    expect(first.first).to_contain_text("H")
    assert_no_axe_violations(page)
    for path in ("public/?year=2028", "deadlines/", "editions/", "days/"):
        page.goto(f"/calendar/shanghai/{path}")
        assert_no_axe_violations(page)


def test_an_agent_reads_the_calendar_and_has_nothing_to_press(
    site: Site, page_as: Callable[..., Page]
) -> None:
    page = page_as(make_employee(PostCode.AGENT, site=site).user, width=390)
    page.goto("/calendar/")
    expect(page.get_by_role("heading", name="Calendar")).to_be_visible()
    expect(page.get_by_role("link", name="Add days")).to_have_count(0)
    page.goto("/calendar/shanghai/hours/")
    expect(page.get_by_role("button", name="See what would change")).to_have_count(0)
