"""What a request writes into the ledger: reserved while it is asked for, taken when approved, given back when it ends."""

import datetime
from decimal import Decimal

from callcenter.access.permissions import Actor, user_of
from staffing.leave.ledger import EntryKind
from staffing.leave.models import LeaveRequest, LedgerEntry


def reserve(leave: LeaveRequest, *, actor: Actor) -> None:
    """A request that is not decided yet lowers the balance already."""
    _book(leave, EntryKind.RESERVATION, -leave.amount, actor)


def take(leave: LeaveRequest, *, actor: Actor) -> None:
    """What was reserved is taken."""
    _book(leave, EntryKind.RELEASE, leave.amount, actor)
    _book(leave, EntryKind.TAKING, -leave.amount, actor)


def give_back(leave: LeaveRequest, *, actor: Actor) -> None:
    """What was reserved or taken is there again."""
    _book(leave, EntryKind.RELEASE, leave.amount, actor)


def _book(leave: LeaveRequest, entry: EntryKind, amount: Decimal, actor: Actor) -> None:
    if not leave.kind.needs_balance:
        return
    LedgerEntry.objects.create(
        employee=leave.employee,
        kind=leave.kind,
        entry=entry.value,
        amount=amount,
        on=leave.first_on,
        request=leave,
        booked_by=user_of(actor),
    )


def days_of(leave: LeaveRequest) -> list[tuple[int, datetime.date]]:
    """The days that attendance looks at anew when this leave changes."""
    count = (leave.last_on - leave.first_on).days + 1
    return [(leave.employee_id, leave.first_on + datetime.timedelta(days=step)) for step in range(count)]
