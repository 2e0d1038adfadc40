"""Which way a leave goes, and every reason against it (domain §4.3, §1.6 A11–A13). Plain Python.

The first match decides: a swapped shift, a holiday on duty, a night shift, sickness, then notice by kind. R is the moment
of asking, S the first moment of working time that the leave takes. Hours are worked in UTC, days on the site's wall clock.
"""

import datetime
import math
import zoneinfo
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

from callcenter.access.posts import PostCode
from callcenter.objections import Objection
from staffing.leave.amounts import ONE_DAY, DayOff, Shift


class Nature(StrEnum):
    """What a kind of leave is, for the rules: data rows of a site name one each."""

    PERSONAL = "personal"
    SPECIAL = "special"
    SICK = "sick"
    EMERGENCY = "emergency"
    BUSINESS = "business"
    ANNUAL = "annual"
    STATUTORY = "statutory"
    COMPENSATORY = "compensatory"


PERSONAL = frozenset({Nature.PERSONAL, Nature.SPECIAL})
SICKNESS = frozenset({Nature.SICK, Nature.EMERGENCY})
PLANNED = frozenset({Nature.ANNUAL, Nature.COMPENSATORY})


class Path(StrEnum):
    """The rule that decided, in the order of §4.3."""

    SWAPPED = "swapped"
    HOLIDAY = "holiday"
    NIGHT = "night"
    EMERGENCY = "emergency"
    SICK = "sick"
    ORDINARY = "ordinary"
    SPECIAL = "special"
    LATE = "late"
    BUSINESS = "business"
    PLANNED = "planned"
    STATUTORY = "statutory"


class SlipDue(StrEnum):
    """When the medical certificate is due."""

    LAST_DAY = "last_day"
    FIRST_DAY_AFTER = "first_day_after"
    THIRD_DAY_AFTER = "third_day_after"

    @property
    def days_after(self) -> int:
        """Days after the last day of the leave."""
        return {SlipDue.LAST_DAY: 0, SlipDue.FIRST_DAY_AFTER: 1, SlipDue.THIRD_DAY_AFTER: 3}[self]


class Undecided(StrEnum):
    """What becomes of leave asked for in time on which nobody decided by the end of its first shift."""

    BY_PATH = "by_path"
    LEAVE = "leave"
    ABSENCE = "absence"


CONSENTED = frozenset({Path.HOLIDAY, Path.NIGHT, Path.LATE, Path.BUSINESS})  # never without somebody's word


def counts_undecided(path: Path, by: Undecided) -> bool:
    """Whether silence makes it leave: whoever asked in time is not absent because nobody answered; what its own rule gives
    only with consent (S2E-22, 27, 28, 30) stays without it.
    """
    return by is Undecided.LEAVE or (by is Undecided.BY_PATH and path not in CONSENTED)


class Alternative(StrEnum):
    """What can be done instead of what was refused."""

    SPECIAL = "special"
    LATE = "late"
    WAIT = "wait"
    SWAP = "swap"
    CORRECTION = "correction"


@dataclass(frozen=True)
class LeavePolicy:
    """The values of the rulebook (leave.*) that hold on the day of asking."""

    personal_min: datetime.timedelta = datetime.timedelta(hours=24)
    special_min: datetime.timedelta = datetime.timedelta(hours=1)
    planned_min: datetime.timedelta = datetime.timedelta(hours=24)
    night_deadline: datetime.time = datetime.time(12)
    holiday_min_days: int = 2
    holiday_binds_sickness: bool = False
    swapped_allowed: bool = False
    director_max_days: Decimal = Decimal(1)
    certificate_from_days: Decimal = Decimal(1)
    slip_due: SlipDue = SlipDue.FIRST_DAY_AFTER
    standard_minutes: int = 480
    hour_step: int = 30
    ahead_days: int = 365


