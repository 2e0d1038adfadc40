"""What a ledger of leave says: what is left, what is left on a later day, what expires, what service gives. Plain Python."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

ZERO = Decimal(0)


class EntryKind(StrEnum):
    """Why an amount is in the ledger."""

    GRANT = "grant"
    CARRY_OVER = "carry_over"
    RESERVATION = "reservation"
    RELEASE = "release"
    TAKING = "taking"
    EXPIRY = "expiry"
    CORRECTION = "correction"


GIVEN = frozenset({EntryKind.GRANT, EntryKind.CARRY_OVER})
OF_A_REQUEST = frozenset({EntryKind.RESERVATION, EntryKind.RELEASE, EntryKind.TAKING})


@dataclass(frozen=True, slots=True)
class Line:
    """An entry: `amount` is signed, in days or hours as its kind counts. `expires_on`: the first day it is no longer there.

    `on`: the day it is for; of what a request uses the day of the leave, so that leave of next January takes nothing that is
    gone by then.
    """

    entry: EntryKind
    amount: Decimal
    pk: int = 0
    expires_on: datetime.date | None = None
    of_grant: int | None = None  # for an expiry: what expired
    on: datetime.date = datetime.date.min


def balance(lines: Sequence[Line]) -> Decimal:
    """What is left: the sum."""
    return sum((each.amount for each in lines), ZERO)


@dataclass(frozen=True)
class Use:
    """How what was used lies upon what was given: what is `left` of each grant, by its id; what no grant covers yet, by day
    (leave of next year that is asked for before it is granted); what was put right upwards beyond all use.
    """

    left: dict[int, Decimal]
    uncovered: dict[datetime.date, Decimal]
    surplus: Decimal = ZERO


def use(lines: Sequence[Line]) -> Use:
    """Each day's use comes from those grants that it finds not expired, what expires first being used first."""
    far = datetime.date.max
    gone = {e.of_grant: -e.amount for e in lines if e.entry is EntryKind.EXPIRY}
    given = sorted((e for e in lines if e.entry in GIVEN), key=lambda e: (e.expires_on or far, e.pk))
    left = {each.pk: each.amount - gone.get(each.pk, ZERO) for each in given}
    by_day: dict[datetime.date, Decimal] = {}
    for each in lines:
        if each.entry not in GIVEN and each.entry is not EntryKind.EXPIRY:
            by_day[each.on] = by_day.get(each.on, ZERO) - each.amount
    surplus = -sum((amount for amount in by_day.values() if amount < ZERO), ZERO)
    uncovered = {}
    for on in sorted(by_day):
        needed = max(by_day[on], ZERO)
        back = min(surplus, needed)  # a correction upwards gives back what was used, the earliest first
        surplus, needed = surplus - back, needed - back
        for each in given:
            if (each.expires_on or far) > on:
                taken = min(left[each.pk], needed)
                left[each.pk] -= taken
                needed -= taken
        if needed:
            uncovered[on] = needed
    return Use(left, uncovered, surplus)


def left_of_grants(lines: Sequence[Line]) -> dict[int, Decimal]:
    """What is left of each grant when what was used came from those that expire first; by the grant's id."""
    return use(lines).left


def available(lines: Sequence[Line], on: datetime.date) -> Decimal:
    """What can be taken on that day: what is left of what will not have expired by then; nothing that was used before
    without being covered.
    """
    found = use(lines)
    there = [found.left[e.pk] for e in lines if e.entry in GIVEN and (e.expires_on or datetime.date.max) > on]
    missing = [amount for day, amount in found.uncovered.items() if day <= on]
    return sum(there, ZERO) + found.surplus - sum(missing, ZERO)


def expiring(lines: Sequence[Line], on: datetime.date) -> list[tuple[int, Decimal]]:
    """(grant, what is left of it) for those that have expired by that day and are not yet written off."""
    left = left_of_grants(lines)
    written_off = {e.of_grant for e in lines if e.entry is EntryKind.EXPIRY}
    return [
        (e.pk, left[e.pk])
        for e in lines
        if e.entry in GIVEN
        and e.expires_on is not None
        and e.expires_on <= on
        and e.pk not in written_off
        and left[e.pk] > ZERO
    ]


@dataclass(frozen=True)
class Entitlement:
    """Annual leave by years of service (rulebook leave.annual_*): the days a year below 10, from 10 and from 20 years."""

    after_months: int = 12
    days: Decimal = Decimal(5)
    days_from_10: Decimal = Decimal(10)
    days_from_20: Decimal = Decimal(15)

    def per_year(self, hired_on: datetime.date, on: datetime.date) -> Decimal:
        """Days a year for service as of `on`; nothing in the first months of service."""
        months = months_of_service(hired_on, on)
        if months < self.after_months:
            return ZERO
        return self.days_from_20 if months >= 240 else self.days_from_10 if months >= 120 else self.days


def months_of_service(hired_on: datetime.date, on: datetime.date) -> int:
    """Whole months from the day of hire."""
    months = (on.year - hired_on.year) * 12 + on.month - hired_on.month
    return max(0, months - (on.day < hired_on.day))


def half_days(amount: Decimal) -> Decimal:
    """Rounded down to half days: what is granted can be taken."""
    return Decimal(int(amount * 2)) / 2


def grant_for_year(
    entitlement: Entitlement, hired_on: datetime.date, year: int, *, since: datetime.date | None = None
) -> Decimal:
    """What a year gives: in the year in which service becomes long enough the part of the year that is left.

    `since`: hired again, or the day from which it is counted; the day of hire by default.
    """
    first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    start = since or hired_on
    if entitlement.per_year(start, first) > ZERO:
        return entitlement.per_year(start, first)
    full = entitlement.per_year(start, last)
    if full == ZERO:
        return ZERO
    day = next(
        d
        for d in (first + datetime.timedelta(days=n) for n in range(366))
        if entitlement.per_year(start, d) > ZERO
    )
    days = (last - day).days + 1
    return half_days(full * days / ((last - first).days + 1))


def grant_for_month(entitlement: Entitlement, hired_on: datetime.date, month: datetime.date) -> Decimal:
    """A twelfth of the year's days for a month of service, to the hundredth of a day."""
    return (entitlement.per_year(hired_on, month) / 12).quantize(Decimal("0.01"))


def is_foreseen(
    entitlement: Entitlement, hired_on: datetime.date, on: datetime.date, *, today: datetime.date
) -> bool:
    """Whether the grant of the year of `on` is still to come and will be there on that day: of a coming year, or of this one
    where service becomes long enough only after today.
    """
    is_to_come = on.year > today.year or entitlement.per_year(hired_on, today) == ZERO
    return on > today and is_to_come and entitlement.per_year(hired_on, on) > ZERO


def carried_over(left: Decimal, most: Decimal) -> Decimal:
    """What goes over into the next year; the rest expires."""
    return max(ZERO, min(left, most))
