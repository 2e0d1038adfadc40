"""Who may open the pages of service orders and call their API."""

from typing import Any

from callcenter.access.posts import PostCode
from complaints.serviceorders.models import ServiceOrder
from tests.complaints.serviceorders.factories import make_order
from tests.web.permission_table import Line, World, posts

SITE = posts("coordinator complaint_officer director center_manager")
SEE = posts("agent group_leader shift_leader dept_handler") | SITE
MANAGE = posts("director center_manager")
TAKE = posts("agent group_leader shift_leader") | SITE
# The order of the table was taken by the world's complaint officer, who belongs to no team of the leaders.
SEES_ONE = SITE


def order(world: World) -> dict[str, Any]:
    """A line of the register that waits for a technician."""
    if "service_order" not in world.extra:
        officer = world.users[PostCode.COMPLAINT_OFFICER].employee
        made = make_order(officer)
        ServiceOrder.objects.filter(pk=made.pk).update(team=None, department=None)
        world.extra["service_order"] = made
    found: ServiceOrder = world.extra["service_order"]
    return {"voucher": found.voucher}


def order_pk(world: World) -> dict[str, Any]:
    order(world)
    return {"pk": world.extra["service_order"].pk}


def on_order(name: str, allowed: Any, success: int = 422) -> Line:
    return Line(
        f"serviceorders:{name}", order, method="post", allowed=allowed, success=success, otherwise=404,
        except_for=dict.fromkeys(SEES_ONE - allowed, 403),
    )  # fmt: skip


def over_api(name: str, success: int, allowed: Any = SEES_ONE, method: str = "post") -> Line:
    """Posts without a grant are refused, those whose grant does not reach it do not find it."""
    beyond = dict.fromkeys(SEE - SEES_ONE, 404) | dict.fromkeys(SEES_ONE - allowed, 403)
    return Line(
        f"api:complaints-service-orders-{name}", order_pk, method=method, allowed=allowed, success=success, nobody=401,
        except_for=beyond,
    )  # fmt: skip


LINES = [
    Line("serviceorders:board", allowed=SEE),
    Line("serviceorders:orders", allowed=SEE),
    Line("serviceorders:compare", method="post", data={"on": "2099-01-01"}, allowed=MANAGE, success=422),
    Line("serviceorders:register", allowed=TAKE),
    Line("serviceorders:register", method="post", allowed=TAKE, success=422),
    Line("serviceorders:order", order, allowed=SEES_ONE, otherwise=404),
    Line("serviceorders:change", order, allowed=SEES_ONE, otherwise=404),
    Line("serviceorders:change", order, method="post", allowed=SEES_ONE, success=422, otherwise=404),
    Line("serviceorders:voucher", order, allowed=SEES_ONE, otherwise=404),
    on_order("dispatch", SEES_ONE),  # an empty form says what is missing before anybody is asked who they are
    on_order("finish", SEES_ONE),
    on_order("come-back", SEES_ONE),
    on_order("cancel", SEES_ONE),
    on_order("sign-off", MANAGE),
    on_order("archive", MANAGE),
    on_order("off-site", SEES_ONE),
    on_order("travel-cost", SEES_ONE),
    on_order("invoice", SEES_ONE),
    on_order("collect", MANAGE),
    on_order("hand-over", MANAGE),
    Line("api:complaints-service-orders-list", allowed=SEE, nobody=401),
    Line("api:complaints-service-orders-list", method="post", allowed=SEE, success=400, nobody=401),
    over_api("detail", 200, method="get"),
    over_api("dispatch", 400),
    over_api("come-back", 400),
    over_api("cancel", 400),
    over_api("sign-off", 409, MANAGE),
    over_api("archive", 409, MANAGE),
]  # fmt: skip
