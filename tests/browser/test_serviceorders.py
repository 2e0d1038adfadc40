"""The board of a day, and a voucher that the customer signs on the screen."""

from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from callcenter.files.attachments.services import files_of
from complaints.serviceorders import services
from complaints.serviceorders.models import ServiceOrder
from tests.complaints.serviceorders.factories import MINUTE, make_order
from tests.complaints.serviceorders.test_orders import Place

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("width", "language", "theme"), [(1440, "zh-hans", "light"), (390, "en", "dark")])
def test_the_board_and_the_register_fit(
    page_as: Callable[..., Page],
    assert_no_axe_violations: Callable[[Page], None],
    width: int,
    language: str,
    theme: str,
) -> None:
    place = Place()
    order = make_order(place.agent)
    page = page_as(place.manager.user, language, width, theme)
    for path in (
        "/complaints/service-orders/",
        "/complaints/service-orders/register/",
        order.get_absolute_url(),
    ):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert_no_axe_violations(page)


def test_the_customer_signs_on_the_screen(
    page_as: Callable[..., Page], assert_no_axe_violations: Callable[[Page], None]
) -> None:
    place = Place()
    order = services.dispatch(make_order(place.agent), place.technician, actor=place.manager.user)
    ServiceOrder.objects.update(dispatched_at=timezone.now() - 60 * MINUTE)
    page = page_as(place.technician.user, "en", 390)
    page.goto(order.get_absolute_url())
    page.fill("[name=work_done]", "New seal.")
    page.fill("[name=signed_by]", "Wang Fang")
    canvas = page.locator("canvas.signature-pad")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 60, steps=5)
    page.mouse.up()
    page.get_by_role("button", name="Finished").click()
    expect(page.locator("h1")).to_contain_text("waits for the manager")
    assert files_of(order).get().name == "signature.png"
    assert_no_axe_violations(page)
