"""Who may open today's floor, its breaks and its records."""

import datetime

from django.utils import timezone

from staffing.floor.stops.models import StopWork
from staffing.roster.models import Assignment
from tests.staffing.factories import make_assignment
from tests.web.permission_table import Line, World, posts

LOOK = posts("group_leader shift_leader qa_trainer info_coordinator director center_manager")
AGENT = posts("agent")


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


LINES = [
    Line("floor:board", allowed=LOOK),
    Line("floor:person", shift_args, allowed=LOOK),
    Line("floor:redeploy", shift_args, method="post", allowed=posts("shift_leader director"), success=422),
    Line("floor:stop_work", shift_args, method="post", allowed=posts("shift_leader director"), success=422),
    Line("floor:stop", stop_args, allowed=LOOK, otherwise=404),
]
