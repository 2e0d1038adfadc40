"""Who may open the pages of liability and call its API."""

import datetime
from typing import Any

from django.utils import timezone

from complaints.cases.states import State
from complaints.liability.models import Liability, PenaltyNotice, PersonnelNotice, Review, ReviewLine
from tests.complaints.factories import make_case
from tests.web.permission_table import ALL_POSTS, Line, World, posts

OFFICE = posts("gm_office")
HR = posts("hr")
SERVICE = posts("complaint_officer director center_manager")
SEE = SERVICE | OFFICE | HR | posts("deputy_gm gm")
DECIDE = posts("deputy_gm gm")
CASES = SERVICE | posts(
    "qa_trainer info_coordinator coordinator deputy_gm sales_deputy_gm gm gm_office"
)  # who sees the complaint itself
OF_CASE = CASES & SEE


def case(world: World) -> dict[str, Any]:
    if "liable" not in world.extra:
        world.extra["liable"] = make_case(world.site, State.ACCEPTED)
    return {"reference": world.extra["liable"].reference}


def judged(world: World) -> dict[str, Any]:
    found = case(world)
    if not hasattr(world.extra["liable"], "liability"):
        Liability.objects.create(case=world.extra["liable"], state="proposed", proposed_at=timezone.now())
    return found


def line(world: World) -> dict[str, Any]:
    if "line" not in world.extra:
        now = timezone.now()
        review = Review.objects.create(
            site=world.site, month=datetime.date(2026, 3, 1), created_at=now, due_at=now
        )
        closed = make_case(world.site, State.CLOSED)
        world.extra["line"] = ReviewLine.objects.create(review=review, case=closed)
    return {"pk": world.extra["line"].pk}


def review(world: World) -> dict[str, Any]:
    line(world)
    return {"pk": world.extra["line"].review_id}


def notice(world: World) -> dict[str, Any]:
    if "notice" not in world.extra:
        world.extra["notice"] = PenaltyNotice.objects.create(
            site=world.site, employee=world.agent, points=2, grounds="x", written_at=timezone.now()
        )
    return {"pk": world.extra["notice"].pk}


def personnel(world: World) -> dict[str, Any]:
    if "personnel" not in world.extra:
        line(world)
        world.extra["personnel"] = PersonnelNotice.objects.create(
            site=world.site, line=world.extra["line"], employee=world.agent, penalty="oral", grounds="x",
            state="approved", proposed_at=timezone.now(), approved_at=timezone.now(),
        )  # fmt: skip
    return {"pk": world.extra["personnel"].pk}


def acting(verb: str) -> Any:
    return lambda world: notice(world) | {"verb": verb}


def acts(verb: str, allowed: Any, success: int, **data: Any) -> Line:
    return Line(
        "liability:notice-act", acting(verb), method="post", data=data, allowed=allowed, success=success, otherwise=404,
        except_for=dict.fromkeys(SEE - allowed, 403),
    )  # fmt: skip


def reviewed(world: World) -> dict[str, Any]:
    return review(world) | {"line": world.extra["line"].pk}


def draft(world: World) -> dict[str, Any]:
    return {"employee": world.agent.number, "points": 1, "grounds": "x"}


def by_api(name: str, args: Any, allowed: Any, success: int = 200, **data: Any) -> Line:
    """An act by the API: others who see the record are refused."""
    return Line(
        f"api:complaints-{name}", args, method="post", data=data, allowed=allowed, success=success, otherwise=404,
        nobody=401, except_for=dict.fromkeys(SEE - allowed, 403),
    )  # fmt: skip


