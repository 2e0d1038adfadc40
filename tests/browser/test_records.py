"""Records of the floor in a real browser: a bulletin read in two taps, a patrol recorded on a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from callcenter.access.posts import PostCode
from staffing.records.bulletins.models import Receipt
from staffing.records.patrols.models import Patrol
from tests.factories import make_employee, make_team
from tests.staffing.records.factories import make_bulletin, make_checklist

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("language", "theme"), [("en", "light"), ("zh-hans", "dark")])
def test_a_bulletin_is_read_and_a_patrol_recorded_on_a_phone(
    page_as: Callable[..., Page],
    assert_no_axe_violations: Callable[[Page], None],
    language: str,
    theme: str,
) -> None:
    team = make_team()
    agent, leader = make_employee(team=team), make_employee(PostCode.SHIFT_LEADER, team=team)
    make_bulletin(team.department.site)
    make_checklist(team.department.site)
    page = page_as(agent.user, language=language, width=390, theme=theme)
    page.goto("/staffing/records/to-read/")
    assert_no_axe_violations(page)
    page.locator("a.record-line").first.click()
    assert_no_axe_violations(page)
    page.locator(".record-wide").click()
    expect(page.locator(".empty-title")).to_be_visible()
    assert Receipt.objects.get().employee == agent
    page = page_as(leader.user, language=language, width=390, theme=theme)
    page.goto("/staffing/records/patrols/new/")
    assert_no_axe_violations(page)
    page.locator(".record-check").nth(3).click()
    page.locator(".record-wide").click()
    expect(page.locator("[id^=finding-]")).to_have_count(1)
    assert_no_axe_violations(page)
    assert Patrol.objects.get().findings.get().item.code == "noise"
