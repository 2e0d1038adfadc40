"""Who may open the pages of swaps and of the board, and call their API."""

import datetime
from typing import Any

from django.utils import timezone

from callcenter.access.posts import PostCode
from staffing.swaps.board.models import Posting, PostingKind
from staffing.swaps.models import Mishap, Swap, SwapShift
from tests.factories import make_employee
from tests.staffing.factories import LATE_SHIFT, make_assignment, make_shift_type
from tests.web.permission_table import Line, World, posts

VIEW = posts("agent group_leader shift_leader director center_manager")
ASK = posts("agent group_leader shift_leader")
# Who sees a swap of an agent of the team: who leads it, directs or manages its site.
SEE = posts("group_leader shift_leader director center_manager")
SPLIT = posts("shift_leader director")
POST = posts("shift_leader director")


def swap_of(world: World) -> Swap:
    """A swap of the world's agent with a colleague, approved, with a shift that stayed empty."""
    if "swap" not in world.extra:
        other = make_employee(site=world.site, team=world.team)
        on = timezone.now().astimezone(world.site.zone).date() + datetime.timedelta(days=9)
        rows = [make_assignment(world.agent, on), make_assignment(other, on, LATE_SHIFT, code="L")]
        swap = Swap.objects.create(
            site=world.site, requester=world.agent, counterpart=other, requester_team=world.team,
            counterpart_team=world.team, month=on.replace(day=1), first_on=on, last_on=on, reason="School",
        )  # fmt: skip
        sides = [
            SwapShift.objects.create(swap=swap, assignment=row, giver_id=row.employee_id, taker=taker)
            for row, taker in zip(rows, (other, world.agent), strict=True)
        ]
        world.extra["swap"], world.extra["side"] = swap, sides[0]
        world.extra["mishap"] = Mishap.objects.create(shift=sides[1])
    found: Swap = world.extra["swap"]
    return found


def swap(world: World) -> dict[str, Any]:
    return {"pk": swap_of(world).pk}


def side(world: World) -> dict[str, Any]:
    found = swap_of(world)
    world.extra["side"].replacement = world.extra["side"].assignment
    world.extra["side"].save()
    return {"pk": found.pk, "side": world.extra["side"].pk}


def mishap(world: World) -> dict[str, Any]:
    return {"pk": swap_of(world).pk, "mishap": world.extra["mishap"].pk}


def posting(world: World) -> dict[str, Any]:
    """An open shift for the team."""
    if "posting" not in world.extra:
        kind = make_shift_type(world.site, "B")
        starts_at = timezone.now() + datetime.timedelta(days=9)
        world.extra["posting"] = Posting.objects.create(
            kind=PostingKind.OPEN_SHIFT, site=world.site, department=world.department, team=world.team, reason="Ill",
            shift_type=kind, on=starts_at.date(), starts_at=starts_at, ends_at=starts_at + datetime.timedelta(hours=8),
        )  # fmt: skip
    return {"pk": world.extra["posting"].pk}


def over_api(name: str, args: Any = swap, data: dict[str, Any] | None = None, **fields: Any) -> Line:
    return Line(f"api:staffing-{name}", args, method="post", data=data or {}, nobody=401, **fields)


def not_there(world: World) -> dict[str, Any]:
    return {"pk": 0}


# Everybody of the world's posts is in its team, so that the board's entries are offered to them all.
NOT_MINE = {"allowed": SEE, "otherwise": 404}

LINES = [
    Line("swaps:index", allowed=VIEW),
    Line("swaps:swaps", allowed=VIEW),
    Line("swaps:colleagues", not_there, allowed=ASK, success=404),
    Line("swaps:ask", lambda world: {"pk": 0, "other": 0}, allowed=ASK, success=404),
    Line("swaps:ask", lambda world: {"pk": 0, "other": 0}, method="post", allowed=ASK, success=404),
    Line("swaps:give", not_there, allowed=ASK, success=404),
    Line("swaps:give", not_there, method="post", allowed=ASK, success=404),
    Line("swaps:swap", swap, **NOT_MINE),  # type: ignore[arg-type]
    Line("swaps:answer", swap, method="post", data={"act": "confirm"}, allowed=SEE, success=403, otherwise=404),
    Line("swaps:decide", swap, method="post", data={"act": "approve"}, allowed=SEE, success=422, otherwise=404),
    Line("swaps:cancel", swap, method="post", allowed=SEE, success=403, otherwise=404),
    Line(
        "swaps:void", swap, method="post", data={"words": "Mistake"}, allowed=posts("director"), success=302,
        otherwise=404, except_for=dict.fromkeys(SEE - posts("director"), 403),
    ),
    Line(
        "swaps:report", side, method="post", allowed=SPLIT, success=422, otherwise=404,
        except_for=dict.fromkeys(SEE - SPLIT, 403),
    ),
    Line(
        "swaps:split", mishap, method="post", data={"requester_share": 50, "note": "Both forgot"}, allowed=SPLIT,
        success=302, otherwise=404, except_for=dict.fromkeys(SEE - SPLIT, 403),
    ),
    Line("swaps:board", allowed=VIEW),
    Line("swaps:postings", allowed=VIEW),
    Line("swaps:post", allowed=POST),
    Line("swaps:post", method="post", allowed=POST, success=422),
    Line("swaps:posting", posting),
    Line("swaps:claim", posting, method="post", allowed=ASK, success=422),
    Line("swaps:withdraw", posting, method="post", allowed=POST, success=302),
    Line("api:staffing-swaps-list", allowed=VIEW, nobody=401),
    Line("api:staffing-swaps-list", method="post", allowed=VIEW, success=400, nobody=401),
    Line("api:staffing-swaps-detail", swap, nobody=401, allowed=SEE, otherwise=403, except_for={PostCode.AGENT: 404}),
    *(
        over_api(f"swaps-{act}", allowed=SEE, success=code, otherwise=403, except_for={PostCode.AGENT: 404} | other)
        for act, code, other in (
            ("confirm", 403, {}),
            ("decline", 403, {}),
            ("approve", 409, {}),
            ("reject", 409, {}),
            ("cancel", 403, {}),
            ("void", 403, {PostCode.DIRECTOR: 409}),
        )
    ),
    *(
        line
        for noun in ("covers", "open-shifts", "offers")
        for line in (
            Line(f"api:staffing-{noun}-list", allowed=VIEW, nobody=401),
            Line(f"api:staffing-{noun}-list", method="post", allowed=VIEW, success=400, nobody=401),
        )
    ),
    Line("api:staffing-open-shifts-detail", posting, nobody=401, allowed=VIEW),
    over_api("open-shifts-claim", posting, allowed=ASK, success=409),
    over_api("open-shifts-withdraw", posting, allowed=POST, success=200),
    *(
        line
        for noun in ("covers", "offers")
        for line in (
            Line(f"api:staffing-{noun}-detail", posting, nobody=401, allowed=VIEW, success=404),
            over_api(f"{noun}-claim", posting, allowed=VIEW, success=404),
            over_api(f"{noun}-withdraw", posting, allowed=VIEW, success=404),
        )
    ),
]  # fmt: skip