LINES = [
    Line(
        "liability:case", case, allowed=OF_CASE, otherwise=404, except_for=dict.fromkeys(CASES - SEE, 403)
    ),
    Line(
        "liability:case", case, method="post", allowed=SERVICE, success=422, otherwise=404,
        except_for=dict.fromkeys(CASES - SERVICE, 403),
    ),
    Line(
        "liability:send-up", judged, method="post", allowed=SERVICE, success=302, otherwise=404,
        except_for=dict.fromkeys(CASES - SERVICE, 403),
    ),
    Line(
        "liability:propose-reward", case, allowed=SERVICE | OFFICE, otherwise=404,
        except_for=dict.fromkeys(CASES - SERVICE - OFFICE, 403),
    ),
    Line(
        "liability:propose-reward", case, method="post", allowed=SERVICE | OFFICE, success=422, otherwise=404,
        except_for=dict.fromkeys(CASES - SERVICE - OFFICE, 403),
    ),
    Line("liability:reviews", allowed=SEE),
    Line("liability:review", review, allowed=SEE, otherwise=404),
    Line("liability:print", review, allowed=SEE, otherwise=404),
    Line(
        "liability:finish", review, method="post", allowed=OFFICE, success=422, otherwise=404,
        except_for=dict.fromkeys(SEE - OFFICE, 403),
    ),
    Line("liability:line", line, allowed=OFFICE, otherwise=404, except_for=dict.fromkeys(SEE - OFFICE, 403)),
    Line(
        "liability:line", line, method="post", data={"verdict": "none"}, allowed=OFFICE, success=302, otherwise=404,
        except_for=dict.fromkeys(SEE - OFFICE, 403),
    ),
    Line("liability:propose", line, allowed=OFFICE),
    Line("liability:propose", line, method="post", allowed=OFFICE, success=422),
    Line("liability:notices", allowed=ALL_POSTS),
    Line("liability:new-notice", allowed=OFFICE),
    Line("liability:new-notice", method="post", allowed=OFFICE, success=422),
    Line("liability:notice", notice, allowed=SEE, otherwise=404),
    Line("liability:notice-print", notice, allowed=SEE, otherwise=404),
    acts("publish", HR, 422, title="x", text="x"),
    acts("send-up", OFFICE, 422),  # nobody above in this world
    acts("drop", OFFICE, 302, reason="x"),
    acts("revoke", DECIDE, 422, reason="x"),
    acts("decide", DECIDE, 422, is_upheld="yes", words="x"),
    acts("contest", frozenset(), 302, words="x"),
    Line("liability:personnel-notices", allowed=ALL_POSTS),
    Line("liability:personnel", personnel, allowed=SEE, otherwise=404),
    Line(
        "liability:draw-up", personnel, method="post", data={"title": "x", "text": "x"}, allowed=HR, success=302,
        otherwise=404, except_for=dict.fromkeys(SEE - HR, 403),
    ),
    Line(
        "liability:publish", personnel, method="post", allowed=HR, success=422, otherwise=404,
        except_for=dict.fromkeys(SEE - HR, 403),
    ),
    Line("api:complaints-liability-reviews-list", nobody=401),
    Line("api:complaints-liability-reviews-detail", review, allowed=SEE, otherwise=404, nobody=401),
    Line("api:complaints-penalty-notices-list", nobody=401),
    Line("api:complaints-penalty-notices-detail", notice, allowed=SEE, otherwise=404, nobody=401),
    Line("api:complaints-personnel-notices-list", nobody=401),
    Line("api:complaints-personnel-notices-detail", personnel, allowed=SEE, otherwise=404, nobody=401),
    by_api("liability-reviews-verdict", reviewed, OFFICE, verdict="none"),
    by_api("liability-reviews-finish", review, OFFICE, 409),
    Line(
        "api:complaints-penalty-notices-list", method="post", allowed=SERVICE | OFFICE, success=400, nobody=401
    ),
    Line(
        "api:complaints-penalty-notices-change", notice, method="post", data=draft, allowed=OFFICE, otherwise=404,
        nobody=401, except_for=dict.fromkeys(SEE - OFFICE, 403),
    ),
    by_api("penalty-notices-send-up", notice, OFFICE, 409),
    by_api("penalty-notices-drop", notice, OFFICE, reason="x"),
    by_api("penalty-notices-contest", notice, frozenset(), words="x"),
    by_api("penalty-notices-decide-contest", notice, DECIDE, 409, is_upheld="true", words="x"),
    by_api("penalty-notices-revoke", notice, DECIDE, 409, reason="x"),
    by_api("penalty-notices-publish", notice, HR, 409, title="x", text="x"),
    Line("api:complaints-personnel-notices-list", method="post", allowed=OFFICE, success=400, nobody=401),
    by_api("personnel-notices-draw-up", personnel, HR, title="x", text="x"),
    by_api("personnel-notices-publish", personnel, HR, 409),
]  # fmt: skip
