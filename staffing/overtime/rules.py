"""May this person work overtime then, and which class of pay are hours of overtime? Plain Python (domain §4.6, A17, P31)."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from callcenter.objections import Objection
from staffing.roster.duties import Duty, worked
from staffing.roster.limits import Check, Policy
from staffing.swaps.rules import Person, Shift, Words, on_leave, taking

CAPS = frozenset({f"roster.{Check.OVERTIME_DAY.value}", f"roster.{Check.OVERTIME_MONTH.value}"})
DAY = 24 * 60


class PayClass(StrEnum):
    """The classes of the law: 150 % on a workday, 200 % on a rest day, 300 % on a public holiday (Labour Law 44)."""

    WORKDAY = "workday"
    REST_DAY = "rest_day"
    HOLIDAY = "holiday"


@dataclass(frozen=True, slots=True)
class Hours:
    """A person's overtime in minutes by class, the days with any, and work of the roster that fell on holidays."""

    workday: int = 0
    rest_day: int = 0
    holiday: int = 0
    days: int = 0
    rostered_on_holidays: int = 0  # the roster's own shifts, which the law pays at 300 % too

    @property
    def total(self) -> int:
        return self.workday + self.rest_day + self.holiday


def objections(
    person: Person,
    duty: Duty,
    roster: Policy,
    *,
    reason: str,
    at: datetime.datetime,
    is_let_pass: bool = False,
    is_new: bool = True,
) -> list[Objection]:
    """Every reason against the overtime; empty means go ahead.

    The limits of a day and a month are the roster's (roster.max_ot_day, roster.max_ot_month); `is_let_pass`: the center
    manager has let them pass. A new one begins in the future; one that waits may be approved until it ends.
    """
    found = []
    if not reason.strip():
        found.append(Objection("overtime.reason_needed", {}, "reason"))
    if not person.is_employed:
        found.append(Objection("swaps.not_employed", {"name": person.name}))
    if duty.ends_at <= duty.starts_at:
        return [*found, Objection("overtime.inverted", {}, "ends")]
    if is_new and duty.starts_at <= at:
        found.append(Objection("overtime.in_the_past", {"at": duty.starts_at}, "on"))
    if not is_new and duty.ends_at <= at:
        found.append(Objection("overtime.is_over", {"at": duty.ends_at}))
    found += on_leave(person, Shift(duty))
    against = taking(person, [], Shift(duty), roster)
    return found + [each for each in against if not (is_let_pass and is_a_limit(each))]


def is_a_limit(objection: Objection) -> bool:
    """Whether it is a limit of overtime, which the center manager may let pass."""
    reason = objection.figures.get("reason")
    return isinstance(reason, Words) and reason.objection.code in CAPS


def pay_class(on: datetime.date, date: datetime.date, *, has_shift: bool, is_holiday: bool) -> PayClass:
    """The class of overtime that belongs to the day `on`, for its part on the calendar date `date`.

    A public holiday goes by the date of the clock; workday or rest day by whether a shift is rostered on the day it belongs to.
    """
    if is_holiday:
        return PayClass.HOLIDAY
    return PayClass.WORKDAY if has_shift else PayClass.REST_DAY


def hours_by_class(
    duties: Iterable[Duty],
    is_holiday: Callable[[datetime.date], bool],
    *,
    first: datetime.date,
    last: datetime.date,
) -> Hours:
    """One person's overtime that belongs to the days [first, last], by class; meals within it do not count.

    Overtime past midnight is split at midnight: its part on a holiday is a holiday's.
    """
    within = [each for each in duties if first <= each.on <= last]
    rostered = {each.on for each in within if not each.is_overtime}
    minutes = dict.fromkeys(PayClass, 0)
    days, on_holidays = set(), 0
    for duty in within:
        for date, count in _by_date(duty):
            if duty.is_overtime:
                kind = pay_class(duty.on, date, has_shift=duty.on in rostered, is_holiday=is_holiday(date))
                minutes[kind] += count
                days.add(duty.on)
            elif is_holiday(date):
                on_holidays += count
    return Hours(
        minutes[PayClass.WORKDAY],
        minutes[PayClass.REST_DAY],
        minutes[PayClass.HOLIDAY],
        len(days),
        on_holidays,
    )


def _by_date(duty: Duty) -> Iterable[tuple[datetime.date, int]]:
    """Working minutes of each calendar date that the duty touches, by the wall clock."""
    found: dict[datetime.date, int] = {}
    for part in worked(duty.segments):
        start = part.start
        while start < part.end:
            midnight = (start // DAY + 1) * DAY
            end = min(part.end, midnight)
            date = duty.on + datetime.timedelta(days=start // DAY)
            found[date] = found.get(date, 0) + end - start
            start = end
    return found.items()
