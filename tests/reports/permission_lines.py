"""Who may open the reports."""

from tests.reports.factories import DAY
from tests.web.permission_table import Line, World, posts

READERS = posts(
    "group_leader shift_leader qa_trainer info_coordinator coordinator complaint_officer project_manager "
    "market_manager director deputy_director center_manager deputy_gm sales_deputy_gm gm gm_office"
)
TAKERS = READERS - posts("complaint_officer project_manager market_manager")

ANSWERABLE = posts("director deputy_director center_manager")


def report_args(world: World) -> dict[str, object]:
    return {"code": world.site.code, "day": DAY}


def wanted(world: World) -> dict[str, object]:
    return {"site": world.site.code, "date": DAY.isoformat()}


def figure_wanted(world: World) -> dict[str, object]:
    return {"measure": "telephony.offered", "from": DAY.isoformat(), "kind": "day"}


LINES = [
    Line(
        "reports:figure",
        lambda world: {"code": world.site.code},
        data=figure_wanted,
        allowed=READERS - posts("coordinator project_manager market_manager"),
    ),
    Line("reports:days", allowed=READERS),
    Line("reports:go", data=wanted, allowed=READERS, success=302),
    Line("reports:daily", report_args, allowed=READERS),
    Line("reports:daily", report_args, data={"export": "xlsx"}, allowed=TAKERS),
    Line("api:reports-daily-list", data=wanted, allowed=READERS, nobody=401),
    Line("reports:recompute", report_args, method="post", allowed=ANSWERABLE, success=302),
    Line(
        "api:reports-daily-recompute",
        method="post",
        data=wanted,
        allowed=ANSWERABLE,
        success=202,
        nobody=401,
    ),
]
