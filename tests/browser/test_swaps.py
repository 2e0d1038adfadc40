"""A swap from the phone: choose a shift, a colleague, say why; the colleague agrees; the leader approves with one click."""

import datetime
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from staffing.roster.models import Assignment
from staffing.swaps.models import Swap, SwapState
from tests.staffing.factories import LATE_SHIFT
from tests.staffing.swaps.conftest import make_floor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_swap_in_five_taps(
    page_as: Callable[..., Page], assert_no_axe_violations: Callable[[Page], None]
) -> None:
    floor = make_floor()
    on = floor.site.today() + datetime.timedelta(days=5)
    floor.give(floor.ann, on)
    floor.give(floor.bo, on, LATE_SHIFT, "L")
    page = page_as(floor.ann.user, width=390)
    page.goto("/staffing/swaps/")
    assert_no_axe_violations(page)
    page.get_by_role("link", name=f"Swap {on}").tap()
    colleague_link = page.get_by_role("link", name="Ask Bo Wu")
    expect(colleague_link).to_be_visible()
    assert_no_axe_violations(page)
    colleague_link.tap()
    page.get_by_label("Why you have to be there").fill("My daughter’s school")
    page.get_by_role("button", name="Ask").tap()
    expect(page.get_by_text("Waits for the colleague")).to_be_visible()
    swap = Swap.objects.get()

    colleague = page_as(floor.bo.user, language="zh-hans", width=390, theme="dark")
    colleague.goto(swap.get_absolute_url())
    assert_no_axe_violations(colleague)
    colleague.get_by_role("button", name="同意").tap()
    expect(colleague.get_by_text("待第一班长审批").first).to_be_visible()

    leader = page_as(floor.leader.user)
    leader.goto(swap.get_absolute_url())
    assert_no_axe_violations(leader)
    leader.get_by_role("button", name="Approve").click()
    expect(leader.get_by_text("Approved").first).to_be_visible()
    swap.refresh_from_db()
    assert swap.state == SwapState.APPROVED
    assert Assignment.objects.published().get(employee=floor.ann, on=on).code == "L"
