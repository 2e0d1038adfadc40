"""Who may open the pages of conduct and call its API."""

import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from quality.conduct.models import ConductRecord, PointsEntry
from tests.quality.conduct.factories import version
from tests.web.permission_table import ALL_POSTS, Line, World, posts

SEE = posts("shift_leader qa_trainer director center_manager gm_office hr deputy_gm gm")
RECORD = posts("shift_leader qa_trainer director")
CONFIRM = posts("shift_leader director center_manager")
MONEY = posts("director center_manager deputy_gm gm_office hr gm")
KEEP = posts("director")


def record(world: World) -> dict[str, Any]:
    """A record of the world's agent that waits for the leader's word, the employee heard."""
    if "conduct" not in world.extra:
        now = timezone.now()
        one = version("FD-04")
        world.extra["conduct"] = ConductRecord.objects.create(
            site=world.site, employee=world.agent, team=world.team, item=one.item, version=one, points=2,
            happened_at=now - datetime.timedelta(days=2), words="Loud", state="recorded", statement_until=now,
            statement="Tired", stated_at=now,
        )  # fmt: skip
    return {"pk": world.extra["conduct"].pk}


def entry(world: World) -> dict[str, Any]:
    if "points" not in world.extra:
        world.extra["points"] = PointsEntry.objects.create(
            site=world.site, employee=world.agent, team=world.team, kind="deduction", points=2, reason="Made",
            on=datetime.date(2026, 3, 1), month=datetime.date(2026, 3, 1), source_id=world.site.pk,
            source_type=ContentType.objects.get_for_model(world.site),
        )  # fmt: skip
    return {"pk": world.extra["points"].pk}


def acting(verb: str) -> Any:
    return lambda world: record(world) | {"verb": verb}


def item(world: World) -> dict[str, Any]:
    return {"code": version("FD-04").item.code}


def over_api(name: str, **fields: Any) -> Line:
    given: dict[str, Any] = {"allowed": SEE, "success": 403, "otherwise": 404} | fields
    return Line(f"api:quality-conduct-records-{name}", record, method="post", nobody=401, **given)


LINES = [
    Line("conduct:mine", allowed=ALL_POSTS),
    Line("conduct:records", allowed=ALL_POSTS),
    Line("conduct:points", allowed=ALL_POSTS),
    Line("conduct:figures", allowed=SEE),
    Line("conduct:new", allowed=RECORD),
    Line("conduct:new", method="post", allowed=RECORD, success=422),
    Line("conduct:record", record, allowed=SEE, otherwise=404),
    Line("conduct:act", acting("state"), method="post", data={"words": "x"}, allowed=SEE, success=403, otherwise=404),
    Line("conduct:act", acting("contest"), method="post", data={"words": "x"}, allowed=SEE, success=403, otherwise=404),
    Line(
        "conduct:act", acting("confirm"), method="post", allowed=CONFIRM, success=302, otherwise=404,
        except_for=dict.fromkeys(SEE - CONFIRM, 403),
    ),
    Line(
        "conduct:act", acting("dismiss"), method="post", data={"reason": "x"}, allowed=CONFIRM, success=302,
        otherwise=404, except_for=dict.fromkeys(SEE - CONFIRM, 403),
    ),
    Line(
        "conduct:act", acting("cancel"), method="post", data={"reason": "x"},
        allowed=posts("director center_manager"), success=302, otherwise=404,
        except_for=dict.fromkeys(SEE - posts("director center_manager"), 403),
    ),
    Line("conduct:money", allowed=MONEY),
    Line("conduct:money-take", allowed=MONEY),
    Line("conduct:money-wages", method="post", allowed=posts("hr gm"), success=302),
    Line("conduct:money-close", method="post", allowed=posts("gm"), success=422),
    Line("api:quality-conduct-money-list", nobody=401),
    Line("api:quality-conduct-money-months", nobody=401),
    Line("api:quality-conduct-money-wages", method="post", allowed=posts("hr gm"), success=400, nobody=401),
    Line("api:quality-conduct-money-close", method="post", allowed=posts("gm"), success=400, nobody=401),
    Line("conduct:catalogue", allowed=ALL_POSTS),
    Line("conduct:item", item, allowed=ALL_POSTS),
    Line("conduct:new-item", allowed=KEEP),
    Line("conduct:new-item", method="post", allowed=KEEP, success=422),
    Line("conduct:change-item", item, method="post", allowed=KEEP, success=422),
    Line("conduct:end-item", item, method="post", allowed=KEEP, success=422),
    Line("api:quality-conduct-points-list", nobody=401),
    Line("api:quality-conduct-points-detail", entry, allowed=SEE, otherwise=404, nobody=401),
    Line("api:quality-conduct-records-list", nobody=401),
    Line("api:quality-conduct-records-list", method="post", success=400, nobody=401),
    Line("api:quality-conduct-records-detail", record, allowed=SEE, otherwise=404, nobody=401),
    over_api("statement", data={"words": "x"}),
    over_api("contest", data={"words": "x"}),
    over_api("confirm", allowed=CONFIRM, success=200, except_for=dict.fromkeys(SEE - CONFIRM, 403)),
    over_api(
        "dismiss", data={"reason": "x"}, allowed=CONFIRM, success=200, except_for=dict.fromkeys(SEE - CONFIRM, 403)
    ),
    over_api(
        "cancel", data={"reason": "x"}, allowed=posts("director center_manager"), success=200,
        except_for=dict.fromkeys(SEE - posts("director center_manager"), 403),
    ),
    over_api(
        "decide-contest", data={"outcome": "upheld", "reason": "x"}, allowed=posts("director center_manager"),
        success=409, except_for=dict.fromkeys(SEE - posts("director center_manager"), 403),
    ),
]  # fmt: skip
