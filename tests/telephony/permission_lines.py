"""Who sees calls and numbers, and who says what the switch's names mean."""

from typing import Any

from callcenter.telephony.models import (
    AgentInterval,
    Call,
    CallType,
    DayLoad,
    Queue,
    QueueInterval,
    SwitchAgent,
)
from tests.telephony.factories import load_agent_intervals, load_calls, load_queue_intervals, make_calls
from tests.web.permission_table import Line, World, posts

IMPORTERS = posts("info_coordinator director")
REVEALERS = posts("qa_trainer complaint_officer info_coordinator director center_manager")
SEE_OTHERS = REVEALERS | posts(
    "group_leader shift_leader deputy_director deputy_gm sales_deputy_gm gm gm_office"
)
SEE_CALLS = SEE_OTHERS | posts("agent")


def facts(world: World) -> Call:
    """One call of the world's agent, with a type and a queue."""
    if not Call.objects.filter(site=world.site).exists():
        SwitchAgent.objects.create(site=world.site, code="1017", employee=world.agent)
        load_calls(world.site, make_calls(1, call_type="PS", customer_ref="13812341234"))
    return Call.objects.get(site=world.site)


def call(world: World) -> dict[str, Any]:
    made = facts(world)
    return {"day": made.day.isoformat(), "pk": made.pk}


def call_key(world: World) -> dict[str, Any]:
    made = facts(world)
    return {"key": f"{made.day}-{made.pk}"}


def agent(world: World) -> dict[str, Any]:
    facts(world)
    return {"pk": SwitchAgent.objects.get(site=world.site).pk}


def day(world: World) -> dict[str, Any]:
    facts(world)
    return {"pk": DayLoad.objects.filter(site=world.site).first().pk}


def queue(world: World) -> dict[str, Any]:
    facts(world)
    return {"pk": Queue.objects.get(site=world.site).pk}


def call_type(world: World) -> dict[str, Any]:
    facts(world)
    return {"pk": CallType.objects.get(site=world.site).pk}


def names(noun: str, args: Any, success: int = 422) -> list[Line]:
    """The list and the form of what importers give names to."""
    return [
        Line(f"telephony:{noun}s", allowed=IMPORTERS),
        Line(f"telephony:{noun}", args, allowed=IMPORTERS, otherwise=404),
        Line(f"telephony:{noun}", args, method="post", allowed=IMPORTERS, success=success, otherwise=404),
    ]


def reads(noun: str, args: Any) -> list[Line]:
    """The API of what importers give names to."""
    return [
        Line(f"api:telephony-{noun}-list", allowed=IMPORTERS, nobody=401),
        Line(f"api:telephony-{noun}-detail", args, allowed=IMPORTERS, nobody=401),
    ]


SEE_SUMS = SEE_OTHERS | posts("coordinator project_manager market_manager")


def queue_interval(world: World) -> dict[str, Any]:
    if not QueueInterval.objects.filter(site=world.site).exists():
        load_queue_intervals(world.site)
    return {"pk": QueueInterval.objects.get(site=world.site).pk}


def agent_interval(world: World) -> dict[str, Any]:
    facts(world)
    if not AgentInterval.objects.filter(site=world.site).exists():
        load_agent_intervals(world.site)
    return {"pk": AgentInterval.objects.get(site=world.site).pk}


LINES = [
    Line("telephony:queue_intervals", allowed=SEE_SUMS),
    Line(
        "telephony:queue_intervals",
        data={"export": "xlsx"},
        allowed=SEE_SUMS - posts("complaint_officer project_manager market_manager"),
    ),
    Line("telephony:agent_intervals", allowed=SEE_CALLS),
    Line(
        "telephony:agent_intervals",
        data={"export": "xlsx"},
        allowed=posts("director center_manager deputy_gm sales_deputy_gm gm gm_office"),
    ),
    Line("api:telephony-queue-interval-list", allowed=SEE_SUMS, nobody=401),
    Line("api:telephony-queue-interval-detail", queue_interval, allowed=SEE_SUMS, nobody=401),
    Line("api:telephony-agent-interval-list", allowed=SEE_CALLS, nobody=401),
    Line(
        "api:telephony-agent-interval-detail",
        agent_interval,
        allowed=SEE_OTHERS,
        except_for=dict.fromkeys(posts("agent"), 404),
        nobody=401,
    ),
    Line("telephony:calls", allowed=SEE_CALLS),
    Line("telephony:call", call, allowed=SEE_OTHERS, otherwise=404),
    Line(
        "telephony:reveal",
        call,
        method="post",
        data={"reason": "Asked to be called back"},
        allowed=REVEALERS,
        otherwise=404,
        except_for=dict.fromkeys(SEE_OTHERS - REVEALERS, 403),
    ),
    Line(
        "telephony:reveal",
        call,
        method="post",
        allowed=REVEALERS,
        success=422,
        otherwise=404,
        except_for=dict.fromkeys(SEE_OTHERS - REVEALERS, 403),
    ),
    *names("agent", agent, success=302),  # said to be nobody: an answer too
    *names("queue", queue),
    *names("call_type", call_type),
    Line(
        "telephony:agents_map",
        lambda world: {"how": "suggested"},
        method="post",
        allowed=IMPORTERS,
        success=422,
    ),
    Line("telephony:days", allowed=IMPORTERS),
    Line("api:telephony-call-list", allowed=SEE_CALLS, nobody=401),
    Line(
        "api:telephony-call-detail",
        call_key,
        allowed=SEE_OTHERS,
        except_for=dict.fromkeys(posts("agent"), 404),
        nobody=401,
    ),
    *reads("queue", queue),
    *reads("call-type", call_type),
    *reads("switch-agent", agent),
    *reads("day", day),
    Line(
        "api:telephony-switch-agent-suggestions",
        data=lambda world: {"site": world.site.code},
        allowed=IMPORTERS,
        nobody=401,
    ),
    Line("api:telephony-switch-agent-map-many", method="post", allowed=IMPORTERS, success=400, nobody=401),
    Line("api:telephony-switch-agent-map", agent, method="post", allowed=IMPORTERS, nobody=401),
]
