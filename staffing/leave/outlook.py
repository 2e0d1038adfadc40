"""What comes of a leave that somebody thinks of asking for: path, objections, balance, places, who decides. Reads only.

The form shows it while it is filled in, `asking.ask` decides by it: there is no second opinion.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils import timezone

from callcenter.objections import Objection
from callcenter.people.models import Employee, Team
from callcenter.workcalendar.rules import DayKind, OpenHours
from callcenter.workcalendar.selectors import open_hours
from staffing.leave import amounts, capacity, policy, rules
from staffing.leave.amounts import ONE_DAY, DayOff, Part, Shift, Unit, Wish
from staffing.leave.funding import Fund, funds, shares
from staffing.leave.models import PLAIN_PATHS, LeaveKind, LeaveRequest
from staffing.leave.rules import Alternative, Answer, LeaveFacts, Nature
from staffing.leave.sentences import quantity
from staffing.roster.models import Assignment, Roster

SATURDAY = 5


@dataclass(frozen=True)
class Wanted:
    """What is asked for. `is_late_meant`: knowing that it is late; `may_wait`: on the waiting list where it is full."""

    kind: LeaveKind
    wish: Wish
    reason: str = ""
    notified_by: str = ""
    relation: str = ""
    is_late_meant: bool = False
    may_wait: bool = False


@dataclass(frozen=True)
class Outlook:
    """What would come of it. `answer` is None when the wish itself is no span of time."""

    employee: Employee
    wanted: Wanted
    asked_at: datetime.datetime
    starts_at: datetime.datetime | None = None
    ends_at: datetime.datetime | None = None
    days: Sequence[DayOff] = ()
    amount: Decimal = Decimal(0)
    length: Decimal = Decimal(0)
    answer: Answer | None = None
    objections: list[Objection] = field(default_factory=list)
    alternatives: list[Alternative] = field(default_factory=list)
    funds: Sequence[Fund] = ()  # what each year of it is paid from; nothing without a ledger
    places: Sequence[capacity.Places] = ()
    team: Team | None = None
    is_waiting: bool = False  # it would go on the waiting list
    is_automatic: bool = False  # it would be approved at once

    @property
    def balance(self) -> Decimal | None:
        """What can be taken on its days; None without a ledger."""
        return sum((each.available for each in self.funds), Decimal(0)) if self.funds else None

    @property
    def balance_after(self) -> Decimal | None:
        return None if self.balance is None else self.balance - self.amount

    @property
    def is_possible(self) -> bool:
        return not self.objections

    @property
    def full_days(self) -> list[capacity.Places]:
        return [each for each in self.places if each.is_full]


def team_of(employee: Employee, on: datetime.date) -> Team | None:
    """The employee's team on a day."""
    rows = employee.teammemberships.filter(period__contains=on).select_related("team__department__site")
    found = rows.first()
    return found.team if found else None


def foresee(
    employee: Employee,
    wanted: Wanted,
    *,
    is_by_oneself: bool = True,
    now: datetime.datetime | None = None,
    without: LeaveRequest | None = None,
) -> Outlook:
    """What would come of asking for this now. A constant number of queries. `without`: its own request, asked anew."""
    now = now or timezone.now()
    zone, wish = employee.site.zone, wanted.wish
    found = _kind_objections(employee, wanted)
    shifts, hours = shifts_of(employee, wish.first_on, max(wish.first_on, wish.last_on))
    found += amounts.shape_objections(wish, shifts)
    if found:
        return Outlook(employee, wanted, now, objections=found)
    start, end = amounts.span(wish, shifts, zone)
    held = policy.policy(employee.site, employee.site.today())
    touched = [each for each in shifts if each.minutes_within(start, end)]
    assumed = _assumed(employee, wish, hours)
    days = amounts.days_off(touched, assumed, start, end, standard_minutes=held.standard_minutes, zone=zone)
    unit = Unit(wanted.kind.unit)
    length = amounts.length(days, unit)
    nature, said = Nature(wanted.kind.nature), _asked_for(wanted)
    facts = LeaveFacts(
        nature, start, end, now, zone, touched, days, length, is_by_oneself=is_by_oneself, **said
    )
    answer = rules.answer(facts, held)
    amount = amounts.amount(days, unit, hour_step=held.hour_step)
    found = [*answer.objections, *_standing_objections(employee, start, end, without)]
    paid: list[Fund] = []
    if wanted.kind.needs_balance:
        parts = shares(days, unit, hour_step=held.hour_step)
        paid = funds(employee, wanted.kind, parts, without=without.pk if without else None)
        found += [_balance_objection(wanted.kind, each) for each in paid if each.after < 0]
    settings = policy.settings(employee.site, employee.site.today())
    team = team_of(employee, wish.first_on)
    is_counted = wanted.kind.takes_place and team is not None and not answer.is_late
    places = capacity.of_days(team, [d.on for d in days], settings, without=without) if is_counted else []  # type: ignore[arg-type]
    full = [each for each in places if each.is_full]
    is_waiting = bool(full) and settings.waiting_list and wanted.may_wait
    alternatives = list(answer.alternatives)
    if full and not is_waiting:
        found.append(_full_objection(full))
        if settings.waiting_list:
            alternatives.append(Alternative.WAIT)
    return Outlook(
        employee,
        wanted,
        now,
        start,
        end,
        days,
        amount,
        amounts.as_decimal(length),
        answer,
        found,
        alternatives,
        paid,
        places,
        team,
        is_waiting,
        _is_automatic(wanted, answer, places, is_allowed=settings.automatic_answer),
    )


