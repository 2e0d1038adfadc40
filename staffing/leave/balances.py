"""Balances: granted and corrected by hand, grown by service or hours worked, carried over, expired. The ledger never changes."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum

from callcenter.access.permissions import Actor, require, user_of
from callcenter.audit import services as audit
from callcenter.objections import Objection, RuleViolation
from callcenter.people.employees.services import locked
from callcenter.people.models import Employee, Site
from staffing.leave import access, ledger, policy
from staffing.leave.covering import tell_of_uncovered
from staffing.leave.funding import line, lines_of
from staffing.leave.ledger import EntryKind
from staffing.leave.models import LeaveKind, LedgerEntry
from staffing.leave.sentences import quantity
from staffing.roster.models import Assignment

MOST = Decimal(999)
ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Booking:
    """An amount given or corrected by hand. `expires_on`: the first day that it is no longer there."""

    amount: Decimal
    note: str
    expires_on: datetime.date | None = None


@transaction.atomic
def grant(employee: Employee, kind: LeaveKind, booking: Booking, *, actor: Actor) -> LedgerEntry:
    """Give leave to somebody, with a reason. Refused for kinds without a balance and amounts that give nothing."""
    employee = locked(employee)
    require(access.may_keep(actor, employee.site) and not _own(actor, employee))
    found = _objections(employee, kind, booking)
    if not found and booking.amount < 0:
        found = [Objection("leave.amount_needed", field="amount")]
    if found:
        raise RuleViolation(found)
    entry = _book(employee, kind, EntryKind.GRANT, booking, actor)
    audit.record(actor, "leave.balance.granted", entry, after=_facts(entry), reason=booking.note)
    return entry


@transaction.atomic
def correct(employee: Employee, kind: LeaveKind, booking: Booking, *, actor: Actor) -> LedgerEntry:
    """Put a balance right by an entry of its own, up or down, with a reason; it does not fall below zero."""
    employee = locked(employee)
    require(access.may_keep(actor, employee.site) and not _own(actor, employee))
    found = _objections(employee, kind, booking)
    left = ledger.available(lines_of(employee, kind), employee.site.today()) + booking.amount
    if not found and left < 0:
        found = [Objection("leave.below_zero", {"left": quantity(left, kind.unit)}, "amount")]
    if found:
        raise RuleViolation(found)
    entry = _book(employee, kind, EntryKind.CORRECTION, booking, actor)
    audit.record(actor, "leave.balance.corrected", entry, after=_facts(entry), reason=booking.note)
    return entry


def _own(actor: Actor, employee: Employee) -> bool:
    return access.is_own(actor, employee.pk)


def _objections(employee: Employee, kind: LeaveKind, booking: Booking) -> list[Objection]:
    found = []
    if kind.site_id != employee.site_id:
        found.append(Objection("leave.other_site", field="kind"))
    if not kind.needs_balance:
        found.append(Objection("leave.no_ledger", {"kind": str(kind)}, "kind"))
    if not booking.amount or abs(booking.amount) > MOST:
        found.append(Objection("leave.amount_needed", field="amount"))
    if not booking.note.strip():
        found.append(Objection("leave.words_needed", field="note"))
    return found


def _book(
    employee: Employee, kind: LeaveKind, entry: EntryKind, booking: Booking, actor: Actor
) -> LedgerEntry:
    return LedgerEntry.objects.create(
        employee=employee,
        kind=kind,
        entry=entry.value,
        amount=booking.amount,
        on=employee.site.today(),
        expires_on=booking.expires_on,
        note=booking.note.strip(),
        booked_by=user_of(actor),
    )


def _facts(entry: LedgerEntry) -> dict[str, str]:
    return {
        "employee": entry.employee.number,
        "kind": entry.kind.code,
        "amount": str(entry.amount),
        "expires_on": str(entry.expires_on or ""),
    }


@transaction.atomic
def settle(site: Site, on: datetime.date) -> dict[str, int]:
    """What the day brings to the ledgers of a site: expired leave is written off, what may go over is carried over, and
    leave that grows is booked. Twice on a day, or after days that were missed, it books nothing twice.
    """
    Site.objects.select_for_update(no_key=True).get(pk=site.pk)
    expired = _expire(site, on)
    accrued = _accrue(site, on)
    if accrued:
        audit.record(
            None, "leave.balance.accrued", site, after={"entries": accrued, "on": str(on)}, site_id=site.pk
        )
        tell_of_uncovered(site, on)
    if expired:
        audit.record(
            None, "leave.balance.expired", site, after={"entries": expired, "on": str(on)}, site_id=site.pk
        )
    return {"accrued": accrued, "expired": expired}


def _expire(site: Site, on: datetime.date) -> int:
    settings = policy.settings(site, on)
    due = LedgerEntry.objects.filter(kind__site=site, expires_on__lte=on, entry__in=["grant", "carry_over"])
    written_off = LedgerEntry.objects.filter(kind__site=site, of_grant__isnull=False)
    due = due.exclude(pk__in=written_off.values("of_grant"))
    pairs = set(due.values_list("employee_id", "kind_id"))
    if not pairs:
        return 0
    entries: dict[tuple[int, int], list[LedgerEntry]] = {}
    rows = LedgerEntry.objects.filter(
        employee__in={employee for employee, _ in pairs}, kind__in={kind for _, kind in pairs}
    )
    for each in rows.select_related("kind").order_by("pk"):
        entries.setdefault((each.employee_id, each.kind_id), []).append(each)
    made = []
    for pair in sorted(pairs):
        own = {each.pk: each for each in entries[pair]}
        for pk, left in ledger.expiring([line(each) for each in own.values()], on):
            made.append(_entry(own[pk], EntryKind.EXPIRY, -left, on, of_grant_id=pk))
            made += _carried(own[pk], left, on, settings)
    LedgerEntry.objects.bulk_create(made, batch_size=1000)
    return len(made)


def _carried(
    granted: LedgerEntry, left: Decimal, on: datetime.date, settings: policy.Settings
) -> list[LedgerEntry]:
    """What goes over into the new year of a grant that was for a year; nothing of what was carried over already."""
    is_of_a_year = granted.entry == EntryKind.GRANT and granted.period and granted.expires_on is not None
    over = ledger.carried_over(left, settings.carry_over_max_days) if is_of_a_year else ledger.ZERO
    if not over or granted.expires_on is None:
        return []
    month = granted.expires_on.month - 1 + settings.carry_over_months
    until = datetime.date(granted.expires_on.year + month // 12, month % 12 + 1, 1)
    if until <= on:
        return []
    return [_entry(granted, EntryKind.CARRY_OVER, over, on, expires_on=until)]


def _entry(
    of: LedgerEntry, entry: EntryKind, amount: Decimal, on: datetime.date, **more: object
) -> LedgerEntry:
    return LedgerEntry(
        employee_id=of.employee_id, kind_id=of.kind_id, entry=entry.value, amount=amount, on=on, **more
    )


def _accrue(site: Site, on: datetime.date) -> int:
    kinds = list(LeaveKind.objects.open().filter(site=site, needs_balance=True).exclude(accrual="none"))
    if not kinds:
        return 0
    settings = policy.settings(site, on)
    people = list(Employee.objects.employed(on).filter(site=site).only("pk", "hired_on"))
    made = []
    for kind in kinds:
        period = str(on.year) if kind.accrual == "yearly" else f"{on:%Y-%m}"
        done = set(
            LedgerEntry.objects.filter(kind=kind, entry="grant", period=period).values_list(
                "employee", flat=True
            )
        )
        worked = _hours_worked(site, on) if kind.accrual == "hours" else {}
        for person in people:
            amount = _grown(kind, person, on, settings, worked)
            if person.pk not in done and amount > 0:
                made.append(
                    LedgerEntry(
                        employee=person,
                        kind=kind,
                        entry=EntryKind.GRANT.value,
                        amount=amount,
                        on=on,
                        period=period,
                        expires_on=datetime.date(on.year + 1, 1, 1),
                    )
                )
    LedgerEntry.objects.bulk_create(made, batch_size=1000)
    return len(made)


def _grown(
    kind: LeaveKind,
    person: Employee,
    on: datetime.date,
    settings: policy.Settings,
    worked: dict[int, int],
) -> Decimal:
    """What the period gives: days by service, or hours for the hours worked last month; in the unit of the kind."""
    entitlement = settings.entitlement
    if kind.accrual == "hours":
        hours = Decimal(worked.get(person.pk, 0)) / 60 / settings.worked_hours_for_one
        return ledger.half_days(hours)
    if entitlement.per_year(person.hired_on, on) == ledger.ZERO:
        return ledger.ZERO
    days = (
        ledger.grant_for_year(entitlement, person.hired_on, on.year)
        if kind.accrual == "yearly"
        else ledger.grant_for_month(entitlement, person.hired_on, on)
    )
    return days * settings.hours_per_day if kind.unit == "hour" else days


def _hours_worked(site: Site, on: datetime.date) -> dict[int, int]:
    """Working minutes of the published shifts of the month before, by employee."""
    last = on.replace(day=1) - ONE_DAY
    rows = Assignment.objects.published().filter(site=site, on__range=(last.replace(day=1), last))
    return dict(rows.values_list("employee").annotate(total=Sum("minutes")).order_by())
