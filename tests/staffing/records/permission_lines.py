"""Who may open the pages of the records of the floor and write in them (domain §3.2)."""

import datetime
from typing import Any

from django.utils import timezone

from callcenter.access.posts import PostCode
from staffing.records.actions.services import give_action
from staffing.records.cleaning.services import add_duty
from staffing.records.incidents.services import end_incident
from staffing.records.meetings.services import publish_answer
from staffing.records.visitors.services import ask_visit
from tests.staffing.records.factories import (
    make_bulletin,
    make_checklist,
    make_incident,
    make_meeting,
    make_patrol,
)
from tests.web.permission_table import Line, World, posts

READERS = posts("agent group_leader shift_leader qa_trainer info_coordinator director center_manager")
WRITERS = posts("group_leader shift_leader director")
SITE_WRITERS = posts("shift_leader director")
SITE_READERS = posts("shift_leader qa_trainer info_coordinator director center_manager")
REPORTERS = posts("agent group_leader shift_leader director")
READ_ONLY = {PostCode(code): 403 for code in ("qa_trainer", "info_coordinator", "center_manager")}
NOT_IN_SIGHT = {PostCode.AGENT: 404, PostCode.GROUP_LEADER: 404}
TEAM_WORKERS = READERS  # the world stands in one team, whose duty it is
LOOK_AFTER = posts("group_leader shift_leader qa_trainer info_coordinator director center_manager")


def bulletin(world: World) -> dict[str, Any]:
    if "bulletin" not in world.extra:
        world.extra["bulletin"] = make_bulletin(world.site)
    return {"pk": world.extra["bulletin"].pk}


def patrol(world: World) -> dict[str, Any]:
    if "patrol" not in world.extra:
        world.extra["patrol"] = make_patrol(world.site, team=world.team)
    return {"pk": world.extra["patrol"].pk}


def point(world: World) -> dict[str, Any]:
    if "point" not in world.extra:
        world.extra["point"] = make_checklist(world.site)[0]
    return {"pk": world.extra["point"].pk}


def incident(world: World) -> dict[str, Any]:
    if "incident" not in world.extra:
        world.extra["incident"] = make_incident(world.site)
    return {"pk": world.extra["incident"].pk}


def ended(world: World) -> dict[str, Any]:
    if "ended" not in world.extra:
        at = timezone.now() - datetime.timedelta(hours=1)
        world.extra["ended"] = end_incident(make_incident(world.site, starts_at=at), actor=None)
    return {"pk": world.extra["ended"].pk}


def meeting(world: World) -> dict[str, Any]:
    if "meeting" not in world.extra:
        world.extra["meeting"] = make_meeting(world.site, world.agent, team=world.team)
    return {"pk": world.extra["meeting"].pk}


def action(world: World) -> dict[str, Any]:
    if "action" not in world.extra:
        incident(world)
        world.extra["action"] = give_action(
            world.extra["incident"], actor=None, text="Call", owner=world.agent, due_on=world.site.today()
        )
    return {"pk": world.extra["action"].pk}


def answer(world: World) -> dict[str, Any]:
    if "answer" not in world.extra:
        world.extra["answer"] = publish_answer(world.site, actor=None, question="Why?", answer="Because.")
    return {"pk": world.extra["answer"].pk}


def visit(world: World) -> dict[str, Any]:
    if "visit" not in world.extra:
        world.extra["visit"] = ask_visit(
            world.site, actor=None, host=world.agent, name="Guest", reason="Repair", on=world.site.today()
        )
    return {"pk": world.extra["visit"].pk}


def duty(world: World) -> dict[str, Any]:
    if "duty" not in world.extra:
        fields = {"code": "desks", "name": "Desks", "weekday": 0}
        world.extra["duty"] = add_duty(world.site, actor=None, team=world.team, **fields)
    return {"pk": world.extra["duty"].pk}


def week(world: World) -> dict[str, Any]:
    return {"week": "2026-03-09"}


def api(name: str, args: Any = lambda world: {}, method: str = "get", **more: Any) -> Line:
    return Line(f"api:staffing-{name}", args, method, nobody=401, **({"allowed": READERS} | more))


