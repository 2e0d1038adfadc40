"""Who may open the pages of improvement and call its API."""

import datetime
from typing import Any

from django.utils import timezone

from complaints.cases.states import State
from complaints.improvement.models import Improvement
from tests.complaints.factories import make_case
from tests.web.permission_table import ALL_POSTS, Line, World, posts

SITE = posts(
    "qa_trainer info_coordinator complaint_officer director center_manager deputy_gm sales_deputy_gm gm gm_office"
)
SEE = SITE | posts("dept_handler")
PLAN = posts("complaint_officer director center_manager dept_handler")
VERIFY = posts("complaint_officer director center_manager")


def improvement(world: World, **fields: Any) -> dict[str, Any]:
    """One that is under way, of the world's agent."""
    if "improvement" not in world.extra:
        given = {
            "site": world.site, "case": make_case(world.site, State.DECIDED), "state": "planned",
            "owner": world.agent, "department": world.department, "root_cause": "x", "action": "x",
            "due_on": datetime.date(2030, 1, 1), "created_at": timezone.now(),
        }  # fmt: skip
        world.extra["improvement"] = Improvement.objects.create(**(given | fields))
    return {"pk": world.extra["improvement"].pk}


def acting(verb: str, **fields: Any) -> Any:
    return lambda world: improvement(world, **fields) | {"verb": verb}


def over_api(name: str, allowed: Any, **fields: Any) -> Line:
    return Line(
        f"api:complaints-improvements-{name}", improvement, method="post", allowed=allowed, otherwise=404, nobody=401,
        except_for=dict.fromkeys(SEE - allowed, fields.pop("refused", 400)), **fields,
    )  # fmt: skip


LINES = [
    Line("improvement:improvements", allowed=ALL_POSTS),
    Line("improvement:causes", allowed=SITE),
    Line("improvement:improvement", improvement, allowed=SEE, otherwise=404),
    Line("improvement:act", acting("plan"), method="post", allowed=SEE, success=422, otherwise=404),
    Line(
        "improvement:act", acting("finish"), method="post", data={"evidence": "x"}, allowed=PLAN, success=302,
        otherwise=404, except_for=dict.fromkeys(SEE - PLAN, 403),
    ),
    Line(
        "improvement:act", acting("verify"), method="post", data={"is_done": "yes", "words": "x"}, allowed=VERIFY,
        success=422, otherwise=404, except_for=dict.fromkeys(SEE - VERIFY, 403),
    ),
    Line("api:complaints-improvements-list", nobody=401),
    Line("api:complaints-improvements-detail", improvement, allowed=SEE, otherwise=404, nobody=401),
    over_api("plan", PLAN, success=400),
    over_api("finish", PLAN, data={"evidence": "x"}, success=200, refused=403),
    over_api("verify", VERIFY, data={"is_done": True, "words": "x"}, success=409, refused=403),
]  # fmt: skip
