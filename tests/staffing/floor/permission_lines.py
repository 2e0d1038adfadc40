"""Who may open today's floor, its breaks and its records."""

import datetime
from typing import Any

from django.utils import timezone

from callcenter.access.posts import PostCode
from staffing.floor.breaks.models import OffPost
from staffing.floor.dutylogs.models import DutyLog, MonthReport
from staffing.floor.handovers.models import ConsoleRelease, Handover, OpenItem
from staffing.floor.stops.models import StopWork
from staffing.roster.models import Assignment
from tests.staffing.factories import make_assignment
from tests.staffing.floor.factories import make_break
from tests.web.permission_table import Line, World, posts

LOOK = posts("group_leader shift_leader qa_trainer info_coordinator director center_manager")


def shift(world: World) -> Assignment:
    """A shift of the other agent that runs now."""
    now = timezone.now()
    found: Assignment | None = world.extra.get("floor_shift")
    if found is None or not Assignment.objects.filter(pk=found.pk).exists():
        today = world.site.today()
        found = make_assignment(world.agent, today)
        found.starts_at, found.ends_at = now - datetime.timedelta(hours=1), now + datetime.timedelta(hours=6)
        found.save(update_fields=["starts_at", "ends_at"])
        world.extra["floor_shift"] = found
    return found


def shift_args(world: World) -> dict[str, object]:
    return {"pk": shift(world).pk}


def stop_args(world: World) -> dict[str, object]:
    row = shift(world)
    order = StopWork.objects.create(
        site=row.site,
        team=row.team,
        assignment=row,
        employee=row.employee,
        on=row.on,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        reason="Danger",
    )
    return {"pk": order.pk}


def team_day(world: World) -> dict[str, object]:
    return {"team": world.team.pk, "on": shift(world).on.isoformat()}


def slot_args(world: World) -> dict[str, object]:
    return {"pk": make_break(shift(world)).pk}


def off_args(world: World) -> dict[str, object]:
    row = shift(world)
    off = OffPost.objects.create(
        site=row.site,
        team=row.team,
        assignment=row,
        employee=row.employee,
        on=row.on,
        left_at=timezone.now(),
    )
    return {"pk": row.pk, "off": off.pk}


def named_shift(world: World) -> dict[str, object]:
    row = shift(world)
    return {"team": world.team.pk, "on": row.on.isoformat(), "code": row.code}


def handover_args(world: World) -> dict[str, object]:
    row = shift(world)
    made = Handover.objects.create(
        site=row.site, team=row.team, on=row.on, code=row.code, change_at=row.ends_at
    )
    return {"pk": made.pk}


def log_args(world: World) -> dict[str, object]:
    row = shift(world)
    made = DutyLog.objects.create(
        site=row.site,
        team=row.team,
        on=row.on,
        code=row.code,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
    )
    return {"pk": made.pk}


def item_args(world: World) -> dict[str, object]:
    made = OpenItem.objects.create(
        site=world.site, team=world.team, text="Work order 77", raised_on=world.site.today()
    )
    return {"pk": made.pk}


WRITE = posts("group_leader shift_leader")
READ_ONLY = dict.fromkeys(
    (PostCode.QA_TRAINER, PostCode.INFO_COORDINATOR, PostCode.DIRECTOR, PostCode.CENTER_MANAGER), 403
)
BREAKS = posts("shift_leader info_coordinator director center_manager")
TAKERS = posts("agent shift_leader")

API_BREAKS = BREAKS | posts("agent")
API_RECORDS = LOOK | posts("agent")


def api(name: str, **options: Any) -> Line:
    return Line(f"api:staffing-{name}", nobody=401, **options)


def on_break(name: str, success: int = 409) -> Line:
    """An act on a break of the other agent; what is not asked for or not begun is refused with 409."""
    return api(
        f"breaks-{name}",
        args=slot_args,
        method="post",
        allowed=posts("shift_leader"),
        success=success,
        otherwise=403,
        except_for={PostCode.AGENT: 404},
    )


def signing(name: str, args: Any, success: int) -> Line:
    return api(
        name, args=args, method="post", allowed=WRITE, success=success, except_for={PostCode.AGENT: 404}
    )


def report_args(world: World) -> dict[str, object]:
    month = world.site.today().replace(day=1)
    made = MonthReport.objects.create(site=world.site, team=world.team, month=month, text="Quiet")
    return {"pk": made.pk}


def off_post_args(world: World) -> dict[str, object]:
    return {"pk": off_args(world)["off"]}


def release_args(world: World) -> dict[str, object]:
    row = shift(world)
    made = ConsoleRelease.objects.create(
        site=row.site, team=row.team, assignment=row, employee=row.employee, reason="Unwell"
    )
    return {"pk": made.pk}


def kept(name: str, args: Any) -> list[Line]:
    """List, record and an empty new one of what leaders keep."""
    return [
        api(f"{name}-list", allowed=API_RECORDS),
        api(f"{name}-list", method="post", allowed=API_RECORDS, success=400),
        api(f"{name}-detail", args=args, allowed=LOOK, except_for={PostCode.AGENT: 404}),
    ]


