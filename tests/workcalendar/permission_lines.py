"""Everybody reads the calendar of their site; the director, the center manager and the system administrator change it."""

import datetime
from typing import Any

from callcenter.workcalendar.models import CalendarDay, HoursVersion
from tests.web.permission_table import Line, World, posts
from tests.workcalendar.factories import LONG, OFFICE, make_day, make_week

EDITORS = posts("director center_manager sysadmin")
FAR = datetime.date(2030, 1, 1)


def site(world: World) -> dict[str, Any]:
    return {"site": world.site.code}


def code(world: World) -> dict[str, Any]:
    return {"code": world.site.code}


def planned(world: World) -> dict[str, Any]:
    """The address of a planned version of this world's opening hours."""
    row = HoursVersion.objects.filter(site=world.site, period__startswith=FAR).first()
    if row is None:
        if not HoursVersion.objects.filter(site=world.site).exists():
            make_week(world.site, OFFICE)
        make_week(world.site, LONG, FAR)
        row = HoursVersion.objects.get(site=world.site, period__startswith=FAR)
    return site(world) | {"pk": row.pk}


def day(world: World) -> int:
    """An entry in force."""
    row = CalendarDay.objects.filter(site=world.site, is_active=True).first()
    if row is None:
        make_day(world.site, FAR)
        row = CalendarDay.objects.get(site=world.site, on=FAR)
    return row.pk


def day_fields(world: World) -> dict[str, Any]:
    """What the form of a day posts at first: it answers with what would change."""
    return {"first": "2029-06-01", "kind": "holiday", "name": "Founders", "reason": "Because"}


def api_days(world: World) -> dict[str, Any]:
    day = {"days[0]on": "2029-07-01", "days[0]kind": "holiday", "days[0]name": "Summer"}
    return day | {"reason": "Because", "is_preview": True}


def api_week(world: World) -> dict[str, Any]:
    planned(world)
    week = ["10:00–16:00"] * 7
    return {"week": week, "effective_on": "2029-01-01", "reason": "Because", "is_preview": True}


LINES = [
    Line("workcalendar:index", success=302),
    Line("workcalendar:year", site),
    Line("workcalendar:year", lambda world: {"site": "nowhere"}, success=404),
    Line("workcalendar:year", site, data={"export": "xlsx"}, allowed=EDITORS | posts("hr")),
    Line("workcalendar:hours", site),
    Line("workcalendar:hours", site, "post", {"day_0": "9-18", "reason": "Because"}, EDITORS),
    Line("workcalendar:withdraw", planned, "post", {"reason": "Because"}, EDITORS),
    Line("workcalendar:days", site),
    Line("workcalendar:days", site, "post", day_fields, EDITORS),
    Line(
        "workcalendar:switch",
        site,
        "post",
        lambda world: {"days": [day(world)], "is_active": "off", "reason": "Because"},
        EDITORS,
    ),
    Line("workcalendar:public", site, allowed=EDITORS),
    Line("workcalendar:deadlines", site),
    Line("workcalendar:editions", site),
    Line("api:workcalendar-calendars-list", nobody=401),
    Line("api:workcalendar-calendars-detail", code, nobody=401),
    Line("api:workcalendar-calendars-days", code, nobody=401),
    Line("api:workcalendar-calendars-editions", code, nobody=401),
    Line("api:workcalendar-calendars-set-days", code, "post", api_days, EDITORS, nobody=401),
    Line("api:workcalendar-calendars-set-week", code, "post", api_week, EDITORS, nobody=401),
    Line(
        "api:workcalendar-calendars-switch",
        code,
        "post",
        lambda world: {"days": [day(world)], "is_active": False, "reason": "Because"},
        EDITORS,
        201,
        nobody=401,
    ),
]