LINES = [
    Line("records:to-read"),
    Line("records:bulletins"),
    Line("records:bulletin", bulletin),
    Line("records:bulletin-new", allowed=WRITERS),
    Line("records:bulletin-new", method="post", allowed=WRITERS, success=422),
    Line("records:bulletin-change", bulletin, allowed=SITE_WRITERS),
    Line("records:bulletin-withdraw", bulletin, "post", allowed=SITE_WRITERS, success=422),
    Line("records:bulletin-read", bulletin, "post", {"number": "7"}, success=422),
    Line("records:unread", allowed=LOOK_AFTER),
    api("bulletins-list"),
    api("bulletins-detail", bulletin),
    api("bulletins-list", method="post", success=400),
    api("bulletins-change", bulletin, "post", success=400),
    api("bulletins-withdraw", bulletin, "post", success=400),
    api("bulletins-confirm", bulletin, "post", data={"number": 7}, success=409),
    Line("records:patrols", allowed=READERS),
    Line("records:patrol", patrol, allowed=LOOK_AFTER, otherwise=404),
    Line("records:patrol-new", allowed=WRITERS),
    Line("records:patrol-new", method="post", data={"team": "0"}, allowed=WRITERS, success=422),
    Line("records:patrol-week-now", allowed=LOOK_AFTER, success=302),
    Line("records:patrol-week", week, allowed=LOOK_AFTER),
    Line("records:patrol-week", week, data={"export": "xlsx"}, allowed=posts("director center_manager")),
    Line("records:patrol-week", week, "post", allowed=SITE_WRITERS, success=422),
    Line("records:checklist", allowed=WRITERS),
    Line("records:checklist", method="post", allowed=SITE_WRITERS, success=422),
    Line("records:checklist-standard", method="post", allowed=SITE_WRITERS, success=302),
    Line("records:checklist-switch", point, "post", {"is_active": "on"}, SITE_WRITERS, 302),
    api("patrols-list"),
    api("patrols-detail", patrol, allowed=LOOK_AFTER, except_for={PostCode.AGENT: 404}),
    api("patrols-list", method="post", success=400),
    Line("records:incidents", allowed=READERS),
    Line("records:incident-new", allowed=REPORTERS),
    Line("records:incident-new", method="post", allowed=REPORTERS, success=422),
    Line("records:incident", incident, allowed=SITE_READERS, otherwise=404),
    *(
        Line(f"records:incident-{name}", args, "post", data, SITE_WRITERS, 422, 404, except_for=READ_ONLY)
        for name, args, data in (
            ("entry", incident, {"kind": "note"}),
            ("impact", incident, {"calls_lost": "-1"}),
            ("end", ended, {}),
            ("close", ended, {}),
            ("action", incident, {}),
        )
    ),
    Line("records:actions"),
    Line("records:action", action, allowed=SITE_READERS, otherwise=404),
    Line("records:action-finish", action, "post", allowed=SITE_READERS, success=422, otherwise=404),
    Line("records:meetings"),
    Line("records:shift-meetings"),
    Line("records:meeting-new", allowed=WRITERS),
    Line("records:meeting-new", method="post", allowed=WRITERS, success=422),
    Line("records:meeting", meeting),
    *(
        Line(f"records:meeting-{name}", meeting, "post", data, allowed, 422)
        for name, data, allowed in (
            ("minutes", {"act": "close"}, WRITERS),
            ("cancel", {}, WRITERS),
            ("action", {}, WRITERS),
            ("answer", {}, SITE_WRITERS),
        )
    ),
    Line("records:answers"),
    Line("records:answer-new", allowed=SITE_WRITERS),
    Line("records:answer-new", method="post", allowed=SITE_WRITERS, success=422),
    Line("records:answer", answer),
    Line("records:answer-withdraw", answer, "post", allowed=SITE_WRITERS, success=422),
    api("incidents-list"),
    api("incidents-detail", incident, allowed=SITE_READERS, except_for=NOT_IN_SIGHT),
    api("incidents-list", method="post", success=400),
    api("incidents-note", incident, "post", allowed=SITE_READERS, success=400, except_for=NOT_IN_SIGHT),
    api("incidents-end", ended, "post", allowed=SITE_WRITERS, success=409, except_for=NOT_IN_SIGHT),
    api("incidents-close", ended, "post", allowed=SITE_READERS, success=400, except_for=NOT_IN_SIGHT),
    api("meetings-list"),
    api("meetings-detail", meeting),
    api("meetings-list", method="post", success=400),
    api("meetings-cancel", meeting, "post", success=400),
    api("meetings-minutes", meeting, "post", success=400),
    api("actions-list"),
    api("actions-list", method="post", success=400),
    api("actions-detail", action, allowed=SITE_READERS, except_for=NOT_IN_SIGHT),
    api("actions-finish", action, "post", allowed=SITE_READERS, success=400, except_for=NOT_IN_SIGHT),
    api("answers-list"),
    api("answers-list", method="post", success=400),
    api("answers-detail", answer),
    api("answers-withdraw", answer, "post", success=400),
    api("incidents-impact", incident, "post", allowed=SITE_WRITERS, success=200, except_for=NOT_IN_SIGHT),
    Line("records:visits", allowed=READERS),
    Line("records:visit-new", allowed=REPORTERS),
    Line("records:visit-new", method="post", allowed=REPORTERS, success=422),
    Line("records:visit", visit, allowed=SITE_READERS, otherwise=404),
    Line("records:visit-decide", visit, "post", {"act": "?"}, success=404),
    Line("records:visit-in", visit, "post", {}, SITE_WRITERS, 422, 404, except_for=READ_ONLY),
    Line("records:visit-out", visit, "post", {}, SITE_WRITERS, 422, 404, except_for=READ_ONLY),
    Line("records:cleaning", allowed=READERS),
    Line("records:cleaning", method="post", allowed=SITE_WRITERS, success=422),
    Line("records:cleaning-standard", method="post", allowed=SITE_WRITERS, success=302),
    Line("records:cleaning-switch", duty, "post", {"is_active": "on"}, SITE_WRITERS, 302),
    Line(
        "records:cleaning-tick",
        lambda world: duty(world) | {"on": "2001-01-02"},
        "post",
        allowed=TEAM_WORKERS,
        success=422,
        otherwise=404,
    ),
    api("visitors-list"),
    api("visitors-detail", visit, allowed=SITE_READERS, except_for=NOT_IN_SIGHT),
    api("visitors-list", method="post", success=400),
    api("visitors-decide", visit, "post", allowed=SITE_READERS, success=400, except_for=NOT_IN_SIGHT),
    api("visitors-enter", visit, "post", allowed=SITE_READERS, success=400, except_for=NOT_IN_SIGHT),
    api("visitors-leave", visit, "post", allowed=SITE_WRITERS, success=409, except_for=NOT_IN_SIGHT),
    api("cleaning-duties-list"),
    api("cleaning-duties-detail", duty),
    api("cleaning-duties-tick", duty, "post", success=400),
]
