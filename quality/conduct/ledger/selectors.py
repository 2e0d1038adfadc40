"""Balances of points: sums over the ledger, in one query however many people."""

import datetime
from collections.abc import Collection

from django.db.models import Q, Sum

from callcenter.people.models import Site
from quality.conduct.ledger.models import OF_REWARDS, PointsEntry


def balances(site: Site, month: datetime.date, employee_ids: Collection[int]) -> dict[int, int]:
    """Points taken from each of these people in the statistics month that begins on `month`; 0 where there are none.
    Rewards stand beside them (`rewards`): the monthly sheet has a line for each.
    """
    rows = PointsEntry.objects.of_deductions().filter(site=site, month=month, employee__in=list(employee_ids))
    found = dict(rows.order_by().values_list("employee").annotate(Sum("points")))
    return {one: found.get(one, 0) for one in employee_ids}


def rewards(site: Site, month: datetime.date, employee_ids: Collection[int]) -> dict[int, int]:
    """Points given to each of these people as rewards in that statistics month; 0 where there are none."""
    rows = PointsEntry.objects.of_rewards().filter(site=site, month=month, employee__in=list(employee_ids))
    found = dict(rows.order_by().values_list("employee").annotate(Sum("points")))
    return {one: -found.get(one, 0) for one in employee_ids}


def vetoes(site: Site, month: datetime.date) -> set[int]:
    """Employees with a veto that stands in that month: entered and not reversed."""
    rows = PointsEntry.objects.filter(site=site, month=month, is_veto=True, kind="deduction", reversal=None)
    return set(rows.values_list("employee", flat=True))


def months_of(
    employee_id: int, firsts: Collection[datetime.date]
) -> dict[datetime.date, tuple[int, int, int]]:
    """One person's points taken, given back, and given as rewards in each of these months."""
    rows = PointsEntry.objects.filter(employee=employee_id, month__in=list(firsts)).order_by()
    found = rows.values("month").annotate(
        taken=Sum("points", filter=Q(kind="deduction")),
        back=Sum("points", filter=Q(kind="reversal", points__lte=0)),
        rewarded=Sum("points", filter=OF_REWARDS),
    )
    by_month = {
        row["month"]: (row["taken"] or 0, -(row["back"] or 0), -(row["rewarded"] or 0)) for row in found
    }
    return {first: by_month.get(first, (0, 0, 0)) for first in firsts}
