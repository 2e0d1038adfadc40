"""The month grid: leaders see their team's, the site's posts all of it, the director edits it. My shifts are everybody's own."""

import datetime
import json
from typing import Any

from staffing.roster.models import Roster
from staffing.shifts.models import Rotation, RotationDay
from tests.staffing.factories import make_roster, make_shift_type
from tests.web.permission_table import Line, World, posts

MONTH = datetime.date(2026, 3, 1)
READERS = posts(
    "group_leader shift_leader qa_trainer info_coordinator complaint_officer deputy_director director center_manager"
)
EDITORS = posts("director")


def roster(world: World) -> Roster:
    found = Roster.objects.filter(department=world.department, month=MONTH).first()
    return found or make_roster(world.department, MONTH)


def args(world: World) -> dict[str, Any]:
    roster(world)
    return {"site": world.site.code, "department": world.department.code, "month": "2026-03"}


def cell(world: World) -> dict[str, Any]:
    return args(world) | {"number": world.agent.number, "day": 12}


def shift(world: World) -> str:
    found = world.site.shift_types.filter(code="G").first() or make_shift_type(world.site, "G")
    return found.code


def cell_form(world: World) -> dict[str, Any]:
    return {"code": shift(world), "expected": "", "reason": "Because"}


def fill_form(world: World) -> dict[str, Any]:
    code = shift(world)
    rotation = Rotation.objects.create(site=world.site, code="G", name="Turn", anchor_on=MONTH)
    RotationDay.objects.create(rotation=rotation, place=0, shift_type=world.site.shift_types.get(code=code))
    RotationDay.objects.create(rotation=rotation, place=1)
    days = {"first": "2026-03-12", "last": "2026-03-12"}
    return days | {"rotation": rotation.pk, "crew": 1, "number": world.agent.number, "reason": "Because"}


LINES = [
    Line("roster:grid", args, allowed=READERS, otherwise=404),
    Line("roster:grid-findings", args, allowed=READERS, otherwise=404),
    Line(
        "roster:grid-edits",
        args,
        "post",
        lambda world: {"edits": json.dumps([])},
        EDITORS,
        400,
        404,
        except_for=dict.fromkeys(READERS - EDITORS, 403),
    ),
    Line("roster:grid-cell", cell, allowed=READERS, otherwise=404),
    Line(
        "roster:grid-cell", cell, "post", cell_form, EDITORS, 302, 404,
        except_for=dict.fromkeys(READERS - EDITORS, 403),
    ),
    Line("roster:grid-fill", args, "get", {}, EDITORS, 200, 404, except_for=dict.fromkeys(READERS - EDITORS, 403)),
    Line(
        "roster:grid-fill", args, "post", fill_form, EDITORS, 302, 404,
        except_for=dict.fromkeys(READERS - EDITORS, 403),
    ),
    Line("roster:mine"),
    Line("roster:mine-month", lambda world: {"month": "2026-03"}),
    Line("roster:mine-changes"),
    Line("roster:feed-address"),
    Line("roster:feed-renew", method="post"),
    Line("roster:feed-withdraw", method="post", success=422),
]  # fmt: skip
OPEN = {
    "roster:feed": "read by calendars without a log-in: its secret address is the key (tests/staffing/roster/test_feeds.py)"
}
