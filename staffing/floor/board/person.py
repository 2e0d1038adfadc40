"""What the page of one person on the floor shows, and which acts are offered to the reader."""

import datetime
from typing import Any

from callcenter.access.permissions import Actor
from staffing.floor import access
from staffing.floor import now as floor
from staffing.floor.board import page
from staffing.floor.board.forms import RedeployForm, StopWorkForm
from staffing.floor.breaks.models import OffPost
from staffing.floor.stops.models import StopWork
from staffing.roster.access import may_redeploy
from staffing.roster.models import Assignment


def person_page(row: Assignment, *, actor: Actor, now: datetime.datetime) -> dict[str, Any]:
    """The context of the page."""
    person = floor.people(row.site, [row], now=now)[0]
    order = StopWork.objects.filter(assignment=row).first()
    is_standing = row.cancelled_at is None and row.ends_at > now
    context: dict[str, Any] = {
        "row": row,
        "person": person,
        "line": page.line(person, now),
        "order": order,
        "off_posts": list(OffPost.objects.filter(assignment=row)),
        "is_standing": is_standing,
    }
    if is_standing and may_redeploy(actor, row):
        context["redeploy_form"] = RedeployForm(row.site, row.team)
    if is_standing and access.may_stop_work(actor, row):
        context["stop_form"] = StopWorkForm(auto_id="stop_%s")
    return context
