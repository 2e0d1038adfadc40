"""Leave in a real browser: asked for on a phone in a few touches, endorsed and approved, in both languages."""

import datetime
import re
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from staffing.leave.models import LeaveRequest
from staffing.leave.states import State
from tests.staffing.factories import make_assignment
from tests.staffing.leave.factories import Line, make_grant, make_kind, make_line

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LOOKS = [("en", "light"), ("zh-hans", "dark")]


@pytest.fixture
def line() -> Line:
    """The line of four; the agent works on the next days, and has annual leave."""
    line = make_line()
    today = line.site.today()
    for step in (3, 4, 5):
        make_assignment(line.agent, today + datetime.timedelta(days=step))
    for code in ("personal", "personal-special", "annual", "sick"):
        make_kind(line.site, code)
    make_grant(line.agent, make_kind(line.site, "annual"), "5")
    return line


@pytest.mark.parametrize(("language", "theme"), LOOKS)
def test_a_day_off_is_asked_for_on_a_phone_endorsed_and_approved(
    page_as: Callable[..., Page],
    assert_no_axe_violations: Callable[[Page], None],
    line: Line,
    language: str,
    theme: str,
) -> None:
    page = page_as(line.agent.user, language=language, width=390, theme=theme)
    page.goto("/staffing/leave/mine/")
    assert_no_axe_violations(page)
    page.locator("a[href='/staffing/leave/ask/']").first.click()  # the first touch
    expect(page.locator("#outlook dd")).not_to_have_count(0)
    assert_no_axe_violations(page)
    with page.expect_response("**/ask/outlook/"):
        page.locator("label", has=page.locator("input[name=kind][value=annual]")).click()  # the second
    expect(page.locator("#outlook")).to_contain_text("4")
    page.locator("label", has=page.locator("input[name=day]")).nth(1).click()  # the third
    page.locator(".outlook-submit").click()  # the fourth
    expect(page).to_have_url(re.compile("/requests/"))
    assert_no_axe_violations(page)
    leave = LeaveRequest.objects.get()
    assert (leave.state, leave.kind.code) == (State.SUBMITTED, "annual")
    assert leave.first_on > timezone.localdate()
    for person in (line.leader, line.director):
        page = page_as(person.user, language=language, theme=theme)
        page.goto(leave.get_absolute_url())
        assert_no_axe_violations(page)
        page.locator("button[name=act][value=approve]").click()
        expect(page.locator("#decide")).to_have_count(0)
    leave.refresh_from_db()
    assert leave.state == State.APPROVED
    for address in ("calendar/", "requests/", "balances/", "kinds/", "places/"):
        page.goto(f"/staffing/leave/{address}")
        assert_no_axe_violations(page)


def test_a_refusal_names_its_rule_and_a_way_out_without_javascript(
    page_as: Callable[..., Page], assert_no_axe_violations: Callable[[Page], None], line: Line
) -> None:
    today = line.site.today()
    line.agent.assignments.filter(on__gte=today).delete()
    soon = timezone.now() + datetime.timedelta(hours=3)
    on = soon.astimezone(line.site.zone).date()
    make_assignment(line.agent, on, starts_at=soon, ends_at=soon + datetime.timedelta(hours=8), segments=[])
    page = page_as(line.agent.user, width=390, java_script_enabled=False)
    page.goto("/staffing/leave/ask/")
    page.fill("[name=reason]", "A pipe broke")
    page.locator(".outlook-submit").click()
    expect(page.locator(".outlook-no")).to_contain_text("24 hours")
    page.locator("button[name=instead][value=special]").click()
    expect(page.locator("#outlook-title")).to_have_text("Special personal leave")
    page.locator(".outlook-submit").click()
    expect(page).to_have_url(re.compile("/requests/"))
    assert LeaveRequest.objects.get().path == "special"
