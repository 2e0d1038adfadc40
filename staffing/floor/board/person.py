"""What the page of one person on the floor shows, and which acts are offered to the reader."""

import datetime
from typing import Any

from callcenter.access.permissions import Actor
from staffing.floor import access
from staffing.floor import now as floor
from staffing.floor.board import page
from staffing.floor.board.forms import RedeployForm, StopWorkForm
from staffing.floor.breaks.forms import AssignForm
from staffing.floor.breaks.models import Break, BreakState, OffPost
from staffing.floor.breaks.page import length as page_length
from staffing.floor.breaks.page import slot_line
from staffing.floor.handovers.models import ConsoleRelease
from staffing.floor.handovers.services import find_relief
from staffing.floor.stops.models import StopWork
from staffing.roster.access import may_redeploy
from staffing.roster.models import Assignment


def person_page(row: Assignment, *, actor: Actor, now: datetime.datetime) -> dict[str, Any]:
    """The context of the page."""
    person = floor.people(row.site, [row], now=now)[0]
    order = StopWork.objects.filter(assignment=row).first()
    is_standing = row.cancelled_at is None and row.ends_at > now
    leads = row.team is not None and access.may_lead_breaks(actor, row.team)
    slots = Break.objects.filter(assignment=row).exclude(state=BreakState.CANCELLED)
    slots = slots.select_related("employee", "site", "assignment")
    context: dict[str, Any] = {
        "row": row,
        "person": person,
        "line": page.line(person, now),
        "order": order,
        "off_posts": [(each, page_length(each, now)) for each in OffPost.objects.filter(assignment=row)],
        "leads": leads,
        "lines": [slot_line(each, leads=leads, is_own=False, now=now) for each in slots],
        "may_report": leads
        and is_standing
        and person.is_there
        and person.pause is None
        and person.off_post is None
        and not access.is_own(actor, row.employee),
        "is_standing": is_standing,
    }
    release = ConsoleRelease.objects.filter(assignment=row).select_related("relief__employee").first()
    context["release"] = release
    may_record = row.team is not None and access.may_record(actor, row.team)
    if (
        release is None
        and row.team is not None
        and may_record
        and row.cancelled_at is None
        and person.is_there
    ):
        relief, is_due = find_relief(row, row.team, now)
        context["may_release"] = not access.is_own(actor, row.employee)
        context["relief_due"] = is_due
        context["relief"] = (
            Assignment.objects.select_related("employee").get(pk=relief.key) if relief else None
        )
    if is_standing and leads:
        context["break_form"] = AssignForm([row], auto_id="break_%s")
    if is_standing and may_redeploy(actor, row):
        context["redeploy_form"] = RedeployForm(row.site, row.team)
    if is_standing and access.may_stop_work(actor, row):
        context["stop_form"] = StopWorkForm(row.site, auto_id="stop_%s")
    return context
