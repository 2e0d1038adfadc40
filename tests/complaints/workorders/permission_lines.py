"""Who may open the pages of work orders, transfer tickets, coordination, and call their API."""

import datetime
from typing import Any

from django.utils import timezone

from complaints.cases.models import State as CaseState
from complaints.workorders.coordination import services as coordination
from complaints.workorders.models import PlanItem
from complaints.workorders.orders import services as orders
from complaints.workorders.orders.services import OrderFacts
from complaints.workorders.states import OrderChannel
from complaints.workorders.tickets import services as tickets
from tests.complaints.factories import make_case
from tests.complaints.workorders.factories import make_category
from tests.web.permission_table import Line, World, posts

VIEW = posts(
    "agent group_leader shift_leader coordinator complaint_officer info_coordinator director center_manager dept_handler "
    "deputy_director"
)
SEE = VIEW - posts("agent")
TAKE = posts("agent group_leader shift_leader coordinator complaint_officer director center_manager")
LEAD = posts("group_leader shift_leader coordinator director center_manager")
ARRANGE = posts("coordinator director center_manager")
DEPARTMENT = ARRANGE | posts("dept_handler")
EDIT = LEAD | posts("dept_handler")
WATCH = LEAD | posts("complaint_officer info_coordinator")
CASES = posts(
    "group_leader shift_leader qa_trainer info_coordinator coordinator complaint_officer director center_manager deputy_gm "
    "sales_deputy_gm gm gm_office"
)
AGENT_404 = dict.fromkeys(posts("agent"), 404)


def order(world: World) -> dict[str, Any]:
    """An order that the world's agent took and that the world's department has not received."""
    if "work_order" not in world.extra:
        soon = timezone.now() + datetime.timedelta(hours=4)
        facts = OrderFacts(
            OrderChannel.PHONE,
            make_category(world.site),
            "Where is it?",
            contact_phone="13800138000",
            promised_reply_at=soon,
        )
        made = orders.record_order(world.site, facts, actor=None, owner=world.agent)
        world.extra["work_ticket"] = tickets.transfer(
            made, world.department, actor=None, problem="p", reason="r", required_by=soon
        )
        world.extra["work_order"] = made
    return {"pk": world.extra["work_order"].pk}


def a_step(key: str) -> Any:
    return lambda world: order(world) | {"key": key}


def ticket(world: World) -> dict[str, Any]:
    order(world)
    return {"pk": world.extra["work_ticket"].pk}


def paper(world: World) -> dict[str, Any]:
    return order(world) | {"seq": 1}


def category(world: World) -> dict[str, Any]:
    if "work_category" not in world.extra:
        world.extra["work_category"] = make_category(world.site)
    return {"pk": world.extra["work_category"].pk}


def request(world: World) -> dict[str, Any]:
    """A coordination with a task for the world's department."""
    if "coordination" not in world.extra:
        made = coordination.ask(
            world.site, actor=None, situation="s", purpose="p",
            required_by=timezone.now() + datetime.timedelta(days=2),
        )  # fmt: skip
        coordination.plan(made, world.department, actor=None, task="t", due_on=world.site.today())
        world.extra["coordination"] = made
    return {"pk": world.extra["coordination"].pk}


def task(world: World) -> dict[str, Any]:
    pk = request(world)
    return pk | {"item": PlanItem.objects.get(request=world.extra["coordination"]).pk}


def redirected(world: World) -> dict[str, Any]:
    """A complaint that was passed on as none."""
    if "redirected" not in world.extra:
        world.extra["redirected"] = make_case(world.site, CaseState.REDIRECTED, team=world.team)
    return {"reference": world.extra["redirected"].reference}


def step(key: str, allowed: Any, seen: Any = SEE) -> list[Line]:
    """The form of a step and taking it without what it needs: of those who see the order, others are refused."""
    barred = dict.fromkeys(seen - allowed, 403)
    common: dict[str, Any] = {"allowed": allowed, "otherwise": 404, "except_for": barred}
    return [
        Line("workorders:step", a_step(key), **common),
        Line("workorders:step", a_step(key), method="post", success=422, **common),
    ]


