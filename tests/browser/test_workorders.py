"""A work order from the phone: taken, transferred, handled by a department, told, confirmed, closed; in both languages."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from complaints.workorders.models import WorkOrder
from complaints.workorders.states import State
from tests.complaints.workorders.factories import make_floor, make_ticket

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_order_from_the_call_to_the_archive(
    page_as: Callable[..., Page], assert_no_axe_violations: Callable[[Page], None]
) -> None:
    floor = make_floor()
    agent = page_as(floor.agent.user, width=390)
    agent.goto("/complaints/work-orders/")
    assert_no_axe_violations(agent)
    agent.get_by_role("link", name="Take a work order").tap()
    agent.get_by_label("Phone", exact=True).fill("13800138000")
    agent.get_by_label("What the customer asks").fill("The machine kept my card")
    agent.get_by_label("Category").select_option(label=floor.category.name)
    assert_no_axe_violations(agent)
    agent.get_by_role("button", name="Take down").tap()
    expect(agent.get_by_text("The machine kept my card").first).to_be_visible()
    assert_no_axe_violations(agent)
    agent.get_by_role("link", name="Transfer to a department").tap()
    agent.get_by_label("To department").select_option(label="Cards")
    agent.get_by_label("Why it is transferred").fill("Only they open it")
    assert_no_axe_violations(agent)
    agent.get_by_role("button", name="Transfer to a department").tap()
    expect(agent.get_by_text("Transferred").first).to_be_visible()
    order = WorkOrder.objects.get()

    handler = page_as(floor.handler.user, language="zh-hans")
    handler.goto("/complaints/work-orders/tickets/")
    assert_no_axe_violations(handler)
    handler.goto(order.get_absolute_url())
    handler.get_by_label("处理人").select_option(value=str(floor.handler.pk))
    handler.get_by_role("button", name="接收转办单").click()
    handler.get_by_label("与坐席沟通了解的情况").fill("已了解")
    handler.get_by_role("button", name="与坐席沟通").click()
    handler.get_by_label("处理情况").fill("已开机取卡")
    handler.get_by_label("处理结果").fill("卡已寄出")
    assert_no_axe_violations(handler)
    handler.get_by_role("button", name="提交反馈单").click()
    expect(handler.get_by_text("已反馈").first).to_be_visible()

    agent.goto(order.get_absolute_url())
    agent.get_by_label("What the customer was told").fill("It is in the post")
    agent.get_by_role("button", name="Inform the customer").tap()
    agent.get_by_role("button", name="Customer is satisfied").tap()
    agent.get_by_role("button", name="Close and archive").tap()
    expect(agent.get_by_text("Closed and archived").first).to_be_visible()
    order.refresh_from_db()
    assert order.state == State.CLOSED


def test_the_board_and_the_figures_can_be_read_by_everybody(
    page_as: Callable[..., Page], assert_no_axe_violations: Callable[[Page], None]
) -> None:
    floor = make_floor()
    make_ticket(floor, "in_progress")
    for language, width, theme in (("en", 1440, "light"), ("zh-hans", 390, "dark")):
        page = page_as(floor.director.user, language=language, width=width, theme=theme)
        for address in (
            "all",
            "tickets",
            "board",
            "departments",
            "figures",
            "coordination",
            "coordination/ask",
            "categories",
        ):
            page.goto(f"/complaints/work-orders/{address}/")
            assert_no_axe_violations(page)
            wide = page.evaluate(
                "document.documentElement.scrollWidth > document.documentElement.clientWidth"
            )
            assert not wide, address
