"""Who may open the pages of the records of the floor and write in them (domain §3.2)."""

from typing import Any

from tests.staffing.records.factories import make_bulletin
from tests.web.permission_table import Line, World, posts

READERS = posts("agent group_leader shift_leader qa_trainer info_coordinator director center_manager")
WRITERS = posts("group_leader shift_leader director")
SITE_WRITERS = posts("shift_leader director")
LOOK_AFTER = posts("group_leader shift_leader qa_trainer info_coordinator director center_manager")


def bulletin(world: World) -> dict[str, Any]:
    if "bulletin" not in world.extra:
        world.extra["bulletin"] = make_bulletin(world.site)
    return {"pk": world.extra["bulletin"].pk}


def api(name: str, args: Any = lambda world: {}, method: str = "get", **more: Any) -> Line:
    return Line(f"api:staffing-{name}", args, method, nobody=401, **({"allowed": READERS} | more))


LINES = [
    Line("records:to-read"),
    Line("records:bulletins"),
    Line("records:bulletin", bulletin),
    Line("records:bulletin-new", allowed=WRITERS),
    Line("records:bulletin-new", method="post", allowed=WRITERS, success=422),
    Line("records:bulletin-change", bulletin, allowed=SITE_WRITERS),
    Line("records:bulletin-withdraw", bulletin, "post", allowed=SITE_WRITERS, success=422),
    Line("records:bulletin-read", bulletin, "post", {"number": "7"}, success=422),
    Line("records:unread", allowed=LOOK_AFTER),
    api("bulletins-list"),
    api("bulletins-detail", bulletin),
    api("bulletins-list", method="post", success=400),
    api("bulletins-change", bulletin, "post", success=400),
    api("bulletins-withdraw", bulletin, "post", success=400),
    api("bulletins-confirm", bulletin, "post", data={"number": 7}, success=409),
]