def seen(name: str, args: Any, allowed: Any, method: str = "get", success: int = 200, **more: Any) -> Line:
    barred = dict.fromkeys(SEE - allowed, 403)
    return Line(
        f"workorders:{name}",
        args,
        method=method,
        allowed=allowed,
        success=success,
        otherwise=404,
        except_for=barred,
        **more,
    )


def over_api(name: str, args: Any, allowed: Any, success: int = 400) -> Line:
    """A step by the API: of those who see the record others get 403 after the form, or 400 for an empty one."""
    return Line(
        f"api:complaints-{name}", args, method="post", allowed=allowed, success=success, nobody=401,
        except_for=AGENT_404,
    )  # fmt: skip


MINUTES = {"way": "meeting", "held_at": "2026-01-01T00:00:00Z"} | dict.fromkeys(
    ("participants", "discussion", "consensus", "arrangements"), "x"
)


def a_task(world: World) -> dict[str, Any]:
    return {"department": world.department.code, "task": "t", "due_on": world.site.today().isoformat()}


def of_a_complaint(world: World) -> dict[str, Any]:
    category(world)
    soon = timezone.now() + datetime.timedelta(hours=4)
    return {
        "complaint": redirected(world)["reference"], "category": world.extra["work_category"].code,
        "promised_reply_at": soon.isoformat(),
    }  # fmt: skip


def by_api(name: str, args: Any, allowed: Any, success: int = 200, **more: Any) -> Line:
    """An act by the API, with all that it needs: others who see the record are refused."""
    return Line(
        f"api:complaints-{name}", args, method="post", allowed=allowed, success=success, nobody=401,
        except_for=AGENT_404, **more,
    )  # fmt: skip


def led(name: str, args: Any = request, allowed: Any = ARRANGE, **more: Any) -> Line:
    """An act on a coordination."""
    return by_api(f"coordination-requests-{name}", args, allowed, **more)


