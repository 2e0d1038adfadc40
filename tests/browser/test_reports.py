"""The daily report in a real browser: reading, drilling down, taking away, printing; phone and Chinese."""

import datetime
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from python_calamine import CalamineWorkbook

from callcenter.access.posts import PostCode
from callcenter.people.models import Site
from callcenter.telephony.facts.models import Outcome
from reports.rollups import services
from tests.browser.looks import every_look
from tests.factories import make_site, make_user
from tests.reports.factories import call, load_calls

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MakePage = Callable[..., Page]


def site_with_calls() -> tuple[Site, datetime.date]:
    site = make_site("haifa", name="Haifa", time_zone="Asia/Shanghai")
    yesterday = site.today() - datetime.timedelta(days=1)
    rows = [
        call(outcome, wait=wait, half_hour=half_hour, day=day, agent=agent)
        for day in (yesterday, yesterday - datetime.timedelta(days=1), yesterday - datetime.timedelta(days=7))
        for half_hour in range(18, 30)
        for outcome, wait, agent in (
            (Outcome.ANSWERED, 4, "anna"),
            (Outcome.ANSWERED, 31, "ben"),
            (Outcome.ABANDONED, 60, None),
        )
    ]
    load_calls(site, rows)
    while services.recompute_next():
        pass
    return site, yesterday


@every_look
def test_report_pages_have_no_accessibility_violations(
    page_as: MakePage, assert_no_axe_violations: Callable[[Page], None], width: int, language: str, theme: str
) -> None:
    site, day = site_with_calls()
    page = page_as(make_user(PostCode.DIRECTOR, site=site), language, width, theme)
    for path in (
        f"/reports/daily/haifa/{day}/",
        f"/reports/daily/haifa/{day}/?period=month",
        f"/reports/daily/haifa/{day + datetime.timedelta(days=3)}/",
        "/reports/daily/",
        "/measures/",
        "/",
    ):
        page.goto(path)
        assert_no_axe_violations(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_director_opens_yesterday_drills_down_and_takes_the_workbook(page_as: MakePage, tmp_path) -> None:
    site, _day = site_with_calls()
    page = page_as(make_user(PostCode.DIRECTOR, site=site))
    page.goto("/")
    page.get_by_role("link", name="Yesterday").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Daily operations report")
    tile = page.get_by_role("article").filter(has=page.get_by_role("heading", name="Service level (20 s)"))
    expect(tile).to_contain_text("33.3%")
    expect(tile).to_contain_text("12/36")
    expect(tile).to_contain_text("alarm")
    with page.expect_download() as download:
        page.get_by_role("link", name="Excel").click()
    download.value.save_as(tmp_path / "report.xlsx")
    book = CalamineWorkbook.from_path(tmp_path / "report.xlsx")
    assert {"Headline figures", "By half hour", "By agent", "Definitions"} <= set(book.sheet_names)
    tile.get_by_role("link", name="33.3%").click()
    expect(page.locator("tr[data-row]")).to_have_count(12)


def test_the_day_can_be_stepped_with_keys_and_printed(page_as: MakePage) -> None:
    site, day = site_with_calls()
    page = page_as(make_user(PostCode.DIRECTOR, site=site))
    page.goto(f"/reports/daily/haifa/{day}/")
    page.keyboard.press("p")
    page.wait_for_url(f"**/{day - datetime.timedelta(days=1)}/")
    page.keyboard.press("n")
    page.wait_for_url(f"**/{day}/")
    page.emulate_media(media="print")
    expect(page.get_by_role("link", name="Excel")).to_be_hidden()
    expect(page.get_by_role("heading", name="By half hour", exact=True)).to_be_visible()


def test_the_report_reads_in_chinese_on_a_phone(page_as: MakePage) -> None:
    site, day = site_with_calls()
    page = page_as(make_user(PostCode.SHIFT_LEADER, site=site), "zh-hans", 390)
    page.goto(f"/reports/daily/haifa/{day}/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("运营日报")
    for word in ("呼入", "接通率", "服务水平（20 秒）", "平均应答速度", "按半小时", "按坐席"):
        expect(page.get_by_text(word).first).to_be_visible()
