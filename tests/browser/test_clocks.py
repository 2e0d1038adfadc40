"""Deadlines in a real browser: what is due on Today, a deadline explained, paused, and many worked out anew."""

import datetime
import os
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from callcenter.access.posts import PostCode
from callcenter.accounts.models import User
from callcenter.clocks import services
from callcenter.clocks.models import Clock
from callcenter.people.models import Employee
from callcenter.workcalendar.rules import Day, DayKind, OpenHours, weekdays
from tests.browser.looks import every_look
from tests.clocks import kinds
from tests.factories import make_employee, make_site, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MakePage = Callable[..., Page]
kinds.declare()


@pytest.fixture
def director() -> User:
    return make_user(PostCode.DIRECTOR, site=make_site(name="Harbin", name_zh="哈尔滨"), name="Wang Li")


def office(today: datetime.date) -> OpenHours:
    """Open on weekdays with a lunch break, a holiday yesterday and a make-up day on Sundays."""
    yesterday = today - datetime.timedelta(days=1)
    holiday = Day(DayKind.HOLIDAY, (), "Founding Day", "成立纪念日")
    return OpenHours(
        "Asia/Shanghai",
        weekdays(((9 * 3600, 12 * 3600), (13 * 3600, 18 * 3600)), range(7)),
        {yesterday: holiday},
    )


@pytest.fixture
def clock(director: User, monkeypatch: pytest.MonkeyPatch) -> Clock:
    """An order of three days ago, overdue; another one that has time; and one that is done."""
    site = director.employee.site
    hours = office(timezone.now().astimezone(site.zone).date())
    monkeypatch.setattr("callcenter.clocks.services.open_hours", lambda site, on: hours)
    monkeypatch.setattr("callcenter.clocks.rebasing.open_hours", lambda site, on: hours)
    now = timezone.now().replace(microsecond=0)

    def start(name: str, kind: str, ago: datetime.timedelta, **fields: object) -> Clock:
        subject: Employee = make_employee(site=site, name=name, with_user=False)
        return services.start_clock(kind, subject, site=site, actor=director, at=now - ago, **fields)  # type: ignore[arg-type]

    late = start("Order 1001", "clocktests.reply", datetime.timedelta(days=3, hours=5), owner=director)
    start("Case 2002", "clocktests.close", datetime.timedelta(days=2), owner=director)
    done = start("Case 2003", "clocktests.close", datetime.timedelta(days=2))
    services.stop_clock(done, actor=director)
    return late


@every_look
def test_pages_have_no_accessibility_violations(
    page_as: MakePage,
    assert_no_axe_violations: Callable[[Page], None],
    director: User,
    clock: Clock,
    width: int,
    language: str,
    theme: str,
) -> None:
    page = page_as(director, language, width, theme)
    paths = {"today": "/", "list": "/clocks/", "all": "/clocks/?state=all", "empty": "/clocks/?q=zebra"}
    paths |= {"late": clock.get_absolute_url(), "rebase": "/clocks/rebase/"}
    paths["running"] = Clock.objects.running().exclude(pk=clock.pk).get().get_absolute_url()
    for name, path in paths.items():
        page.goto(path)
        if folder := os.environ.get("CALLCENTER_PICTURES"):
            page.screenshot(path=f"{folder}/{name}-{width}-{language}-{theme}.png", full_page=True)
        assert_no_axe_violations(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_what_is_due_leads_from_today_to_the_days_of_a_deadline(
    page_as: MakePage, director: User, clock: Clock
) -> None:
    page = page_as(director)
    page.goto("/")
    panel = page.locator(".card", has=page.get_by_role("heading", name="What is due"))
    expect(panel).to_contain_text("overdue since")
    panel.get_by_role("link", name="Order 1001").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Order 1001")
    days = page.get_by_role("region", name="Table: what each day counted")
    expect(days).to_contain_text("09:00–12:00, 13:00–18:00")
    expect(page.get_by_text("8 h of open time")).to_be_visible()
    expect(page.get_by_role("time").first).to_have_attribute(
        "title", timezone.localtime(clock.due_at, clock.site.zone).strftime("%Y-%m-%d %H:%M:%S")
    )


def test_a_holiday_is_named_in_the_readers_language(page_as: MakePage, director: User, clock: Clock) -> None:
    running = Clock.objects.running().exclude(pk=clock.pk).get()
    page = page_as(director, "zh-hans")
    page.goto(running.get_absolute_url())
    expect(page.get_by_role("region", name="表格：每日计入的时间")).to_contain_text("成立纪念日：每天都计")


def test_a_director_pauses_a_deadline_and_lets_it_run_on(
    page_as: MakePage, director: User, clock: Clock
) -> None:
    running = Clock.objects.running().exclude(pk=clock.pk).get()
    page = page_as(director)
    page.goto(running.get_absolute_url())
    page.get_by_label("What is it waiting for?").fill("The customer's answer")
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_text("The deadline is paused.")).to_be_visible()
    expect(page.get_by_role("region", name="What happened")).to_contain_text("The customer's answer")
    page.get_by_role("button", name="Let it run on").click()
    expect(page.get_by_text("The deadline runs on")).to_be_visible()


def test_running_deadlines_are_worked_out_anew_after_a_look_at_what_moves(
    page_as: MakePage, director: User, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    longer = OpenHours("Asia/Shanghai", weekdays(((0, 86_400),), range(7)))
    monkeypatch.setattr("callcenter.clocks.rebasing.open_hours", lambda site, on: longer)
    page = page_as(director)
    page.goto("/clocks/")
    page.get_by_role("link", name="Work out anew").click()
    page.get_by_label("Reason").fill("Open day and night")
    page.get_by_role("button", name="Show what would move").click()
    expect(page.get_by_role("region", name="Table: deadlines that would move farthest")).to_contain_text(
        "Order 1001"
    )
    page.get_by_role("button", name="Work out anew").click()
    expect(page.get_by_text("1 deadline has moved.")).to_be_visible()
    assert clock.events.filter(reason="Open day and night").exists()
