"""Ordering somebody to stop work: the shift leaves the roster, the director hears of it."""

from django.db import transaction
from django.utils import timezone

from callcenter.access.permissions import Actor, require, user_of
from callcenter.access.posts import PostCode
from callcenter.audit import services as audit
from callcenter.notifications.services import notify
from callcenter.objections import Objection, RuleViolation
from callcenter.people.models import Employee
from staffing.floor import access
from staffing.floor.stops.models import StopWork
from staffing.roster.models import Assignment, Origin
from staffing.roster.services import cut_short


@transaction.atomic
def order_stop_work(assignment: Assignment, *, actor: Actor, reason: str) -> StopWork:
    """Have somebody stop work for the rest of a shift (S2F-11). The shift ends now, which opens a gap to fill."""
    row = (
        Assignment.objects.select_for_update(of=("self",))
        .select_related("employee", "team__department", "site")
        .get(pk=assignment.pk)
    )
    require(row.team is not None and access.may_stop_work(actor, row))
    assert row.team is not None
    now = timezone.now()
    found = []
    if not reason.strip():
        found.append(Objection("floor.no_reason", field="reason"))
    if row.cancelled_at is not None or not row.is_published:
        found.append(Objection("floor.no_shift", {"name": str(row.employee)}))
    elif row.ends_at <= now:
        found.append(Objection("floor.shift_over", {"name": str(row.employee)}))
    if found:
        raise RuleViolation(found)
    cut_short(row, now, actor=actor, reason=reason.strip(), origin=Origin.STOP_WORK)
    order = StopWork.objects.create(
        site=row.site,
        team=row.team,
        assignment=row,
        employee=row.employee,
        on=row.on,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        reason=reason.strip(),
        ordered_by=user_of(actor),
        ordered_at=now,
    )
    told = {each.user_id for each in directors(order) if each.user_id}
    if row.employee.user_id:
        told.add(row.employee.user_id)
    told.discard(getattr(actor, "pk", None))
    notify(
        "floor.stop_work",
        recipients=sorted(told),
        subject=order,
        figures={"name": row.employee, "team": row.team, "reason": order.reason},
        key=f"{order.pk}",
    )
    audit.record(actor, "floor.work.stopped", order, reason=order.reason)
    return order


def directors(order: StopWork) -> list[Employee]:
    """Who directs the site that day."""
    return list(Employee.objects.holding([PostCode.DIRECTOR], order.on).filter(site=order.site).distinct())
