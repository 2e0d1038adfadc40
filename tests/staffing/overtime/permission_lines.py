"""Who may open the pages of overtime and call its API."""

import datetime
from typing import Any

from django.utils import timezone

from staffing.overtime.models import Overtime, OvertimeState
from tests.web.permission_table import ALL_POSTS, Line, World, posts

ASK = posts("agent group_leader shift_leader director")
ASSIGN = posts("shift_leader director center_manager")
SEE = posts("group_leader shift_leader director center_manager hr")


def overtime(world: World) -> dict[str, Any]:
    """Overtime that the world's agent is asked for."""
    if "overtime" not in world.extra:
        starts_at = timezone.now().replace(second=0, microsecond=0) + datetime.timedelta(days=9)
        world.extra["overtime"] = Overtime.objects.create(
            site=world.site, department=world.department, team=world.team, employee=world.agent, on=starts_at.date(),
            starts_at=starts_at, ends_at=starts_at + datetime.timedelta(hours=1), reason="Peak",
            state=OvertimeState.ASSIGNED,
        )  # fmt: skip
    return {"pk": world.extra["overtime"].pk}


def over_api(name: str, **fields: Any) -> Line:
    given = {"allowed": SEE, "success": 403, "otherwise": 404} | fields
    return Line(f"api:staffing-overtime-{name}", overtime, method="post", nobody=401, **given)


LINES = [
    Line("overtime:index", allowed=ALL_POSTS),
    Line("overtime:requests", allowed=ALL_POSTS),
    Line("overtime:ask", allowed=ASK),
    Line("overtime:ask", method="post", allowed=ASK, success=422),
    Line("overtime:assign", allowed=ASSIGN),
    Line("overtime:assign", method="post", allowed=ASSIGN, success=422),
    Line("overtime:overtime", overtime, allowed=SEE, otherwise=404),
    Line(
        "overtime:answer", overtime, method="post", data={"act": "consent"}, allowed=SEE, success=403, otherwise=404
    ),
    Line(
        "overtime:cancel", overtime, method="post", allowed=ASSIGN, success=302, otherwise=404,
        except_for=dict.fromkeys(SEE - ASSIGN, 403),
    ),
    Line("api:staffing-overtime-list", nobody=401),
    Line("api:staffing-overtime-list", method="post", success=400, nobody=401),
    Line("api:staffing-overtime-assign", method="post", success=400, nobody=401),
    Line("api:staffing-overtime-detail", overtime, allowed=SEE, otherwise=404, nobody=401),
    over_api("consent"),
    over_api("decline"),
    over_api("cancel", allowed=ASSIGN, success=200, except_for=dict.fromkeys(SEE - ASSIGN, 403)),
]  # fmt: skip