def _asked_for(wanted: Wanted) -> dict[str, Any]:
    """What the facts of a leave say of the request itself."""
    return {
        "has_reason": bool(wanted.reason.strip()),
        "others_may_ask": wanted.kind.others_may_ask,
        "has_notifier": bool(wanted.notified_by.strip()),
        "is_late_meant": wanted.is_late_meant,
        "takes_certificate": wanted.kind.takes_certificate,
        "needs_certificate_from": wanted.kind.certificate_from_days,
    }


def _full_objection(full: list[capacity.Places]) -> Objection:
    figures = {"days": ", ".join(f"{each.on}" for each in full)}
    return Objection(
        "leave.capacity_full", figures, "first_on", ("leave.capacity_pct", "leave.capacity_least")
    )


def _is_automatic(
    wanted: Wanted, answer: Answer, places: Sequence[capacity.Places], *, is_allowed: bool
) -> bool:
    """Approved at once where rulebook and kind allow it, nothing asks for somebody's consent, and a place is counted free."""
    is_plain = answer.path in PLAIN_PATHS and not answer.certificate_due_on
    has_place = bool(places) and not any(each.is_full for each in places)
    return is_allowed and wanted.kind.may_be_automatic and is_plain and has_place


def shifts_of(employee: Employee, first: datetime.date, last: datetime.date) -> tuple[list[Shift], OpenHours]:
    """The published shifts that may touch the days [first, last], and the calendar that says what a holiday is."""
    hours = open_hours(employee.site, first)
    rows = Assignment.objects.published().filter(
        employee=employee, on__range=(first - ONE_DAY, last + ONE_DAY), shift_type__isnull=False
    )
    zone = employee.site.zone
    found = [
        amounts.shift_of(each.duty, zone, is_holiday=hours.plan(each.on).is_holiday)
        for each in rows.order_by("starts_at")
    ]
    return found, hours


def _assumed(employee: Employee, wish: Wish, hours: OpenHours) -> list[datetime.date]:
    """The workdays of the calendar for which no roster of the employee's department is published yet."""
    count = (wish.last_on - wish.first_on).days + 1
    if wish.part in (Part.FIRST_HALF, Part.SECOND_HALF) or count > 400:
        return []
    days = [wish.first_on + step * ONE_DAY for step in range(count)]
    months = {day.replace(day=1) for day in days}
    rows = Roster.objects.filter(
        department__teams__memberships__employee=employee,
        department__teams__memberships__period__contains=wish.first_on,
        month__in=months,
        published_at__isnull=False,
    )
    published = set(rows.values_list("month", flat=True))
    return [day for day in days if day.replace(day=1) not in published and _is_workday(hours, day)]


def _is_workday(hours: OpenHours, day: datetime.date) -> bool:
    plan = hours.plan(day)
    if plan.is_holiday:
        return False
    return day.weekday() < SATURDAY or (plan.day is not None and plan.day.kind is DayKind.MAKE_UP)


def _kind_objections(employee: Employee, wanted: Wanted) -> list[Objection]:
    found = []
    if wanted.kind.site_id != employee.site_id:
        found.append(Objection("leave.other_site", field="kind"))
    if not wanted.kind.is_active:
        found.append(Objection("leave.kind_inactive", {"kind": str(wanted.kind)}, "kind"))
    if wanted.wish.part not in Unit(wanted.kind.unit).parts:
        found.append(Objection("leave.part_not_counted", {"kind": str(wanted.kind)}, "part"))
    return found


def _standing_objections(
    employee: Employee, start: datetime.datetime, end: datetime.datetime, without: LeaveRequest | None
) -> list[Objection]:
    found = []
    rows = LeaveRequest.objects.standing().filter(employee=employee).sharing_a_moment(start, end)
    if without is not None:
        rows = rows.exclude(pk=without.pk)
    other = rows.select_related("kind").first()
    if other is not None:
        found.append(Objection("leave.overlaps", {"leave": str(other)}, "first_on"))
    zone = employee.site.zone
    days = (start.astimezone(zone).date(), (end - datetime.timedelta(seconds=1)).astimezone(zone).date())
    if not employee.employments.filter(period__contains=days[0]).filter(period__contains=days[1]).exists():
        found.append(Objection("leave.not_employed", {"name": str(employee)}, "first_on"))
    return found


def _balance_objection(kind: LeaveKind, fund: Fund) -> Objection:
    figures = {
        "needed": quantity(fund.share.amount, kind.unit),
        "left": quantity(max(fund.available, Decimal(0)), kind.unit),
        "kind": str(kind),
        "year": str(fund.share.on.year),
    }
    return Objection("leave.balance", figures, "kind", ("leave.foresee_next_year",) if fund.foreseen else ())
