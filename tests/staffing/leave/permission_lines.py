"""Who may open the pages of leave: everybody their own; leaders of the team; the site's director and manager; HR."""

import datetime
from typing import Any

from callcenter.access.posts import PostCode
from staffing.leave.kinds import set_places
from staffing.leave.models import LeaveRequest
from staffing.leave.states import State
from tests.staffing.leave.factories import make_kind
from tests.web.permission_table import Line, World, posts

SEE = posts("shift_leader director center_manager hr")
REPORT = posts("shift_leader director center_manager")
KEEP = posts("director center_manager hr")
TODAY = datetime.date(2026, 3, 12)


def leave(world: World) -> dict[str, Any]:
    """An approved leave of the world's agent that nobody was asked about."""
    if "leave" not in world.extra:
        start = datetime.datetime(2026, 3, 12, tzinfo=datetime.UTC)
        world.extra["leave"] = LeaveRequest.objects.create(
            employee=world.agent, site=world.site, team=world.team, kind=make_kind(world.site), first_on=TODAY,
            last_on=TODAY, starts_at=start, ends_at=start + datetime.timedelta(hours=8), amount=8, days=1,
            path="ordinary", state=State.APPROVED, decides=PostCode.DIRECTOR,
        )  # fmt: skip
    return {"pk": world.extra["leave"].pk}


def person(world: World) -> dict[str, Any]:
    return {"number": world.agent.number}


def kind(world: World) -> dict[str, Any]:
    return {"site": world.site.code, "code": make_kind(world.site).code}


def allotment(world: World) -> dict[str, Any]:
    if "allotment" not in world.extra:
        world.extra["allotment"] = set_places(world.team, TODAY, TODAY, 2, actor=None)
    return {"pk": world.extra["allotment"].pk}


def acts(name: str, data: dict[str, Any], *, success: int, **more: Any) -> Line:
    return Line(
        f"leave:{name}", leave, method="post", data=data, allowed=SEE, success=success, otherwise=404, **more
    )


def over_api(name: str, args: Any = None, **more: Any) -> Line:
    return Line(f"api:staffing-{name}", args or (lambda world: {}), nobody=401, **more)


LINES = [
    Line("leave:index", success=302),
    Line("leave:mine"),
    Line("leave:ask"),
    Line("leave:ask", method="post", success=422),
    Line("leave:outlook", method="post"),
    Line("leave:report-whom", allowed=REPORT),
    Line("leave:report", person, allowed=REPORT, otherwise=404),
    Line("leave:report-outlook", person, method="post", allowed=REPORT, otherwise=404),
    Line("leave:requests"),
    Line("leave:request", leave, allowed=SEE, otherwise=404),
    acts("decide", {"act": "approve"}, success=404),
    acts("cancel", {"cancel-reason": "storm"}, success=302, except_for={PostCode.SHIFT_LEADER: 403}),
    acts("certificate", {}, success=422),
    acts("absence", {"absence-reason": "none"}, success=422, except_for={PostCode.SHIFT_LEADER: 403}),
    Line("leave:calendar"),
    Line("leave:kinds"),
    Line("leave:new-kind", allowed=KEEP),
    Line("leave:set-up-kinds", method="post", allowed=KEEP, success=302),
    Line("leave:kind", kind, allowed=KEEP),
    Line("leave:balances"),
    Line("leave:ledger", person, allowed=SEE, otherwise=404),
    Line("leave:book", person, method="post", data={"act": "grant"}, allowed=SEE, success=422, otherwise=404),
    Line("leave:places", allowed=KEEP),
    Line("leave:drop-places", allotment, method="post", allowed=KEEP, success=302, otherwise=404, except_for={PostCode.SHIFT_LEADER: 403}),
    over_api("leave-requests-list"),
    over_api("leave-requests-list", method="post", success=400),
    over_api("leave-requests-detail", leave, allowed=SEE, otherwise=404),
    over_api("leave-requests-cancel", leave, method="post", data={"reason": "storm"}, allowed=SEE, otherwise=404,
             except_for={PostCode.SHIFT_LEADER: 403}),
    over_api("leave-requests-certificate", leave, method="post", allowed=SEE, success=400, otherwise=404),
    over_api("leave-kinds-list"),
    over_api("leave-kinds-detail", lambda world: {"pk": make_kind(world.site).pk}),
    over_api("leave-balances-list"),
    over_api("leave-balances-detail", person, allowed=SEE, otherwise=404),
]  # fmt: skip
