"""Balances of points: sums over the ledger, in one query however many people."""

import datetime
from collections.abc import Collection

from django.db.models import Q, Sum

from callcenter.people.models import Site
from quality.conduct.ledger.models import PointsEntry


def balances(site: Site, month: datetime.date, employee_ids: Collection[int]) -> dict[int, int]:
    """Points of each of these people in the statistics month that begins on `month`; 0 where there are none."""
    rows = PointsEntry.objects.filter(site=site, month=month, employee__in=list(employee_ids))
    found = dict(rows.order_by().values_list("employee").annotate(Sum("points")))
    return {one: found.get(one, 0) for one in employee_ids}


def vetoes(site: Site, month: datetime.date) -> set[int]:
    """Employees with a veto that stands in that month: entered and not reversed."""
    rows = PointsEntry.objects.filter(site=site, month=month, is_veto=True, kind="deduction", reversal=None)
    return set(rows.values_list("employee", flat=True))


def months_of(employee_id: int, firsts: Collection[datetime.date]) -> dict[datetime.date, tuple[int, int]]:
    """One person's points taken and given back in each of these months."""
    rows = PointsEntry.objects.filter(employee=employee_id, month__in=list(firsts)).order_by()
    found = rows.values("month").annotate(
        taken=Sum("points", filter=Q(kind="deduction")), back=Sum("points", filter=Q(kind="reversal"))
    )
    by_month = {row["month"]: (row["taken"] or 0, -(row["back"] or 0)) for row in found}
    return {first: by_month.get(first, (0, 0)) for first in firsts}
