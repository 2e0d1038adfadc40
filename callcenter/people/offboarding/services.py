"""Handing everything that a leaver has open to a successor: all of it in one transaction, or nothing."""

from django.db import transaction

from callcenter.access.permissions import Actor, require
from callcenter.audit import services as audit
from callcenter.objections import Objection, refuse
from callcenter.people.employees import access
from callcenter.people.employees.models import Employee, Employment
from callcenter.people.employees.services import locked
from callcenter.people.offboarding.registry import providers


@transaction.atomic
def hand_over(employee: Employee, successor: Employee, *, actor: Actor, reason: str = "") -> dict[str, int]:
    """Give every piece of open work of a leaver to the successor; how many of each sort.

    Refused for who does not leave, for a successor who is the leaver or is not employed at the site's day, or leaves too.
    """
    employee = locked(employee)
    require(access.may_edit(actor, employee))
    today = employee.site.today()
    found = []
    if employee.left_on is None:
        found.append(Objection("people.has_not_left", {"name": str(employee)}))
    if successor.pk == employee.pk:
        found.append(Objection("people.own_successor", {}, "successor"))
    elif not successor.is_employed(today) or successor.left_on is not None:
        found.append(Objection("people.successor_leaves", {"name": str(successor)}, "successor"))
    refuse(found)
    moved = {one.key: one.hand_over(employee, successor, actor) for one in providers()}
    moved = {key: count for key, count in moved.items() if count}
    row = Employment.objects.get(employee=employee, period__startswith=employee.hired_on)
    row.successor = successor
    row.save(update_fields=["successor"])
    after = {"successor": successor.number} | moved
    audit.record(actor, "people.employee.handed_over", employee, after=after, reason=reason)
    return moved
