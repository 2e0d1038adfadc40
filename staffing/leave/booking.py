"""What a request writes into the ledger: reserved while it is asked for, taken when approved, given back when it ends."""

import datetime

from callcenter.access.permissions import Actor, user_of
from staffing.leave import policy
from staffing.leave.amounts import DayOff, Unit
from staffing.leave.funding import shares
from staffing.leave.ledger import EntryKind
from staffing.leave.models import LeaveRequest, LedgerEntry


def reserve(leave: LeaveRequest, *, actor: Actor) -> None:
    """A request that is not decided yet lowers the balance already."""
    _book(leave, actor, (EntryKind.RESERVATION, -1))


def take(leave: LeaveRequest, *, actor: Actor) -> None:
    """What was reserved is taken."""
    _book(leave, actor, (EntryKind.RELEASE, 1), (EntryKind.TAKING, -1))


def give_back(leave: LeaveRequest, *, actor: Actor) -> None:
    """What was reserved or taken is there again."""
    _book(leave, actor, (EntryKind.RELEASE, 1))


def _book(leave: LeaveRequest, actor: Actor, *entries: tuple[EntryKind, int]) -> None:
    """Entries for each calendar year of the leave: what a day takes comes from what has not expired by then."""
    if not leave.kind.needs_balance:
        return
    days = [DayOff(each.on, each.minutes, each.of_minutes) for each in leave.leave_days.order_by("on")]
    held = policy.policy(leave.site, leave.asked_at.astimezone(leave.site.zone).date())
    parts = shares(days, Unit(leave.kind.unit), hour_step=held.hour_step)
    LedgerEntry.objects.bulk_create(
        LedgerEntry(
            employee=leave.employee,
            kind=leave.kind,
            entry=entry.value,
            amount=sign * share.amount,
            on=share.on,
            request=leave,
            booked_by=user_of(actor),
        )
        for entry, sign in entries
        for share in parts
    )


def days_of(leave: LeaveRequest) -> list[tuple[int, datetime.date]]:
    """The days that attendance looks at anew when this leave changes."""
    count = (leave.last_on - leave.first_on).days + 1
    return [(leave.employee_id, leave.first_on + datetime.timedelta(days=step)) for step in range(count)]
