"""After the year's days were granted: leave that counted on them and is not covered is told to those who can put it right."""

import datetime

from callcenter.audit import services as audit
from callcenter.people.models import Site
from staffing.leave import ledger, telling
from staffing.leave.funding import line
from staffing.leave.models import LeaveRequest, LedgerEntry
from staffing.leave.sentences import plain
from staffing.leave.states import PLACED


def tell_of_uncovered(site: Site, on: datetime.date) -> int:
    """Leave of this year that was asked for before it and that the ledger does not cover; how many. It stands: the director
    or HR grants what is missing or takes it back with a reason. Three queries, and what is told.
    """
    new_year = datetime.datetime(on.year, 1, 1, tzinfo=site.zone)
    rows = LeaveRequest.objects.filter(
        site=site, kind__needs_balance=True, kind__accrual="yearly", state__in=PLACED, asked_at__lt=new_year
    )
    rows = rows.filter(leave_days__on__gte=new_year.date(), last_on__gte=on).distinct()
    leaves = list(rows.select_related("employee", "kind", "site").order_by("starts_at", "pk"))
    entries: dict[tuple[int, int], list[ledger.Line]] = {}
    people = {leave.employee_id for leave in leaves}
    for each in LedgerEntry.objects.filter(employee__in=people, kind__site=site).order_by("pk"):
        entries.setdefault((each.employee_id, each.kind_id), []).append(line(each))
    told = 0
    for leave in leaves:
        used = ledger.use(entries.get((leave.employee_id, leave.kind_id), []))
        missing = sum(
            (amount for day, amount in used.uncovered.items() if leave.first_on <= day <= leave.last_on),
            ledger.ZERO,
        )
        if missing:
            telling.not_covered(leave, missing)
            after = {"employee": leave.employee.number, "missing": plain(missing)}
            audit.record(None, "leave.request.not_covered", leave, after=after)
            told += 1
    return told
