"""Naming a deputy and ending it."""

import datetime
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from callcenter.access.permissions import Actor, require
from callcenter.audit import services as audit
from callcenter.objections import Objection, RuleViolation, refuse
from callcenter.people.delegations import access, rules
from callcenter.people.delegations.models import Delegation
from callcenter.people.delegations.selectors import candidates
from callcenter.people.employees.history import lock_reporting_lines, tenures
from callcenter.people.employees.models import Employee
from callcenter.people.employees.rules import Span
from callcenter.people.employees.services import locked


def _spans(**conditions: Any) -> list[Span]:
    return [Span(row.start, row.end, row.deputy_id) for row in Delegation.objects.filter(**conditions)]


@transaction.atomic
def name_deputy(
    employee: Employee,
    deputy: Employee,
    *,
    start: datetime.date,
    end: datetime.date,
    actor: Actor,
    reason: str = "",
) -> Delegation:
    """Let `deputy` act for `employee` from `start` to before `end`.

    Refused for the past, for oneself, outside the line (HR may choose anybody), while either is not employed, while
    another deputy is named, and where delegations would form a chain.
    """
    lock_reporting_lines()  # a chain needs two delegations: they are named one at a time
    employee = locked(employee)
    require(access.may_name(actor, employee))
    refuse(
        rules.objections(
            Span(start, end, deputy.pk),
            absent=employee.pk,
            tenures=tenures(employee),
            deputy_tenures=tenures(deputy),
            standing=_spans(employee=employee),
            deputy_away=_spans(employee=deputy),
            deputyships=_spans(deputy=employee),
            in_line=access.names_for_others(actor)
            or candidates(employee, start).filter(pk=deputy.pk).exists(),
            today=employee.site.today(),
        )
    )
    named = Delegation.objects.create(
        employee=employee, deputy=deputy, period=DateRange(start, end), reason=reason
    )
    after = {"deputy": deputy.number, "start": start, "end": end}
    audit.record(actor, "people.delegation.named", named, after=after, reason=reason)
    return named


@transaction.atomic
def end_delegation(
    delegation: Delegation, *, end: datetime.date, actor: Actor, reason: str = ""
) -> Delegation | None:
    """End it on a day (the first without it), today at the earliest. One that has not begun is taken back: None."""
    rows = Delegation.objects.select_for_update(of=("self",)).select_related("employee__site", "deputy")
    delegation = rows.get(pk=delegation.pk)
    require(access.may_end(actor, delegation))
    start, until = delegation.start, delegation.end
    today = delegation.employee.site.today()
    if end < today:
        raise RuleViolation(Objection("people.delegation_in_the_past", {"today": today}, "last_day"))
    if until <= end:
        raise RuleViolation(Objection("people.delegation_not_open", {"end": until}, "last_day"))
    before = {"deputy": delegation.deputy.number, "start": start, "end": until}
    if end <= start:
        audit.record(actor, "people.delegation.ended", delegation, before=before, reason=reason)
        delegation.delete()
        return None
    delegation.period = DateRange(start, end)
    delegation.save(update_fields=["period"])
    after = before | {"end": end}
    audit.record(actor, "people.delegation.ended", delegation, before=before, after=after, reason=reason)
    return delegation
