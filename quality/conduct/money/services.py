"""Entering the wages of a month, closing it."""

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from callcenter.access.permissions import Actor, require, user_of
from callcenter.audit import services as audit
from callcenter.notifications.services import notify
from callcenter.objections import Objection, refuse
from callcenter.people.models import Site
from callcenter.workcalendar.periods import Period
from quality.conduct import months
from quality.conduct.access import is_self
from quality.conduct.money import access
from quality.conduct.money.models import MoneyLine, MoneyMonth, Wage
from quality.conduct.money.selectors import Sheet, sheet

MOST = Decimal(1_000_000)


@transaction.atomic
def enter_wages(site: Site, month: Period, wages: Mapping[int, Decimal | None], *, actor: Actor) -> int:
    """HR enters what these people with points earned in the month (None: takes it out); how many changed. Nobody their own.

    The trail says whose, not how much: it has more readers than wages have.
    """
    require(access.may_enter(actor) and access.may_see(actor, site))
    require(not any(is_self(actor, one) for one in wages))
    months.hold(site.pk, to_close=True)
    found = sheet(site, month)
    by_pk = {line.employee.pk: line for line in found.lines}
    objections = _closed_already(found)
    if set(wages) - set(by_pk):
        objections.append(Objection("conduct.no_points_no_wage"))
    if any(one is not None and not 0 <= one <= MOST for one in wages.values()):
        objections.append(Objection("conduct.wage_out_of_range", {"most": MOST}))
    refuse(objections)
    changed = [pk for pk, amount in wages.items() if by_pk[pk].wage != amount]
    now = timezone.now()
    for pk in changed:
        amount = wages[pk]
        if amount is None:
            Wage.objects.filter(employee=pk, month=month.start).delete()
        else:
            given = {"amount": amount, "entered_by": user_of(actor), "entered_at": now}
            Wage.objects.update_or_create(employee_id=pk, month=month.start, defaults=given)
    if changed:
        whose = sorted(by_pk[pk].employee.number for pk in changed)
        after = {"month": month.start.isoformat(), "employees": whose}
        audit.record(actor, "conduct.wages.entered", after=after, site_id=site.pk)
    return len(changed)


@transaction.atomic
def close_month(site: Site, month: Period, *, actor: Actor) -> MoneyMonth:
    """The general manager closes a month that is over: it stays as it is now, and later points count in the next one."""
    require(access.may_close(actor))
    months.hold(site.pk, to_close=True)
    found = sheet(site, month)
    objections = _closed_already(found)
    if not found.policy.is_on:
        objections.append(Objection("conduct.money_is_off", rules=("money.enabled",)))
    if site.today() <= month.last:
        objections.append(Objection("conduct.month_runs", {"last": month.last}))
    if found.missing:
        objections.append(Objection("conduct.wages_missing", {"count": len(found.missing)}))
    refuse(objections)
    user = user_of(actor)
    assert user is not None
    policy = found.policy
    made = MoneyMonth.objects.create(
        site=site, month=month.start, per_point=policy.per_point, share=policy.share, floor=policy.floor,
        closed_by=user, closed_at=timezone.now(),
    )  # fmt: skip
    MoneyLine.objects.bulk_create(
        MoneyLine(
            closed=made, employee=one.employee, department=one.department, taken=one.taken, rewarded=one.rewarded,
            wage=one.wage, cap=one.cap, amount=one.amount or Decimal(0), limit=one.limit,
        )
        for one in found.lines
    )  # fmt: skip
    _tell(found, made)
    after = {"people": len(found.lines), "amount": f"{found.totals.amount:.2f}"}
    audit.record(actor, "conduct.month.closed", made, after=after)
    return made


def _closed_already(found: Sheet) -> list[Objection]:
    if found.closed is None:
        return []
    return [Objection("conduct.month_closed", {"month": found.month.start})]


def _tell(found: Sheet, closed: MoneyMonth) -> None:
    """To everybody of whom something is deducted."""
    for one in found.lines:
        if one.amount and one.employee.user_id:
            notify(
                "conduct.money_closed",
                recipients=[one.employee.user_id],
                subject=closed,
                figures={"month": closed.month, "points": one.points, "amount": f"{one.amount:.2f}"},
                key=f"{closed.pk}:{one.employee.pk}",
                site_id=closed.site_id,
            )
