"""Reads about delegations: who acts for whom on a day, and who may be named."""

import datetime
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from callcenter.people.delegations.models import Delegation
from callcenter.people.employees.models import Employee, ReportingLine


def acts_for(deputy_id: int | None, on: datetime.date) -> set[int]:
    """The employees for whom somebody acts on the day."""
    if deputy_id is None:
        return set()
    rows = Delegation.objects.filter(deputy=deputy_id, period__contains=on)
    return set(rows.values_list("employee_id", flat=True))


def deputies(employee_ids: Iterable[int], on: datetime.date) -> dict[int, Employee]:
    """Who acts on the day, by the absent employee's id."""
    rows = Delegation.objects.filter(employee__in=list(employee_ids), period__contains=on)
    return {row.employee_id: row.deputy for row in rows.select_related("deputy__user")}


def candidates(employee: Employee, on: datetime.date) -> QuerySet[Employee]:
    """Whom somebody may name: the own superior, those beside them under the same superior, those who report to them.

    Delegation stays in the line: anybody else would be a free choice of approver (S2E-23).
    """
    line = ReportingLine.objects.filter(period__contains=on)
    above = line.filter(employee=employee).values("superior")
    near = Q(pk__in=above) | Q(pk__in=line.filter(superior__in=above).values("employee"))
    near |= Q(pk__in=line.filter(superior=employee).values("employee"))
    rows = Employee.objects.filter(near).exclude(pk=employee.pk).employed(on)
    return rows.order_by("number")
