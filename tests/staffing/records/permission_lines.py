"""Who may open the pages of the records of the floor and write in them (domain §3.2)."""

from typing import Any

from callcenter.access.posts import PostCode
from tests.staffing.records.factories import make_bulletin, make_checklist, make_patrol
from tests.web.permission_table import Line, World, posts

READERS = posts("agent group_leader shift_leader qa_trainer info_coordinator director center_manager")
WRITERS = posts("group_leader shift_leader director")
SITE_WRITERS = posts("shift_leader director")
LOOK_AFTER = posts("group_leader shift_leader qa_trainer info_coordinator director center_manager")


def bulletin(world: World) -> dict[str, Any]:
    if "bulletin" not in world.extra:
        world.extra["bulletin"] = make_bulletin(world.site)
    return {"pk": world.extra["bulletin"].pk}


def patrol(world: World) -> dict[str, Any]:
    if "patrol" not in world.extra:
        world.extra["patrol"] = make_patrol(world.site, team=world.team)
    return {"pk": world.extra["patrol"].pk}


def point(world: World) -> dict[str, Any]:
    if "point" not in world.extra:
        world.extra["point"] = make_checklist(world.site)[0]
    return {"pk": world.extra["point"].pk}


def week(world: World) -> dict[str, Any]:
    return {"week": "2026-03-09"}


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
    Line("records:patrols", allowed=READERS),
    Line("records:patrol", patrol, allowed=LOOK_AFTER, otherwise=404),
    Line("records:patrol-new", allowed=WRITERS),
    Line("records:patrol-new", method="post", data={"team": "0"}, allowed=WRITERS, success=422),
    Line("records:patrol-week-now", allowed=LOOK_AFTER, success=302),
    Line("records:patrol-week", week, allowed=LOOK_AFTER),
    Line("records:patrol-week", week, data={"export": "xlsx"}, allowed=posts("director center_manager")),
    Line("records:patrol-week", week, "post", allowed=SITE_WRITERS, success=422),
    Line("records:checklist", allowed=WRITERS),
    Line("records:checklist", method="post", allowed=SITE_WRITERS, success=422),
    Line("records:checklist-standard", method="post", allowed=SITE_WRITERS, success=302),
    Line("records:checklist-switch", point, "post", {"is_active": "on"}, SITE_WRITERS, 302),
    api("patrols-list"),
    api("patrols-detail", patrol, allowed=LOOK_AFTER, except_for={PostCode.AGENT: 404}),
    api("patrols-list", method="post", success=400),
]
