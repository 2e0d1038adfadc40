"""Who may open the pages of attendance: everybody their own, leaders their teams, directors and HR the sheets."""

import datetime
from typing import Any

from django.utils import timezone

from staffing.attendance.models import AttendancePeriod, Breach
from staffing.attendance.periods.services import sheet_at
from tests.staffing.attendance.factories import make_punch, worked_out
from tests.staffing.factories import make_assignment
from tests.web.permission_table import ALL_POSTS, Line, World, posts

SEES = posts("group_leader shift_leader info_coordinator director center_manager hr")
SITE = posts("info_coordinator director center_manager hr")
CLOSES, EXPORTS = posts("director hr"), posts("director center_manager hr")
LEADER = posts("shift_leader")
DECIDES = posts("shift_leader director")
ENTERS = posts("director center_manager hr")


def yesterday(world: World) -> datetime.date:
    return world.site.today() - datetime.timedelta(days=1)


def a_day(world: World) -> dict[str, Any]:
    """The world's agent on yesterday's shift, worked out."""
    if "attendance_day" not in world.extra:
        shift = make_assignment(world.agent, yesterday(world))
        world.extra["shift"] = shift
        world.extra["attendance_day"] = worked_out(world.agent, yesterday(world))
    return {"number": world.agent.number, "on": yesterday(world).isoformat()}


def a_start(world: World) -> dict[str, Any]:
    a_day(world)
    shift = world.extra["shift"]
    clock = timezone.localtime(shift.starts_at, world.site.zone).strftime("%H:%M")
    return {"team": world.team.pk, "on": shift.on.isoformat(), "clock": clock}


def a_sheet(world: World) -> AttendancePeriod:
    """Last month's sheet: over, and open."""
    if "sheet" not in world.extra:
        first = sheet_at(world.site, world.site.today()).start
        world.extra["sheet"] = sheet_at(world.site, first - datetime.timedelta(days=1))
    found: AttendancePeriod = world.extra["sheet"]
    return found


def sheet(world: World) -> dict[str, Any]:
    return {"site": world.site.code, "start": a_sheet(world).start.isoformat()}


def sheet_pk(world: World) -> dict[str, Any]:
    return {"pk": a_sheet(world).pk}


def day_pk(world: World) -> dict[str, Any]:
    a_day(world)
    return {"pk": world.extra["attendance_day"].pk}


def punch_pk(world: World) -> dict[str, Any]:
    if "punch" not in world.extra:
        world.extra["punch"] = make_punch(world.agent, "07:45", on=yesterday(world))
    return {"pk": world.extra["punch"].pk}


def a_breach(world: World) -> dict[str, Any]:
    """Nobody punched for the world's agent yesterday: an absence that waits for the leader."""
    a_day(world)
    return {"pk": Breach.objects.get(employee=world.agent).pk}


def correction(world: World) -> dict[str, Any]:
    a_day(world)
    return {"employee": world.agent.number, "on": yesterday(world).isoformat(), "reason": "forgotten"}


def api(name: str, args: Any = lambda world: {}, **options: Any) -> Line:
    return Line(f"api:staffing-{name}", args, nobody=401, **options)


