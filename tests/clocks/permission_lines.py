"""Everybody sees their own deadlines, leaders those of their reach; directors and center managers pause and work anew."""

from typing import Any

from callcenter.clocks import services
from tests.clocks import kinds
from tests.web.permission_table import Line, World, posts

kinds.declare()

NEAR = posts("group_leader shift_leader")
SITE = posts("qa_trainer info_coordinator coordinator complaint_officer director center_manager")
DEPARTMENT = posts("deputy_director")
COMPANY = posts("deputy_gm sales_deputy_gm gm gm_office sysadmin")
READERS = NEAR | SITE | DEPARTMENT | COMPANY
EDITORS = posts("director center_manager")


def clock(world: World) -> dict[str, Any]:
    """A deadline of the site's team that is nobody's in particular."""
    if "clock" not in world.extra:
        world.extra["clock"] = services.start_clock(
            "clocktests.reply",
            world.agent,
            site=world.site,
            actor=None,
            team=world.team,
            department=world.department,
        ).pk
    return {"pk": world.extra["clock"]}


def rebase(world: World) -> dict[str, Any]:
    return {"site": world.site.code, "with_calendar": "on", "preview": "1"}


LINES = [
    Line("clocks:clocks"),
    Line("clocks:clock", clock, allowed=READERS, otherwise=404),
    # those who see it and may not pause it are refused; nobody pauses without a reason
    Line(
        "clocks:pause",
        clock,
        "post",
        allowed=EDITORS,
        success=422,
        otherwise=404,
        except_for=dict.fromkeys(READERS - EDITORS, 403),
    ),
    Line(
        "clocks:resume",
        clock,
        "post",
        allowed=EDITORS,
        success=422,
        otherwise=404,
        except_for=dict.fromkeys(READERS - EDITORS, 403),
    ),
    Line("clocks:rebase", allowed=EDITORS),
    Line("clocks:rebase", method="post", data=rebase, allowed=EDITORS),
    Line("api:clocks-clock-list", nobody=401),
    Line("api:clocks-clock-detail", clock, allowed=READERS, otherwise=404, nobody=401),
    Line("api:clocks-clock-explanation", clock, allowed=READERS, otherwise=404, nobody=401),
    Line(
        "api:clocks-clock-pause",
        clock,
        "post",
        {"reason": "Waiting", "at": "2000-01-01T00:00:00Z"},
        EDITORS,
        409,
        otherwise=404,
        nobody=401,
        except_for=dict.fromkeys(READERS - EDITORS, 403),
    ),
    Line(
        "api:clocks-clock-resume",
        clock,
        "post",
        {},
        EDITORS,
        409,
        otherwise=404,
        nobody=401,
        except_for=dict.fromkeys(READERS - EDITORS, 403),
    ),
]
