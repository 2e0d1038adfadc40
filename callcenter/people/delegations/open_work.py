"""Delegations as open work of a leaver: where they stand in, the successor does; their own end."""

from collections.abc import Collection

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from callcenter.access.permissions import Actor
from callcenter.audit import services as audit
from callcenter.people.delegations.models import Delegation
from callcenter.people.employees.models import Employee
from callcenter.people.offboarding.registry import Found, Item


def find(employee_ids: Collection[int]) -> Found:
    """Delegations of leavers, as absent or deputy, that reach past their last day."""
    found: Found = {}
    rows = Delegation.objects.filter(Q(employee__in=employee_ids) | Q(deputy__in=employee_ids))
    rows = rows.filter(period__endswith__gt=timezone.localdate()).select_related("employee", "deputy")
    for row in rows:
        for one in (row.employee, row.deputy):
            if one.pk in employee_ids and one.left_on is not None and row.end > one.left_on:
                words = _("%(deputy)s stands in for %(name)s until before %(day)s")
                figures = {"deputy": row.deputy, "name": row.employee, "day": row.end}
                found.setdefault(one.pk, []).append(Item(words % figures))
    return found


def hand_over(leaver: Employee, successor: Employee, actor: Actor) -> int:
    """From the first day without the leaver, or today, the successor stands in where they can; other delegations end."""
    day = max(leaver.left_on or leaver.site.today(), leaver.site.today())
    rows = Delegation.objects.select_for_update(of=("self",)).filter(period__endswith__gt=day)
    moved = 0
    for row in rows.filter(Q(employee=leaver) | Q(deputy=leaver)):
        moved += 1
        start, end = row.start, row.end
        before = {"deputy": row.deputy_id, "start": start, "end": end}
        goes_on = row.deputy_id == leaver.pk and _may_stand_in(successor, row, max(start, day), end)
        if start < day:
            row.period = DateRange(start, day)
            row.save(update_fields=["period"])
        else:
            row.delete()
        if goes_on:
            Delegation.objects.create(
                employee_id=row.employee_id,
                deputy=successor,
                period=DateRange(max(start, day), end),
                reason=row.reason,
            )
        after = {"deputy": successor.pk if goes_on else None, "from": max(start, day)}
        audit.record(actor, "people.delegation.handed_over", row.employee, before=before, after=after)
    return moved


def _may_stand_in(successor: Employee, row: Delegation, start: object, end: object) -> bool:
    """Not for themselves, and not while they are away or hand on what is handed to them."""
    away = Delegation.objects.filter(employee=successor, period__overlap=DateRange(start, end))
    is_deputy = Delegation.objects.filter(deputy=row.employee_id, period__overlap=DateRange(start, end))
    return row.employee_id != successor.pk and not away.exists() and not is_deputy.exists()
