"""Everybody reads the rulebook; directors, center managers and the system administrator change it."""

import datetime
from typing import Any

from callcenter.rulebook.services import set_value
from tests.web.permission_table import Line, World, posts

KEY = "kpi.sl_seconds"
EDITORS = posts("director center_manager sysadmin")
FAR = datetime.date(2030, 1, 1)


def key(world: World) -> dict[str, Any]:
    return {"key": KEY}


def change(world: World) -> dict[str, Any]:
    return {"site": world.site.code, "value": 30, "effective_on": FAR.isoformat(), "reason": "Because"}


def planned(world: World) -> int:
    """The one planned value of this world."""
    if "planned" not in world.extra:
        world.extra["planned"] = set_value(
            KEY, site=world.site, value=45, effective_on=FAR, reason="Because", actor=None
        ).pk
    return int(world.extra["planned"])


LINES = [
    Line("rulebook:index"),
    Line("rulebook:rule", key),
    Line("rulebook:rule", lambda world: {"key": "no.rule"}, success=404),
    Line("rulebook:change", key, "post", change, EDITORS, 302),
    Line("rulebook:preview", key, "post", change, EDITORS),
    Line(
        "rulebook:withdraw",
        key,
        "post",
        lambda world: {"value": planned(world), "reason": "Because"},
        EDITORS,
        302,
    ),
    Line("api:rulebook-rule-list", nobody=401),
    Line("api:rulebook-rule-detail", key, nobody=401),
    Line("api:rulebook-rule-history", key, nobody=401),
    # Without a site and a value to try out there is nothing to tell; who sees no reports of the site is told nothing.
    Line("api:rulebook-rule-consequence", key, success=400, nobody=401),
    Line("api:rulebook-rule-set", key, "post", change, EDITORS, 201, nobody=401),
    Line(
        "api:rulebook-rule-withdraw",
        key,
        "post",
        lambda world: {"id": planned(world), "reason": "Because"},
        EDITORS,
        nobody=401,
    ),
]
