"""Clocking in on a phone, calling the roll with one key, a day and its month sheet looked at."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from callcenter.access.posts import PostCode
from staffing.attendance.models import AttendanceDay, Punch, RollCallMark
from staffing.attendance.periods.services import sheet_at
from tests.factories import make_employee, make_team
from tests.staffing.attendance.factories import import_punches, worked_out
from tests.staffing.factories import make_assignment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_agent_clocks_in_and_the_leader_calls_the_rest(
    page_as: Callable[..., Page], assert_no_axe_violations: Callable[[Page], None]
) -> None:
    team = make_team()
    site = team.department.site
    leader = make_employee(PostCode.SHIFT_LEADER, team=team)
    agents = [make_employee(team=team, superior=leader) for _each in range(3)]
    now = timezone.now().replace(second=0, microsecond=0)
    starts = now + datetime.timedelta(minutes=15)
    today = starts.astimezone(site.zone).date()
    for person in agents:
        span: Any = {"starts_at": starts, "ends_at": starts + datetime.timedelta(hours=4), "segments": []}
        make_assignment(person, today, **span)

    phone = page_as(agents[0].user, width=390)
    phone.goto("/staffing/attendance/mine/")
    assert_no_axe_violations(phone)
    phone.get_by_role("button", name="Clock in").click()
    expect(phone.get_by_role("button", name="Clock out")).to_be_visible()
    punch = Punch.objects.get()
    assert (punch.direction, punch.drift_seconds) == ("in", 0)
    assert AttendanceDay.objects.get(employee=agents[0], on=today).first_in == punch.occurred_at

    page = page_as(leader.user)
    page.goto(f"/staffing/attendance/roll-calls/?on={today}")
    page.get_by_role("link", name=timezone.localtime(starts, site.zone).strftime("%H:%M")).click()
    assert_no_axe_violations(page)
    page.get_by_role("group", name=str(agents[2])).get_by_text("Not there").click()
    page.keyboard.press("a")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The roll call is recorded.")).to_be_visible()
    marks = dict(RollCallMark.objects.values_list("employee", "mark"))
    assert [marks[person.pk] for person in agents] == ["present", "present", "absent"]

    page.goto(f"/staffing/attendance/people/{agents[1].number}/{today}/")
    expect(page.get_by_role("heading", name="What it comes to, and why")).to_be_visible()
    assert_no_axe_violations(page)
    page.goto(sheet_at(site, today).get_absolute_url())
    expect(page.get_by_role("table")).to_be_visible()
    assert_no_axe_violations(page)


def test_an_agent_answers_to_a_breach_on_the_phone_and_the_leader_decides(
    page_as: Callable[..., Page], assert_no_axe_violations: Callable[[Page], None]
) -> None:
    team = make_team()
    site = team.department.site
    director = make_employee(PostCode.DIRECTOR, site=site)
    leader = make_employee(PostCode.SHIFT_LEADER, team=team, superior=director)
    people = [make_employee(team=team, superior=leader) for _each in range(2)]
    yesterday = site.today() - datetime.timedelta(days=1)
    for person in people:
        make_assignment(person, yesterday)
        import_punches(person, "in 08:25", "out 16:30", on=yesterday)
        worked_out(person, yesterday)

    phone = page_as(people[0].user, width=390)
    phone.goto("/staffing/attendance/mine/")
    phone.get_by_role("link", name="Say what happened").click()
    assert_no_axe_violations(phone)
    phone.get_by_label("What you have to say").fill("The bus broke down.")
    phone.get_by_role("button", name="Send to the leader").click()
    expect(phone.get_by_text("Your leader has your statement.")).to_be_visible()

    page = page_as(leader.user)
    page.goto("/staffing/attendance/breaches/")
    assert_no_axe_violations(page)
    for row in page.get_by_role("row").all()[1:]:
        row.get_by_role("checkbox").check()
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Confirm").first.click()
    if page.get_by_role("dialog").is_visible():
        page.get_by_role("dialog").get_by_role("button", name="Confirm").click()
    expect(page.get_by_text("1 breach is confirmed.")).to_be_visible()
    expect(page.get_by_text("read the statement first")).to_be_visible()
    page.get_by_role("link", name="1 waits for your decision").click()
    page.get_by_role("link", name=str(people[0])).click()
    expect(page.get_by_text("The bus broke down.")).to_be_visible()
    page.get_by_role("button", name="Dismiss").click()
    expect(page.get_by_text("Say why.")).to_be_visible()
    assert_no_axe_violations(page)
    page.get_by_label("Comment").fill("The delay is confirmed.")
    page.get_by_role("button", name="Dismiss").click()
    expect(page.get_by_role("heading", name="Late, breach").get_by_text("Dismissed")).to_be_visible()