LINES = [
    Line("workorders:index", allowed=VIEW),
    Line("workorders:new", allowed=TAKE),
    Line("workorders:new", method="post", allowed=TAKE, success=422),
    Line("workorders:orders", allowed=VIEW),
    Line("workorders:tickets", allowed=VIEW),
    Line("workorders:receive-many", method="post", allowed=EDIT, success=302),
    Line("workorders:assign-many", method="post", allowed=EDIT, success=302),
    Line("workorders:board", allowed=WATCH),
    Line("workorders:chase-many", method="post", allowed=WATCH, success=302),
    Line("workorders:departments", allowed=WATCH),
    Line("workorders:figures", allowed=WATCH),
    Line("workorders:categories", allowed=ARRANGE),
    Line("workorders:categories", method="post", allowed=ARRANGE, success=422),
    Line("workorders:first-categories", method="post", allowed=ARRANGE, success=302),
    Line("workorders:category", category, allowed=ARRANGE),
    Line("workorders:category", category, method="post", allowed=ARRANGE, success=422),
    Line("workorders:order", order, allowed=SEE, otherwise=404),
    *step("transfer", LEAD),
    *step("cancel", LEAD),
    *step("upgrade", LEAD),
    *step("receive", DEPARTMENT),
    *step("return", DEPARTMENT),
    *step("contact", posts("")),
    *step("feedback", posts("")),
    *step("inform", LEAD),
    *step("object", LEAD),
    *step("settle", posts("director center_manager")),
    Line(
        "workorders:step", a_step("close"), method="post", allowed=LEAD, success=422, otherwise=404,
        except_for=dict.fromkeys(SEE - LEAD, 403),
    ),
    seen("reply", order, LEAD),
    seen("reply", order, LEAD, method="post", success=422),
    seen("hand-over", order, LEAD),
    seen("hand-over", order, LEAD, method="post", success=422),
    seen("chase", order, LEAD, method="post", success=302),
    seen("handler", order, DEPARTMENT),
    seen("handler", order, DEPARTMENT, method="post", success=422),
    Line("workorders:paper", paper, allowed=SEE, except_for=AGENT_404),
    Line("workorders:coordination", allowed=VIEW),
    Line("workorders:coordination-ask", allowed=TAKE),
    Line("workorders:coordination-ask", method="post", allowed=TAKE, success=422),
    Line("workorders:coordination-request", request, allowed=SEE, otherwise=404),
    *(
        seen(f"coordination-{name}", request, ARRANGE, method="post", success=422)
        for name in ("minutes", "plan", "accept", "call-off")
    ),
    seen("coordination-task", task, DEPARTMENT),
    seen("coordination-task", task, DEPARTMENT, method="post", success=422),
    Line(
        "workorders:take-over", redirected, allowed=CASES & TAKE, otherwise=404,
        except_for=dict.fromkeys(CASES - TAKE, 403),
    ),
    Line(
        "workorders:take-over", redirected, method="post", allowed=CASES & TAKE, success=422, otherwise=404,
        except_for=dict.fromkeys(CASES - TAKE, 403),
    ),
    Line("api:complaints-work-orders-list", allowed=VIEW, nobody=401),
    Line("api:complaints-work-orders-list", method="post", allowed=VIEW, success=400, nobody=401),
    Line("api:complaints-work-orders-detail", order, allowed=SEE, nobody=401, except_for=AGENT_404),
    *(
        over_api(f"work-orders-{name}", order, SEE)
        for name in ("answer", "transfer", "inform", "object-to", "reprocess", "cancel", "upgrade")
    ),
    *(
        Line(
            f"api:complaints-work-orders-{name}", order, method="post", allowed=LEAD, success=409, nobody=401,
            except_for=AGENT_404,
        )
        for name in ("confirm", "close")
    ),
    by_api("work-orders-reply", order, LEAD, data={"means": "phone", "words": "x"}),
    by_api("work-orders-chase", order, LEAD),
    by_api("work-orders-hand-over", order, LEAD, data=lambda world: {"person": world.agent.number}),
    by_api("work-orders-settle", order, posts("director center_manager"), success=409, data={"words": "x"}),
    Line(
        "api:complaints-work-orders-from-complaint", method="post", data=of_a_complaint, allowed=CASES & TAKE,
        success=201, nobody=401, except_for=dict.fromkeys(VIEW - CASES, 400),
    ),
    by_api(
        "transfer-tickets-handler", ticket, DEPARTMENT, success=409,
        data=lambda world: {"handler": world.agent.number},
    ),
    by_api("transfer-tickets-wait", ticket, posts(""), data={"words": "x"}),
    by_api("transfer-tickets-resume", ticket, posts("")),
    Line("api:complaints-transfer-tickets-list", allowed=VIEW, nobody=401),
    Line("api:complaints-transfer-tickets-detail", ticket, allowed=SEE, nobody=401, except_for=AGENT_404),
    *(
        over_api(f"transfer-tickets-{name}", ticket, SEE)
        for name in ("receive", "contact", "return-ticket", "feedback")
    ),
    Line("api:complaints-coordination-requests-list", allowed=VIEW, nobody=401),
    Line("api:complaints-coordination-requests-list", method="post", allowed=VIEW, success=400, nobody=401),
    Line(
        "api:complaints-coordination-requests-detail", request, allowed=SEE, nobody=401, except_for=AGENT_404
    ),
    led("minutes", data=MINUTES),
    led("plan", data=a_task),
    led("accept", success=409, data=dict.fromkeys(("acceptance", "evaluation", "lessons"), "x")),
    led("call-off", data={"words": "x"}),
    led("progress", task, data={"progress": "x"}, allowed=DEPARTMENT),
    led("postpone", task, data=lambda world: {"due_on": world.site.today().isoformat()}),
]  # fmt: skip
