"""Who may open the desk's pages."""

from typing import Any

from callcenter.files.jobs.models import Job, Step, Work
from complaints.cases.models import State
from complaints.desk.handing.many import KIND
from tests.complaints.factories import make_case
from tests.web.permission_table import Line, World, posts

SEE = posts(
    "agent group_leader shift_leader qa_trainer info_coordinator coordinator complaint_officer dept_handler director "
    "center_manager deputy_gm sales_deputy_gm gm gm_office"
)
SEVERAL = SEE - posts("agent")
SERVE = posts("complaint_officer director center_manager")
VIEW = SEVERAL - posts("dept_handler")
KEEP = posts("director center_manager")  # who answers for the jobs of the site
HIDDEN = dict.fromkeys(SEE - KEEP, 404)


def reopened(world: World) -> dict[str, Any]:
    """A complaint that followed another, at the world's site and of its team."""
    if "reopened" not in world.extra:
        parent = make_case(world.site, State.NOT_ACCEPTED, team=world.team)
        world.extra["reopened"] = make_case(
            world.site, State.ACCEPTED, team=world.team, parent=parent, root=parent, chain_seq=1
        )
    return {"reference": world.extra["reopened"].reference}


def hand_over(world: World) -> dict[str, Any]:
    """Somebody else's, at the world's site."""
    made = Job.objects.create(
        work=Work.BULK, kind=KIND, label="New owner", step=Step.APPLY, site_id=world.site.pk,
        params={"keys": [1], "owner": world.agent.pk, "reason": "Holiday"},
    )  # fmt: skip
    return {"pk": made.pk}


LINES = [
    Line("desk:queue"),
    Line("desk:board", allowed=SEVERAL),
    Line("desk:deadlines", allowed=SEVERAL),
    Line("desk:ageing", allowed=SEVERAL),
    Line("desk:causes", allowed=SEVERAL),
    Line("desk:assign", method="post", allowed=SERVE, success=422),
    Line("desk:pair", reopened, allowed=VIEW, otherwise=404),
    Line("desk:looking", reopened, method="post", allowed=VIEW, success=200, otherwise=404),
    Line("api:complaints-hand-overs-list", allowed=SEE, nobody=401),
    Line("api:complaints-hand-overs-list", method="post", allowed=SERVE, success=400, nobody=401),
    Line("api:complaints-hand-overs-detail", hand_over, allowed=KEEP, nobody=401, except_for=HIDDEN),
    Line("api:complaints-hand-overs-lines", hand_over, allowed=KEEP, nobody=401, except_for=HIDDEN),
    Line(
        "api:complaints-hand-overs-cancel",
        hand_over,
        method="post",
        allowed=KEEP,
        nobody=401,
        except_for=HIDDEN,
    ),
]
