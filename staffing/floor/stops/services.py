"""Ordering somebody to stop work: the shift leaves the roster, the director hears of it."""

from django.db import transaction
from django.utils import timezone

from callcenter.access.permissions import Actor, require, user_of
from callcenter.access.posts import PostCode
from callcenter.audit import services as audit
from callcenter.notifications.services import notify
from callcenter.objections import Objection, refuse
from callcenter.people.models import Employee
from staffing.floor import access
from staffing.floor.stops import changes
from staffing.floor.stops.models import Annulment, StopWork
from staffing.roster.models import Assignment, Origin
from staffing.roster.services import cut_short


@transaction.atomic
def order_stop_work(assignment: Assignment, *, actor: Actor, reason: str, ground: str = "") -> StopWork:
    """Have somebody stop work for the rest of a shift (S2F-11). The shift ends now, which opens a gap to fill.

    `ground`: what it is for, of those that rooms above offer (`changes.grounds`).
    """
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
    if ground and ground not in dict(changes.grounds(row.site, row.site.today())):
        found.append(Objection("floor.no_such_ground", {"code": ground}, "ground"))
    if row.cancelled_at is not None or not row.is_published:
        found.append(Objection("floor.no_shift", {"name": str(row.employee)}))
    elif row.ends_at <= now:
        found.append(Objection("floor.shift_over", {"name": str(row.employee)}))
    refuse(found)
    cut_short(row, now, actor=actor, reason=reason.strip(), origin=Origin.STOP_WORK)
    order = StopWork.objects.create(
        site=row.site,
        team=row.team,
        assignment=row,
        employee=row.employee,
        on=row.on,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        ground=ground,
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
    changes.tell(order)
    return order


@transaction.atomic
def annul_stop_work(order: StopWork, *, actor: Actor, reason: str) -> Annulment:
    """The director finds that the order was wrong: once, with a reason; what was recorded of it is undone."""
    order = (
        StopWork.objects.select_for_update(of=("self",))
        .select_related("employee__user", "team__department", "site")
        .get(pk=order.pk)
    )
    require(access.may_annul(actor, order))
    found = []
    if not reason.strip():
        found.append(Objection("floor.no_reason", field="reason"))
    if Annulment.objects.filter(order=order).exists():
        found.append(Objection("floor.annulled_already", {"name": order.employee}))
    refuse(found)
    made = Annulment.objects.create(
        order=order, reason=reason.strip(), annulled_by=user_of(actor), annulled_at=timezone.now()
    )
    told = {order.employee.user_id, order.ordered_by_id} - {None, getattr(actor, "pk", None)}
    notify(
        "floor.stop_work_annulled",
        recipients=sorted(one for one in told if one),
        subject=order,
        figures={"name": order.employee, "team": order.team, "reason": made.reason},
        key=f"{order.pk}",
    )
    audit.record(actor, "floor.work.stop_annulled", order, reason=made.reason)
    changes.tell(order, made)
    return made


def directors(order: StopWork) -> list[Employee]:
    """Who directs the site that day."""
    return list(Employee.objects.holding([PostCode.DIRECTOR], order.on).filter(site=order.site).distinct())
