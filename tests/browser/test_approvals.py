"""Reporting up the line and deciding in a real browser: on a phone, by keyboard, in both languages."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from callcenter.access.posts import PostCode
from callcenter.approvals.escalations.models import Escalation
from callcenter.approvals.escalations.services import Report, escalate
from callcenter.approvals.models import FollowUp, Request
from callcenter.approvals.requests.models import State
from tests.factories import make_employee, make_team

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LOOKS = [("en", 1440), ("zh-hans", 390)]


@pytest.fixture
def line():
    """An agent, a shift leader, a director."""
    team = make_team()
    director = make_employee(PostCode.DIRECTOR, team=team, name="Wang Li", name_zh="王丽")
    leader = make_employee(
        PostCode.SHIFT_LEADER, team=team, superior=director, name="Zhao Lei", name_zh="赵磊"
    )
    return make_employee(team=team, superior=leader, name="Li Na", name_zh="李娜"), leader, director


@pytest.mark.parametrize(("language", "width"), LOOKS)
def test_a_report_is_made_passed_up_and_answered(
    page_as: Callable[..., Page],
    assert_no_axe_violations: Callable[[Page], None],
    line: tuple,
    language: str,
    width: int,
) -> None:
    agent, leader, director = line
    page = page_as(agent.user, language=language, width=width)
    page.goto("/approvals/escalations/new/")
    assert_no_axe_violations(page)
    page.fill("[name=topic]", "Line down")
    page.fill("[name=situation]", "No calls since 9:40")
    page.locator("form.form-column button[type=submit]").click()
    expect(page.locator(".chain-level")).to_have_count(2)
    assert_no_axe_violations(page)
    request = Request.objects.get()
    for user, act, words in ((leader.user, "approve", ""), (director.user, "answer", "Route to Sydney")):
        page = page_as(user, language=language, width=width)
        page.goto("/approvals/")
        assert_no_axe_violations(page)
        page.locator(f"a[href='{request.get_absolute_url()}']").first.click()
        page.fill("[name=comment]", words)
        assert_no_axe_violations(page)
        page.locator(f"button[name=act][value={act}]").click()
        expect(page.locator(".empty-title")).to_be_visible()
    request.refresh_from_db()
    assert request.state == State.APPROVED
    assert Escalation.objects.get().instruction == "Route to Sydney"


def test_a_decision_is_made_with_the_keyboard_alone(page_as: Callable[..., Page], line: tuple) -> None:
    agent, leader, _director = line
    escalate(Report("Line down", "No calls since 9:40"), author=agent, actor=None)
    page = page_as(leader.user)
    page.goto("/approvals/")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.locator("[name=comment]").focus()
    page.keyboard.type("Route to Sydney")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".empty-title")).to_be_visible()
    assert Escalation.objects.get().instruction == "Route to Sydney"


@pytest.mark.parametrize(("language", "width"), LOOKS)
def test_after_an_emergency_the_direct_superior_is_told_on_the_phone(
    page_as: Callable[..., Page],
    assert_no_axe_violations: Callable[[Page], None],
    line: tuple,
    language: str,
    width: int,
) -> None:
    agent, _leader, _director = line
    asked = escalate(Report("Smoke", "At the server room", is_urgent=True), author=agent, actor=None)
    page = page_as(agent.user, language=language, width=width, theme="dark")
    page.goto(asked.get_absolute_url())
    assert_no_axe_violations(page)
    page.fill("[name=note]", "Told her on the phone")
    page.locator("#tell button[type=submit]").click()
    expect(page.locator("#tell textarea")).to_have_count(0)
    assert FollowUp.objects.get().note == "Told her on the phone"


@pytest.mark.parametrize(("language", "width"), LOOKS)
def test_deputies_and_off_boarding_are_readable_to_everybody(
    page_as: Callable[..., Page],
    assert_no_axe_violations: Callable[[Page], None],
    line: tuple,
    language: str,
    width: int,
) -> None:
    agent, leader, director = line
    leaver = make_employee(left_on=agent.site.today(), site=agent.site)
    hr = make_employee(PostCode.HR, site=agent.site)
    page = page_as(leader.user, language=language, width=width)
    page.goto("/people/deputies/name/")
    assert_no_axe_violations(page)
    page.fill("[name=deputy]", director.number)
    page.fill("[name=last_day]", agent.site.today().isoformat())
    page.locator("form.form-column button[type=submit]").click()
    expect(page.locator("tbody tr, .listing-card")).to_have_count(1)
    assert_no_axe_violations(page)
    page = page_as(hr.user, language=language, width=width)
    for address in (
        "/people/offboarding/",
        f"/people/employees/{leaver.number}/offboarding/",
        "/people/roles/",
    ):
        page.goto(address)
        assert_no_axe_violations(page)
    page.goto(f"/people/employees/{leaver.number}/rehire/")
    assert_no_axe_violations(page)
