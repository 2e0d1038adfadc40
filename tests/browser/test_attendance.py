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
    assert AttendanceDay.objects.get(employee=agents[0]).first_in == punch.occurred_at

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