@dataclass(frozen=True)
class LeaveFacts:
    """A leave as it is asked for. `shifts` are those that it touches, `days` what it takes of each; `length` in working days.

    `is_late_meant`: asked for knowing that it is late and counts only with consent. `needs_certificate_from`: the kind's own
    number of days, None for the rulebook's; a kind that never needs one has `takes_certificate` False.
    """

    nature: Nature
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    requested_at: datetime.datetime
    zone: zoneinfo.ZoneInfo
    shifts: Sequence[Shift] = ()
    days: Sequence[DayOff] = ()
    length: Fraction = Fraction(1)
    has_reason: bool = True
    is_by_oneself: bool = True
    others_may_ask: bool = False
    has_notifier: bool = False
    is_late_meant: bool = False
    takes_certificate: bool = False
    needs_certificate_from: Decimal | None = None

    @property
    def first_moment(self) -> datetime.datetime:
        """S: the start of the first affected shift, or of the leave where that begins within it."""
        first = min((each.starts_at for each in self.shifts), default=self.starts_at)
        return max(first, self.starts_at)

    @property
    def first_shift_end(self) -> datetime.datetime:
        """The end of the first affected shift: until then consent to a late request may come."""
        if not self.shifts:
            return self.ends_at
        return min(self.shifts, key=lambda each: each.starts_at).ends_at

    @property
    def last_on(self) -> datetime.date:
        """The last calendar day of the leave at the site."""
        return (self.ends_at - datetime.timedelta(microseconds=1)).astimezone(self.zone).date()


@dataclass(frozen=True)
class Answer:
    """Which path applies, until when it can be asked for, what is needed, who decides; and everything against it."""

    path: Path
    until: datetime.datetime | None = None
    needs_reason: bool = False
    is_late: bool = False
    consent_by: datetime.datetime | None = None  # a late request counts only with consent until then
    certificate_due_on: datetime.date | None = None
    decides: PostCode = PostCode.DIRECTOR
    objections: tuple[Objection, ...] = ()
    alternatives: tuple[Alternative, ...] = field(default=())


def decides(nature: Nature, length: Fraction, policy: LeavePolicy) -> PostCode:
    """Who decides finally: up to the limit the director, longer leave and every business trip the center manager."""
    if nature is Nature.BUSINESS or length > Fraction(policy.director_max_days):
        return PostCode.CENTER_MANAGER
    return PostCode.DIRECTOR


def answer(facts: LeaveFacts, policy: LeavePolicy) -> Answer:
    """The path of this leave with every objection of the rules of §4.3. Balance, capacity and overlap are asked elsewhere."""
    path, until, found, alternatives = _path(facts, policy)
    is_late = path is Path.LATE
    needs_reason = facts.nature in PERSONAL or path in (Path.HOLIDAY, Path.NIGHT, Path.LATE)
    if not is_late and path is not Path.SWAPPED and facts.requested_at >= facts.first_shift_end:
        found.append(_over(facts))
    if needs_reason and not facts.has_reason:
        found.append(Objection("leave.reason_needed", field="reason"))
    if not facts.is_by_oneself and not facts.others_may_ask:
        found.append(Objection("leave.by_oneself", field="employee"))
    if facts.nature is Nature.EMERGENCY and not facts.is_by_oneself and not facts.has_notifier:
        found.append(Objection("leave.notifier_needed", field="notified_by"))
    if not facts.days:
        found.append(Objection("leave.no_work_then", field="first_on"))
    if facts.first_moment - facts.requested_at > datetime.timedelta(days=policy.ahead_days):
        figures = {"days": policy.ahead_days}
        found.append(Objection("leave.ahead_days", figures, "first_on", ("leave.ahead_days",)))
    return Answer(
        path,
        until,
        needs_reason,
        is_late,
        facts.first_shift_end if is_late else None,
        certificate_due(facts, policy),
        decides(facts.nature, facts.length, policy),
        tuple(found),
        tuple(alternatives),
    )


Found = tuple[Path, datetime.datetime | None, list[Objection], list[Alternative]]


def _path(facts: LeaveFacts, policy: LeavePolicy) -> Found:
    """The first match of §4.3, the last moment to ask by it, what it objects to, and what can be done instead."""
    asked, first = facts.requested_at, facts.first_moment
    swapped = [each for each in facts.shifts if each.is_swapped]
    if swapped and not policy.swapped_allowed:
        figures: dict[str, Any] = {"day": swapped[0].on}
        return (
            Path.SWAPPED,
            None,
            [Objection("leave.swapped_shift", figures, "first_on", ("leave.swapped_allowed",))],
            [],
        )
    is_bound = facts.nature not in SICKNESS or policy.holiday_binds_sickness
    if is_bound and any(each.is_holiday for each in facts.shifts):
        until = _days_before(first, policy.holiday_min_days, facts.zone)
        found = []
        if asked > until:
            figures = {"days": policy.holiday_min_days, "until": _written(until, facts.zone)}
            found = [Objection("leave.holiday_min_days", figures, "first_on", ("leave.holiday_min_days",))]
        return Path.HOLIDAY, until, found, []
    nights = [each for each in facts.shifts if each.is_night]
    if nights and facts.nature in PERSONAL:
        until = night_deadline(nights[0], policy, facts.zone)
        found = []
        if asked >= until:
            figures = {"until": _written(until, facts.zone), "at": policy.night_deadline.strftime("%H:%M")}
            found = [Objection("leave.night_deadline", figures, "first_on", ("leave.night_deadline",))]
        return Path.NIGHT, until, found, [Alternative.SWAP] if found else []
    return _by_nature(facts, policy, asked, first)


