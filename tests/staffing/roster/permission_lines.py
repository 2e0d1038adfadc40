"""Who may open the pages of rosters beside their grid, and call their API."""

import datetime
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from staffing.roster.models import HeadsNeeded, Induction, Roster
from tests.factories import make_employee
from tests.staffing.factories import make_assignment, make_roster
from tests.web.permission_table import Line, World, posts

SEE = posts(
    "group_leader shift_leader qa_trainer info_coordinator complaint_officer deputy_director director center_manager"
)
DIRECTOR, MANAGER = posts("director"), posts("center_manager")
WHOLE = SEE - posts("group_leader shift_leader")
TAKES = posts("director center_manager")
MONTH = datetime.date(2026, 3, 1)


def roster_of(world: World) -> Roster:
    """The published roster of the world's department."""
    if "roster" not in world.extra:
        roster = make_roster(world.department, MONTH)
        world.extra["roster"] = roster
        world.extra["shift"] = make_assignment(world.agent, MONTH, roster=roster)
    found: Roster = world.extra["roster"]
    return found


def roster(world: World) -> dict[str, Any]:
    found = roster_of(world)
    return {"site": found.site.code, "department": found.department.code, "month": "2026-03"}


def department(world: World) -> dict[str, Any]:
    return {key: value for key, value in roster(world).items() if key != "month"}


def versioned(world: World) -> dict[str, Any]:
    """A roster with a version."""
    found = roster_of(world)
    if not found.versions.exists():
        found.versions.create(number=1, content={})
    return roster(world)


def number(world: World) -> dict[str, Any]:
    if "starter" not in world.extra:
        world.extra["starter"] = make_employee(site=world.site, team=world.team)
    return {"number": world.extra["starter"].number}


def pk(world: World) -> dict[str, Any]:
    return {"pk": roster_of(world).pk}


def version(world: World) -> dict[str, Any]:
    versioned(world)
    return pk(world) | {"number": "1"}


def two_versions(world: World) -> dict[str, Any]:
    versioned(world)
    return pk(world)


def shift(world: World) -> dict[str, Any]:
    roster_of(world)
    return {"pk": world.extra["shift"].pk}


def a_finding(world: World) -> dict[str, Any]:
    return {"finding": f"{world.agent.pk}|2026-03-01|roster.rest_gap", "reason": ""}


def refused_to(allowed: Any) -> dict[Any, int]:
    """Who sees the roster but may not do this with it: 403; who does not see it: 404."""
    return dict.fromkeys(SEE - allowed, 403)


def over_api(name: str, args: Any, data: dict[str, Any], allowed: Any, success: int) -> Line:
    return Line(
        f"api:staffing-{name}", args, "post", data, allowed, success, 404, 401, except_for=refused_to(allowed)
    )


def a_need(world: World) -> dict[str, Any]:
    """Heads needed of the world's team."""
    if "need" not in world.extra:
        world.extra["need"] = HeadsNeeded.objects.create(
            department=world.department,
            team=world.team,
            weekday=0,
            span=(480, 510),
            heads=1,
            period=DateRange(MONTH, None),
        )
    return {"pk": world.extra["need"].pk}


def an_induction(world: World) -> dict[str, Any]:
    row, _is_new = Induction.objects.get_or_create(employee=world.agent, defaults={"passed_on": MONTH})
    return {"pk": row.pk}


AN_OFFER = {"day": "1", "remedy": "overtime", "start": "0", "end": "60", "places": "1"}
OFFERS = posts("director shift_leader")
CELL = {"cells[0]employee": "E00000", "cells[0]on": "2026-03-01", "cells[0]code": ""}
PASSED = {"findings[0]on": "2026-03-01", "findings[0]code": "roster.none", "reason": "x"}
LINES = [
    over_api("rosters-publish", pk, {}, DIRECTOR, 409),
    over_api("rosters-let-pass", pk, PASSED, MANAGER, 409),
    # Numbers that the site does not have are told before anything else is asked.
    Line("api:staffing-rosters-cells", pk, "post", CELL, SEE, 400, 404, 401),
    over_api("assignments-redeploy", shift, {"team": "nowhere", "reason": "x"}, SEE, 404),
    Line("roster:index", allowed=SEE),
    Line("roster:begin", allowed=DIRECTOR),
    Line("roster:begin", method="post", data={}, allowed=DIRECTOR, success=422),
    Line("roster:check", roster, allowed=SEE),
    Line("roster:let-pass", roster, "post", a_finding, MANAGER, success=422),
    Line("roster:publish", roster, allowed=DIRECTOR),
    Line("roster:publish", roster, "post", {}, DIRECTOR, success=422),
    Line("roster:file", roster, allowed=TAKES),
    Line("roster:versions", roster, allowed=SEE),
    Line("roster:compare", versioned, allowed=SEE),
    Line("roster:changes", roster, allowed=SEE),
    Line("roster:fairness", roster, allowed=SEE),
    Line("roster:coverage", roster, allowed=SEE),
    Line(
        "roster:coverage-offer", roster, "post", AN_OFFER, OFFERS, success=422, except_for=refused_to(OFFERS)
    ),
    Line("roster:reserve", allowed=TAKES),
    Line("roster:reserve-file", allowed=TAKES),
    Line("api:staffing-reserve-list", allowed=TAKES, nobody=401),
    Line("api:staffing-heads-needed-list", nobody=401),
    Line("api:staffing-heads-needed-list", method="post", data={}, success=400, nobody=401),
    Line("api:staffing-heads-needed-detail", a_need, allowed=SEE, otherwise=404, nobody=401),
    Line("api:staffing-inductions-list", nobody=401),
    Line("api:staffing-inductions-list", method="post", data={}, success=400, nobody=401),
    Line("api:staffing-inductions-detail", an_induction, allowed=DIRECTOR, otherwise=404, nobody=401),
    Line("api:staffing-inductions-withdraw", an_induction, "post", {}, DIRECTOR, 400, 404, 401),
    Line("api:staffing-inductions-new-staff", allowed=DIRECTOR, nobody=401),
    Line("roster:needs", department, allowed=SEE),
    Line("roster:needs", department, "post", {"since": "2020-01-01"}, DIRECTOR, success=422),
    Line("roster:inductions", allowed=DIRECTOR),
    Line("roster:induction-record", number, "post", {"passed_on": "2999-01-01"}, DIRECTOR, success=422),
    Line("roster:induction-withdraw", number, allowed=DIRECTOR),
    Line("roster:induction-withdraw", number, "post", {"reason": "x"}, DIRECTOR, success=422),
    Line("api:staffing-rosters-list", nobody=401),
    Line("api:staffing-rosters-list", method="post", data={}, success=400, nobody=401),
    Line("api:staffing-rosters-detail", pk, allowed=SEE, otherwise=404, nobody=401),
    Line("api:staffing-rosters-check", pk, allowed=SEE, nobody=401),
    Line("api:staffing-rosters-coverage", pk, data={"on": "2026-03-01"}, allowed=WHOLE, nobody=401),
    Line("api:staffing-rosters-versions", pk, allowed=SEE, nobody=401),
    Line("api:staffing-rosters-version", version, allowed=SEE, nobody=401),
    Line("api:staffing-rosters-compare", two_versions, data={"from": 1, "to": 1}, allowed=SEE, nobody=401),
    Line("api:staffing-rosters-changes", pk, allowed=SEE, nobody=401),
    Line("api:staffing-assignments-list", nobody=401),
    Line("api:staffing-assignments-detail", shift, allowed=SEE, otherwise=404, nobody=401),
]
