"""The waiting list of a team's day: who came first gets the place that comes free."""

from django.utils import timezone

from callcenter.audit import services as audit
from callcenter.people.employees.services import locked_team
from staffing.leave import asking, capacity, policy, telling
from staffing.leave.models import LeaveRequest
from staffing.leave.states import State


def fill(left: LeaveRequest) -> list[LeaveRequest]:
    """After `left` gave its place up: those who now find a place on all of their days go on, first come first."""
    if left.team is None or not left.kind.takes_place:
        return []
    team = locked_team(left.team)
    days = list(left.leave_days.values_list("on", flat=True))
    settings = policy.settings(left.site, left.site.today())
    placed, now = [], timezone.now()
    for leave in capacity.waiting(team, days):
        own = list(leave.leave_days.values_list("on", flat=True))
        found = capacity.of_days(team, own, settings, without=leave)
        if leave.starts_at <= now or any(each.is_full for each in found):
            continue
        leave.state = State.LATE_REQUEST if leave.is_late else State.SUBMITTED
        leave.save(update_fields=["state"])
        audit.record(None, "leave.request.placed", leave, after=asking.facts_of(leave))
        telling.placed(leave)
        asking.send(leave, actor=None, is_automatic=settings.automatic_answer and leave.may_be_automatic)
        placed.append(leave)
    return placed