LINES = [
    Line("attendance:mine"),
    Line("attendance:punch", method="post", success=302),
    Line("attendance:days", data=lambda world: {"on": yesterday(world).isoformat()}, allowed=SEES),
    Line("attendance:person", lambda world: {"number": a_day(world)["number"]}, allowed=SEES, otherwise=404),
    Line("attendance:day", a_day, allowed=SEES, otherwise=404),
    Line("attendance:again", a_day, method="post", allowed=SEES, success=302),
    Line(
        "attendance:correct",
        a_day,
        allowed=LEADER,
        otherwise=404,
        except_for=dict.fromkeys(SEES - LEADER, 403),
    ),
    Line(
        "attendance:correct",
        a_day,
        method="post",
        allowed=LEADER,
        success=422,
        otherwise=404,
        except_for=dict.fromkeys(SEES - LEADER, 403),
    ),
    Line("attendance:roll-calls", allowed=SEES),
    Line("attendance:roll-call", a_start, allowed=SEES, otherwise=404),
    Line(
        "attendance:roll-call",
        a_start,
        method="post",
        allowed=LEADER,
        success=422,
        otherwise=404,
        except_for=dict.fromkeys(SEES - LEADER, 403),
    ),
    Line("attendance:breaches", allowed=SEES),
    Line("attendance:breach", a_breach, allowed=SEES, otherwise=404),
    Line("attendance:confirm-breaches", method="post", allowed=DECIDES, success=302),
    Line(
        "attendance:decide-breach",
        a_breach,
        method="post",
        data={"act": "dismiss"},
        allowed=DECIDES,
        success=422,
        otherwise=404,
        except_for=dict.fromkeys(SEES - DECIDES, 403),
    ),
    Line(
        "attendance:reopen-breach",
        a_breach,
        method="post",
        allowed=posts("director"),
        success=422,
        otherwise=404,
        except_for=dict.fromkeys(SEES - posts("director"), 403),
    ),
    Line(
        "attendance:answer-breach",
        a_breach,
        method="post",
        allowed=frozenset(),
        otherwise=404,
        except_for=dict.fromkeys(SEES, 403),
    ),
    Line("attendance:sheets", allowed=SEES),
    Line("attendance:sheet", sheet, allowed=SEES),
    Line("attendance:close", sheet, method="post", allowed=CLOSES, success=302),
    Line(
        "attendance:reopen",
        sheet,
        method="post",
        data={"reason": "late punches"},
        allowed=CLOSES,
        success=422,
    ),
    Line("attendance:workbook", sheet, method="post", allowed=EXPORTS, success=302),
    api("punches-list"),
    api("punches-detail", punch_pk, allowed=SEES, otherwise=404),
    api("punches-list", method="post", success=400, allowed=ALL_POSTS),
    api("punches-bulk", method="post", success=400, allowed=ALL_POSTS),
    api("attendance-days-list"),
    api("attendance-days-detail", day_pk, allowed=SEES, otherwise=404),
    api("attendance-periods-list"),
    api("attendance-periods-detail", sheet_pk),
    api("attendance-periods-close", sheet_pk, method="post", allowed=CLOSES),
    api(
        "attendance-periods-reopen",
        sheet_pk,
        method="post",
        data={"reason": "x"},
        allowed=CLOSES,
        success=409,
    ),
    api("attendance-periods-workbook", sheet_pk, method="post", allowed=EXPORTS, success=202),
    api("attendance-breaches-list"),
    api("attendance-breaches-detail", a_breach, allowed=SEES, otherwise=404),
    api(
        "attendance-breaches-confirm",
        a_breach,
        method="post",
        allowed=DECIDES,
        otherwise=404,
        except_for=dict.fromkeys(SEES - DECIDES, 403),
    ),
    api(
        "attendance-breaches-dismiss",
        a_breach,
        method="post",
        allowed=DECIDES,
        success=409,
        otherwise=404,
        except_for=dict.fromkeys(SEES - DECIDES, 403),
    ),
    api(
        "attendance-breaches-reopen",
        a_breach,
        method="post",
        allowed=posts("director"),
        success=409,
        otherwise=404,
        except_for=dict.fromkeys(SEES - posts("director"), 403),
    ),
    api(
        "attendance-breaches-answer",
        a_breach,
        method="post",
        data={"statement": "The bus broke down."},
        allowed=frozenset(),
        otherwise=404,
        except_for=dict.fromkeys(SEES, 403),
    ),
    api("attendance-corrections-list"),
    api("attendance-corrections-list", method="post", data={"reason": ""}, success=400),
    api("attendance-corrections-detail", lambda world: {"pk": 0}, success=404),
]
