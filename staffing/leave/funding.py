"""What a leave is paid from, year by year: what was granted, and what the coming year will grant (leave.foresee_next_year).

Reads only. Leave over the turn of the year uses each year's own; leave of a year whose grant has not been booked yet counts on
it and is covered once it is. What may go over from the year before is not counted on: it can still be taken.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from callcenter.people.models import Employee
from staffing.leave import amounts, ledger, policy
from staffing.leave.amounts import DayOff, Unit
from staffing.leave.ledger import EntryKind, Line
from staffing.leave.models import LeaveKind, LedgerEntry

FORESEEN = 0  # the id of a grant that is still to come


@dataclass(frozen=True)
class Share:
    """What a leave takes of one calendar year: the first day in it, and how much."""

    on: datetime.date
    amount: Decimal


@dataclass(frozen=True)
class Fund:
    """What can be taken in a year on the days of a share, before it; `foreseen`: how much of it is still to be granted."""

    share: Share
    available: Decimal
    foreseen: Decimal = ledger.ZERO

    @property
    def after(self) -> Decimal:
        return self.available - self.share.amount


def shares(days: Sequence[DayOff], unit: Unit, *, hour_step: int) -> list[Share]:
    """The leave by calendar years; together exactly what the whole of it is."""
    found: list[Share] = []
    before = ledger.ZERO
    years = sorted({each.on.year for each in days})
    for year in years:
        until = amounts.amount([each for each in days if each.on.year <= year], unit, hour_step=hour_step)
        first = min(each.on for each in days if each.on.year == year)
        if until > before:
            found.append(Share(first, until - before))
        before = until
    return found


def funds(
    employee: Employee, kind: LeaveKind, wanted: Sequence[Share], *, without: int | None = None
) -> list[Fund]:
    """What there is for each share when those before it are taken. One query. `without`: id of a request left out."""
    entries = list(LedgerEntry.objects.filter(employee=employee, kind=kind).order_by("pk"))
    lines = [line(each) for each in entries if without is None or each.request_id != without]
    granted = {each.period for each in entries if each.entry == EntryKind.GRANT and each.period}
    found = []
    for share in wanted:
        last = datetime.date(share.on.year, 12, 31)
        to_come = _to_come(employee, kind, share.on) if str(share.on.year) not in granted else ledger.ZERO
        if to_come:
            expires_on = last + datetime.timedelta(days=1)
            lines.append(Line(EntryKind.GRANT, to_come, FORESEEN, expires_on, on=share.on))
        found.append(Fund(share, ledger.available(lines, share.on), to_come))
        lines.append(Line(EntryKind.RESERVATION, -share.amount, on=share.on))
    return found


def _to_come(employee: Employee, kind: LeaveKind, on: datetime.date) -> Decimal:
    """The grant of the year of `on`, in the unit of the kind, where it is not booked yet and may be counted on."""
    today = employee.site.today()
    settings = policy.settings(employee.site, today)
    if kind.accrual != "yearly" or not settings.foresees_next_year:
        return ledger.ZERO
    book = policy.settings(employee.site, max(today, datetime.date(on.year, 1, 1)))
    if not ledger.is_foreseen(book.entitlement, employee.hired_on, on, today=today):
        return ledger.ZERO
    days = ledger.grant_for_year(book.entitlement, employee.hired_on, on.year)
    return days * book.hours_per_day if kind.unit == Unit.HOUR else days


def lines_of(employee: Employee, kind: LeaveKind) -> list[Line]:
    """The ledger of somebody for a kind, as the pure rules take it."""
    rows: Iterable[LedgerEntry] = LedgerEntry.objects.filter(employee=employee, kind=kind).order_by("pk")
    return [line(each) for each in rows]


def line(entry: LedgerEntry) -> Line:
    """An entry as the pure rules take it."""
    return Line(EntryKind(entry.entry), entry.amount, entry.pk, entry.expires_on, entry.of_grant_id, entry.on)
