"""Who may open the desk's pages."""

from typing import Any

from complaints.cases.models import State
from tests.complaints.factories import make_case
from tests.web.permission_table import Line, World, posts

SEE = posts(
    "agent group_leader shift_leader qa_trainer info_coordinator coordinator complaint_officer dept_handler director "
    "center_manager deputy_gm sales_deputy_gm gm gm_office"
)
SEVERAL = SEE - posts("agent")
SERVE = posts("complaint_officer director center_manager")
VIEW = SEVERAL - posts("dept_handler")


def reopened(world: World) -> dict[str, Any]:
    """A complaint that followed another, at the world's site and of its team."""
    if "reopened" not in world.extra:
        parent = make_case(world.site, State.NOT_ACCEPTED, team=world.team)
        world.extra["reopened"] = make_case(
            world.site, State.ACCEPTED, team=world.team, parent=parent, root=parent, chain_seq=1
        )
    return {"reference": world.extra["reopened"].reference}


LINES = [
    Line("desk:queue"),
    Line("desk:board", allowed=SEVERAL),
    Line("desk:deadlines", allowed=SEVERAL),
    Line("desk:ageing", allowed=SEVERAL),
    Line("desk:causes", allowed=SEVERAL),
    Line("desk:assign", method="post", allowed=SERVE, success=422),
    Line("desk:pair", reopened, allowed=VIEW, otherwise=404),
    Line("desk:looking", reopened, method="post", allowed=VIEW, success=200, otherwise=404),
]
