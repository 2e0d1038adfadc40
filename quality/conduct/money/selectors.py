"""A statistics month in money: as it is now, or as it was closed. Constant queries, however many people."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from callcenter.access.permissions import Actor, position
from callcenter.people.models import Department, Employee, Site
from callcenter.rulebook.values import value
from callcenter.workcalendar.periods import Period, is_reportable
from quality.conduct import rules
from quality.conduct.ledger.models import OF_DEDUCTIONS, OF_REWARDS, PointsEntry
from quality.conduct.money.models import LimitChoice, MoneyLine, MoneyMonth, Wage
from quality.conduct.months import statistics_month
from quality.conduct.rules import Limit, MoneyPolicy

RULES = ("money.enabled", "money.per_point", "money.max_wage_pct", "money.minimum_wage")


@dataclass(frozen=True)
class Line:
    """One person's month. `points` count: taken less rewarded, never below 0, for rewards are no pay (§5.8)."""

    employee: Employee
    department: Department | None
    taken: int
    rewarded: int
    wage: Decimal | None
    cap: Decimal | None
    amount: Decimal | None  # None: the wage is missing
    limit: Limit

    @property
    def points(self) -> int:
        return max(self.taken - self.rewarded, 0)

    @property
    def limit_label(self) -> str:
        return str(LimitChoice(self.limit).label)


@dataclass(frozen=True)
class Totals:
    people: int
    taken: int
    rewarded: int
    points: int
    amount: Decimal


@dataclass(frozen=True)
class Sheet:
    """The month of a site, or of one of its departments."""

    site: Site
    month: Period
    policy: MoneyPolicy
    closed: MoneyMonth | None
    lines: list[Line]

    @property
    def totals(self) -> Totals:
        return Totals(
            len(self.lines),
            sum(one.taken for one in self.lines),
            sum(one.rewarded for one in self.lines),
            sum(one.points for one in self.lines),
            sum((one.amount or Decimal(0) for one in self.lines), Decimal(0)),
        )

    @property
    def missing(self) -> list[Line]:
        """Whose wage somebody still has to enter."""
        return [one for one in self.lines if one.limit is Limit.WAGE]


def policy_of(site: Site, month: Period) -> MoneyPolicy:
    """The rules as they hold on the month's last day, today's while it runs."""
    on = min(month.last, site.today())
    found = {key: value(key, site, on=on) for key in RULES}
    return MoneyPolicy(
        found["money.enabled"],
        found["money.per_point"],
        found["money.max_wage_pct"],
        found["money.minimum_wage"],
    )


def sheet(site: Site, month: Period, department: Department | None = None) -> Sheet:
    """The month: of a closed one what was closed, else what the ledger says now."""
    closed = (
        MoneyMonth.objects.filter(site=site, month=month.start).select_related("closed_by__employee").first()
    )
    if closed is not None:
        policy = MoneyPolicy(True, closed.per_point, closed.share, closed.floor)
        lines = _closed(closed)
    else:
        policy = policy_of(site, month)
        lines = _open(site, month, policy)
    if department is not None:
        lines = [one for one in lines if one.department == department]
    return Sheet(site, month, policy, closed, lines)


def _closed(closed: MoneyMonth) -> list[Line]:
    rows = closed.lines.select_related("employee", "department").order_by("employee__number")
    return [
        Line(
            one.employee, one.department, one.taken, one.rewarded, one.wage, one.cap, one.amount, Limit(one.limit)
        )
        for one in rows
    ]  # fmt: skip


def _open(site: Site, month: Period, policy: MoneyPolicy) -> list[Line]:
    entries = PointsEntry.objects.filter(site=site, month=month.start).order_by()
    sums = {
        row["employee"]: (row["taken"] or 0, -(row["back"] or 0))
        for row in entries.values("employee").annotate(
            taken=Sum("points", filter=OF_DEDUCTIONS), back=Sum("points", filter=OF_REWARDS)
        )
    }
    wages = dict(Wage.objects.filter(month=month.start, employee__in=sums).values_list("employee", "amount"))
    on = min(month.last, site.today())
    people: Any = Employee.objects.with_place(on).filter(pk__in=sums).order_by("number")
    departments = Department.objects.in_bulk({getattr(one, "department_id", None) for one in people} - {None})
    return [
        _line(one, departments.get(getattr(one, "department_id", 0)), sums[one.pk], wages.get(one.pk), policy)
        for one in people
    ]


def _line(
    person: Employee,
    department: Department | None,
    sums: tuple[int, int],
    wage: Decimal | None,
    policy: MoneyPolicy,
) -> Line:
    taken, rewarded = sums
    points = max(taken - rewarded, 0)
    limit = rules.limit(points, wage, policy)
    amount = None if limit is Limit.WAGE else rules.in_money(points, wage or Decimal(0), policy)
    cap = rules.cap(wage, policy) if wage is not None and policy.is_on else None
    return Line(person, department, taken, rewarded, wage, cap, amount, limit)


def own_lines(me: Employee, months: Sequence[Period]) -> list[tuple[Period, Line, bool]]:
    """One's own line of each of these months that has points: closed or as it is now, the newest first."""
    closed = MoneyLine.objects.filter(employee=me, closed__month__in=[one.start for one in months])
    by_month = {one.closed.month: one for one in closed.select_related("closed", "employee", "department")}
    found: list[tuple[Period, Line, bool]] = []
    for month in months:
        done = by_month.get(month.start)
        if done is not None:
            line = Line(me, done.department, done.taken, done.rewarded, done.wage, done.cap, done.amount, Limit(done.limit))  # fmt: skip
            found.append((month, line, True))
            continue
        policy = policy_of(me.site, month)
        if policy.is_on:
            found += [(month, one, False) for one in _open(me.site, month, policy) if one.employee == me]
    return found


def is_closed(site: Site, first: datetime.date) -> bool:
    """Whether the statistics month that begins on that day is closed: its points are paid, later ones count in the next."""
    return MoneyMonth.objects.filter(site=site, month=first).exists()


def month_at(site: Site, text: str) -> Period:
    """The statistics month in which the day lies; the running one without a day, for one to come or none to step from."""
    today = site.today()
    try:
        day = min(datetime.date.fromisoformat(text), today)
    except ValueError:
        day = today
    return statistics_month(site, day if is_reportable(day) else today)


def is_own(actor: Actor, line: Line) -> bool:
    """Whether the line is the actor's own."""
    return position(actor).employee_id == line.employee.pk
