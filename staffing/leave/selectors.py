"""What other rooms and the pages ask about leave: who is away, what attendance needs, balances."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q

from callcenter.clocks.models import Clock
from callcenter.people.models import Employee
from staffing.leave import ledger
from staffing.leave.funding import line
from staffing.leave.models import LeaveKind, LeaveRequest, LedgerEntry
from staffing.leave.states import HOLDING, UNDECIDED, State
from staffing.leave.telling import SLIP
from staffing.roster.absences import Absence

ONE_DAY = datetime.timedelta(days=1)
ZERO = ledger.ZERO


@dataclass(frozen=True, slots=True)
class LeaveSpan:
    """Leave as attendance takes it: [starts_at, ends_at) aware, half-open.

    `counts`: the person is excused. `is_pending`: asked for, and nobody agreed to it yet. `is_absence`: not agreed to in
    time, or made an absence. `is_absence_proposed`: its certificate is overdue. `is_late`: asked for too late, so that it
    needed consent before it counts. `was_undecided`: asked for in time, and the shift ended before anybody decided.
    """

    request_id: int
    employee_id: int
    kind_code: str
    kind: LeaveKind
    nature: str
    is_paid: bool
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    state: str
    url: str
    is_late: bool
    was_undecided: bool

    @property
    def counts(self) -> bool:
        return self.state in HOLDING

    @property
    def is_pending(self) -> bool:
        return self.state in UNDECIDED

    @property
    def is_absence(self) -> bool:
        return self.state == State.ABSENCE

    @property
    def is_absence_proposed(self) -> bool:
        return self.state == State.CERTIFICATE_OVERDUE


def leave_on(
    employee_ids: Collection[int], first: datetime.date, last: datetime.date
) -> dict[int, list[LeaveSpan]]:
    """The leave of these people that touches the days [first, last]: approved, asked for, or made an absence.

    By employee, in order. One query.
    """
    rows = LeaveRequest.objects.filter(
        employee__in=employee_ids,
        first_on__lte=last,
        last_on__gte=first - ONE_DAY,  # a night shift of the day before reaches into it
        state__in=[*HOLDING, *UNDECIDED, State.ABSENCE],
    )
    found: dict[int, list[LeaveSpan]] = {}
    for each in rows.select_related("kind").order_by("starts_at", "pk"):
        span = LeaveSpan(
            each.pk,
            each.employee_id,
            each.kind.code,
            each.kind,
            each.kind.nature,
            each.kind.is_paid,
            each.starts_at,
            each.ends_at,
            each.state,
            each.get_absolute_url(),
            each.is_late,
            each.was_undecided,
        )
        found.setdefault(each.employee_id, []).append(span)
    return found


def absences(
    employee_ids: Collection[int], start: datetime.datetime, end: datetime.datetime
) -> list[Absence]:
    """For the roster: who is away, certain once it is approved. One query."""
    rows = LeaveRequest.objects.filter(employee__in=employee_ids, state__in=[*HOLDING, *UNDECIDED])
    rows = rows.sharing_a_moment(start, end).select_related("kind")
    return [
        Absence(
            each.employee_id,
            each.starts_at,
            each.ends_at,
            str(each.kind),
            is_certain=each.state in HOLDING,
            url=each.get_absolute_url(),
        )
        for each in rows
    ]


def slip_of(leave: LeaveRequest) -> Clock | None:
    """The deadline of the medical certificate, with what its bar needs; None where none was asked for."""
    rows = Clock.objects.of(leave).filter(kind=SLIP).select_related("site", "calendar")
    return rows.order_by("-pk").first()


def place_in_line(leave: LeaveRequest) -> int | None:
    """How many of the team are served first on one of its days, itself included; None while it does not wait."""
    if leave.state != State.WAITING or leave.waiting_since is None:
        return None
    rows = LeaveRequest.objects.filter(
        team=leave.team, state=State.WAITING, leave_days__on__in=leave.leave_days.values("on")
    )
    since = Q(waiting_since__lt=leave.waiting_since) | Q(waiting_since=leave.waiting_since, pk__lt=leave.pk)
    return rows.filter(since).distinct().count() + 1


@dataclass(frozen=True)
class Balance:
    """What somebody has of a kind of leave: given, taken, reserved and left, in the unit of the kind."""

    kind: LeaveKind
    given: Decimal
    taken: Decimal
    reserved: Decimal
    left: Decimal
    expires: list[tuple[datetime.date, Decimal]]  # what is lost on which day, the next first
    foreseen: Decimal = ZERO  # of what is reserved or taken: what counts on days that are granted later


def balances(employee: Employee) -> list[Balance]:
    """The balances of somebody in every kind of their site that has one. Two queries."""
    return balances_of([employee])[employee.pk]


def balances_of(people: Collection[Employee]) -> dict[int, list[Balance]]:
    """The balances of many people. Two queries."""
    sites = {person.site_id for person in people}
    kinds = list(LeaveKind.objects.filter(site__in=sites, needs_balance=True))
    entries: dict[tuple[int, int], list[LedgerEntry]] = {}
    for entry in LedgerEntry.objects.filter(employee__in=[p.pk for p in people]).order_by("pk"):
        entries.setdefault((entry.employee_id, entry.kind_id), []).append(entry)
    return {
        person.pk: [
            _balance(kind, entries.get((person.pk, kind.pk), []))
            for kind in kinds
            if kind.site_id == person.site_id and (kind.is_active or entries.get((person.pk, kind.pk)))
        ]
        for person in people
    }


def _balance(kind: LeaveKind, entries: list[LedgerEntry]) -> Balance:
    lines = [line(each) for each in entries]
    by_request: dict[int | None, Decimal] = {}
    taken = reserved = ZERO
    for each in entries:
        if each.request_id is not None:
            by_request[each.request_id] = by_request.get(each.request_id, ZERO) + each.amount
    taking = {each.request_id for each in entries if each.entry == ledger.EntryKind.TAKING}
    for request, amount in by_request.items():
        if request in taking:
            taken -= amount
        else:
            reserved -= amount
    used = ledger.use(lines)
    left, foreseen = used.left, sum(used.uncovered.values(), ZERO)
    expires: dict[datetime.date, Decimal] = {}
    for each in entries:
        if each.expires_on is not None and left.get(each.pk, ZERO) > 0:
            expires[each.expires_on] = expires.get(each.expires_on, ZERO) + left[each.pk]
    total = ledger.balance(lines)
    given = total + taken + reserved
    return Balance(kind, given, taken, reserved, total + foreseen, sorted(expires.items()), foreseen)