LINES = [
    api("floor-list", allowed=API_RECORDS),
    api("breaks-list", allowed=API_BREAKS),
    api("breaks-list", method="post", allowed=API_BREAKS, success=400),
    api("breaks-detail", args=slot_args, allowed=BREAKS, except_for={PostCode.AGENT: 404}),
    on_break("accept"),
    on_break("decline"),
    on_break("leave", success=200),
    on_break("come-back"),
    api("breaks-assign", method="post", allowed=API_BREAKS, success=400),
    api("breaks-spread", method="post", allowed=API_BREAKS, success=400),
    api("breaks-outlook", allowed=API_BREAKS, success=400),
    api("breaks-outlook", data=team_day, allowed=BREAKS),
    api("breaks-moves", method="post", allowed=API_BREAKS, success=400),
    api("breaks-move", args=slot_args, method="post", allowed=API_BREAKS, success=400),
    on_break("take-back", success=200),
    *kept("handovers", handover_args),
    api("handovers-write", args=handover_args, method="post", allowed=API_RECORDS, success=400),
    api("handovers-problem", args=handover_args, method="post", allowed=API_RECORDS, success=400),
    signing("handovers-give", handover_args, 409),
    signing("handovers-take", handover_args, 409),
    *kept("duty-logs", log_args),
    api("duty-logs-write", args=log_args, method="post", allowed=API_RECORDS, success=400),
    *kept("shift-reports", report_args),
    *kept("open-items", item_args),
    signing("open-items-finish", item_args, 200),
    *kept("console-releases", release_args),
    *kept("stop-work-orders", stop_args),
    api(
        "stop-work-orders-annul",
        args=stop_args,
        method="post",
        allowed=LOOK,
        success=400,
        except_for={PostCode.AGENT: 404},
    ),
    api("off-posts-list", allowed=API_BREAKS),
    api("off-posts-list", method="post", allowed=API_BREAKS, success=400),
    api("off-posts-detail", args=off_post_args, allowed=BREAKS, except_for={PostCode.AGENT: 404}),
    api(
        "off-posts-back",
        args=off_post_args,
        method="post",
        allowed=posts("shift_leader"),
        success=200,
        except_for={PostCode.AGENT: 404},
    ),
    signing("duty-logs-sign", log_args, 200),
    Line(
        "floor:release",
        shift_args,
        method="post",
        data={"reason": "Unwell"},
        allowed=WRITE,
        success=302,
    ),
    Line("floor:handovers", allowed=LOOK),
    Line("floor:handover_begin", method="post", data=named_shift, allowed=WRITE, success=302),
    Line("floor:handover", handover_args, allowed=LOOK, otherwise=404),
    Line(
        "floor:handover_act",
        handover_args,
        method="post",
        data={"act": "save", "version": 1},
        allowed=WRITE,
        success=302,
        otherwise=404,
        except_for=READ_ONLY,
    ),
    Line(
        "floor:handover_problem",
        handover_args,
        method="post",
        allowed=WRITE,
        success=422,
        otherwise=404,
        except_for=READ_ONLY,
    ),
    Line("floor:item_raise", method="post", allowed=WRITE),
    Line("floor:item_finish", item_args, method="post", allowed=WRITE, success=302),
    Line("floor:duty_logs", allowed=LOOK),
    Line("floor:duty_log_open", method="post", data=named_shift, allowed=WRITE, success=302),
    Line("floor:duty_log", log_args, allowed=LOOK, otherwise=404),
    Line(
        "floor:duty_log_act",
        log_args,
        method="post",
        data={"act": "save", "version": 1},
        allowed=WRITE,
        success=302,
        otherwise=404,
        except_for=READ_ONLY,
    ),
    Line("floor:months", allowed=LOOK),
    Line("floor:breaks_today", allowed=BREAKS, success=302),
    Line("floor:breaks", team_day, allowed=BREAKS),
    Line(
        "floor:break_assign",
        team_day,
        method="post",
        allowed=posts("shift_leader"),
        success=422,
    ),
    Line("floor:break_moves", team_day, method="post", allowed=posts("shift_leader"), success=422),
    Line("floor:spread", team_day, method="post", allowed=posts("shift_leader"), success=302),
    Line("floor:my_breaks", allowed=TAKERS),
    Line("floor:break_ask", shift_args, method="post", allowed=TAKERS, success=404),
    Line(
        "floor:break_act",
        slot_args,
        method="post",
        data={"act": "take-back"},
        allowed=posts("shift_leader"),
        success=302,
        otherwise=404,
        except_for={PostCode.INFO_COORDINATOR: 403, PostCode.DIRECTOR: 403, PostCode.CENTER_MANAGER: 403},
    ),
    Line("floor:off_post", shift_args, method="post", allowed=posts("shift_leader"), success=302),
    Line("floor:back_on_post", off_args, method="post", allowed=posts("shift_leader"), success=302),
    Line("floor:board", allowed=LOOK),
    Line("floor:person", shift_args, allowed=LOOK),
    Line("floor:redeploy", shift_args, method="post", allowed=posts("shift_leader director"), success=422),
    Line("floor:stop_work", shift_args, method="post", allowed=posts("shift_leader director"), success=422),
    Line("floor:stop", stop_args, allowed=LOOK, otherwise=404),
    Line(
        "floor:annul_stop",
        stop_args,
        method="post",
        allowed=posts("director"),
        success=422,
        otherwise=404,
        except_for=dict.fromkeys(LOOK - posts("director"), 403),
    ),
]
