"""What the business decides about conduct: points, the steps of discipline, the windows, money. Plain Python (§5.5, A15)."""

import datetime
import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum

from callcenter.objections import Objection

STEPS = ("correction", "oral", "written", "deduction")  # S2C-2: the fourth time and every one after it
CENT = Decimal("0.01")
APPROVAL_FROM = "conduct.approval_from_points"
STATEMENT_HOURS = "conduct.statement_hours"
CONTEST_DAYS = "conduct.contest_days"


def measure(repeat: int) -> str:
    """The step of discipline of the `repeat`-th time (1 the first) of the same item within the months that count."""
    if repeat < 1:
        raise ValueError("the first time is 1")
    return STEPS[min(repeat, len(STEPS)) - 1]


def months_before(day: datetime.date, months: int) -> datetime.date:
    """The same day so many months before; the month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    first = datetime.date(year, month + 1, 1)
    following = (first.replace(day=28) + datetime.timedelta(days=4)).replace(day=1)
    return first.replace(day=min(day.day, (following - datetime.timedelta(days=1)).day))


def points_objections(points: int, least: int, most: int) -> list[Objection]:
    """Points lie within those of the item; more only by what it is counted for."""
    if least <= points <= most:
        return []
    return [Objection("conduct.points_out_of_range", {"least": least, "most": most}, "points")]


def absence_points(
    seconds: int, *, half_day_points: int, full_day_points: int, half_day: datetime.timedelta
) -> int:
    """Points of an absence (AT-4): up to `half_day` those of a half day, else of a day."""
    return half_day_points if seconds <= half_day.total_seconds() else full_day_points


def begun(seconds: int, unit: datetime.timedelta) -> int:
    """How many units of time have begun: 601 seconds are two of ten minutes. At least one."""
    return max(1, math.ceil(seconds / unit.total_seconds()))


@dataclass(frozen=True)
class Hearing:
    """How far the employee has been heard: the statement's end, and whether there is one."""

    until: datetime.datetime
    has_spoken: bool


def hearing_objections(hearing: Hearing, at: datetime.datetime) -> list[Objection]:
    """Nobody is held to something before they had the time to say a word to it (conduct.statement_hours)."""
    if hearing.has_spoken or at > hearing.until:
        return []
    return [Objection("conduct.not_heard", {"until": hearing.until}, rules=(STATEMENT_HOURS,))]


def contest_objections(until: datetime.datetime | None, at: datetime.datetime) -> list[Objection]:
    """A contest comes in the window: at its last second it is in time (conduct.contest_days)."""
    if until is not None and at <= until:
        return []
    figures = {"until": until} if until else {"until": "—"}
    return [Objection("conduct.contest_too_late", figures, rules=(CONTEST_DAYS,))]


@dataclass(frozen=True)
class MoneyPolicy:
    """money.*: off by default. `share` is the most of a month's wage in per cent, `floor` the minimum wage of the place."""

    is_on: bool
    per_point: Decimal
    share: int
    floor: Decimal


class Limit(StrEnum):
    """What an amount ended at."""

    NONE = "none"  # points × rate
    SHARE = "share"
    FLOOR = "floor"
    OFF = "off"
    WAGE = "wage"  # nobody has entered the wage


def cap(wage: Decimal, policy: MoneyPolicy) -> Decimal:
    """The most that may be deducted from the wage of a month (A15): the share of it, and the minimum wage stays."""
    most = min(wage * policy.share / 100, wage - policy.floor)
    return max(Decimal(0), most).quantize(CENT, ROUND_DOWN)


def limit(points: int, wage: Decimal | None, policy: MoneyPolicy) -> Limit:
    """What the amount of these points ends at."""
    if not policy.is_on or points <= 0:
        return Limit.OFF if not policy.is_on else Limit.NONE
    if wage is None:
        return Limit.WAGE
    if policy.per_point * points <= cap(wage, policy):
        return Limit.NONE
    return Limit.SHARE if wage * policy.share / 100 <= wage - policy.floor else Limit.FLOOR


def in_money(points: int, wage: Decimal, policy: MoneyPolicy) -> Decimal:
    """What points come to in money at most (A15): nothing while it is off, never above the share of the wage, and never so
    that less than the minimum wage is left. Cut to the cent in the employee's favour.
    """
    if not policy.is_on or points <= 0:
        return Decimal(0)
    return min((policy.per_point * points).quantize(CENT, ROUND_DOWN), cap(wage, policy))


def balance(points: Sequence[int]) -> int:
    """The sum of a ledger: deductions less what was reversed."""
    return sum(points)