def _by_nature(
    facts: LeaveFacts, policy: LeavePolicy, asked: datetime.datetime, first: datetime.datetime
) -> Found:
    special_until = first - policy.special_min
    match facts.nature:
        case Nature.BUSINESS:
            return Path.BUSINESS, None, [], []
        case Nature.PERSONAL:
            until = first - policy.personal_min
            if asked > until and not facts.is_late_meant and asked <= special_until:
                figures = {
                    "hours": _hours(policy.personal_min),
                    "until": _written(until, facts.zone),
                    "short": _hours(first - asked),
                }
                refused = Objection(
                    "leave.personal_min_hours", figures, "first_on", ("leave.personal_min_hours",)
                )
                return Path.ORDINARY, until, [refused], [Alternative.SPECIAL, Alternative.LATE]
            return _in_time(Path.ORDINARY, facts, until)
        case Nature.SPECIAL:
            return _in_time(Path.SPECIAL, facts, special_until)
        case Nature.ANNUAL | Nature.COMPENSATORY:
            return _in_time(Path.PLANNED, facts, first - policy.planned_min)
        case Nature.STATUTORY:
            return _in_time(Path.STATUTORY, facts, first)
        case Nature.EMERGENCY:
            return _in_time(Path.EMERGENCY, facts, first, strictly=True)
    return _in_time(Path.SICK, facts, first)


def _in_time(path: Path, facts: LeaveFacts, until: datetime.datetime, *, strictly: bool = False) -> Found:
    """The path when it is asked for by `until`, else a late request (S2E-22): no longer after the first shift has ended."""
    asked = facts.requested_at
    if asked < until or (asked == until and not strictly):
        return path, until, [], []
    if asked >= facts.first_shift_end:
        return Path.LATE, until, [_over(facts)], [Alternative.CORRECTION]
    return Path.LATE, until, [], []


def _over(facts: LeaveFacts) -> Objection:
    return Objection(
        "leave.shift_is_over", {"ended": _written(facts.first_shift_end, facts.zone)}, "first_on"
    )


def night_deadline(shift: Shift, policy: LeavePolicy, zone: zoneinfo.ZoneInfo) -> datetime.datetime:
    """Noon of the calendar date on which the night shift starts (A12); leave must be asked for before it."""
    on = shift.starts_at.astimezone(zone).date()
    return datetime.datetime.combine(on, policy.night_deadline, zone).astimezone(datetime.UTC)


def certificate_due(facts: LeaveFacts, policy: LeavePolicy) -> datetime.date | None:
    """The day by whose end the medical certificate is due; None when none is needed (S2E-25, 26)."""
    least = facts.needs_certificate_from
    least = policy.certificate_from_days if least is None else least
    if not facts.takes_certificate or facts.length < Fraction(least):
        return None
    return facts.last_on + policy.slip_due.days_after * ONE_DAY


def gaps(
    first: datetime.date, last: datetime.date, certified: Sequence[tuple[datetime.date, datetime.date]]
) -> list[tuple[datetime.date, datetime.date]]:
    """The stretches of days [first, last] that no certificate covers; empty when they cover it without a gap (S2E-26)."""
    found, day = [], first
    for start, end in sorted(certified):
        if start > day:
            if start > last:
                break
            found.append((day, start - ONE_DAY))
        day = max(day, end + ONE_DAY)
    if day <= last:
        found.append((day, last))
    return found


def _days_before(at: datetime.datetime, days: int, zone: zoneinfo.ZoneInfo) -> datetime.datetime:
    local = at.astimezone(zone)
    return datetime.datetime.combine(local.date() - days * ONE_DAY, local.time(), zone).astimezone(
        datetime.UTC
    )


def _hours(span: datetime.timedelta) -> str:
    """Hours as people say them, rounded down to a tenth: 24, 23.5."""
    return f"{math.floor(span.total_seconds() / 360) / 10:g}"


def _written(at: datetime.datetime, zone: zoneinfo.ZoneInfo) -> str:
    """A moment on the site's wall clock, as sentences say it."""
    return at.astimezone(zone).strftime("%Y-%m-%d %H:%M")
