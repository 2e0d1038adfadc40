"""The leave ledger as the month sheet shows it: what each person had, got, took and has left, by kind."""

import datetime
from typing import Any

from django.db.models import Case, DecimalField, F, Q, Sum, Value, When
from django.db.models.functions import Coalesce

from callcenter.people.models import Site
from staffing.leave.ledger import EntryKind
from staffing.leave.models import LedgerEntry

GIVEN = [EntryKind.GRANT.value, EntryKind.CARRY_OVER.value]
USED = [EntryKind.TAKING.value, EntryKind.RESERVATION.value, EntryKind.RELEASE.value]


def ledger_lines(site: Site, first: datetime.date, last: datetime.date) -> list[list[Any]]:
    """[employee id, kind, kind in Chinese, unit, had, given, used, other, left] by person and kind; amounts as text.

    `used` is what was taken and what is reserved, `other` what expired or was corrected. One query.
    """
    within, before = Q(on__gte=first, on__lte=last), Q(on__lt=first)
    rows = (
        LedgerEntry.objects.filter(employee__site=site, on__lte=last)
        .values("employee_id", "kind__name", "kind__name_zh", "kind__unit")
        .annotate(
            had=_sum(before),
            given=_sum(within & Q(entry__in=GIVEN)),
            used=_sum(within & Q(entry__in=USED)),
            other=_sum(within & ~Q(entry__in=GIVEN + USED)),
            left=_sum(Q()),
        )
        .order_by("employee_id", "kind__place", "kind__code")
    )
    return [
        [
            row["employee_id"],
            row["kind__name"],
            row["kind__name_zh"],
            row["kind__unit"],
            *(str(row[key]) for key in ("had", "given", "used", "other", "left")),
        ]
        for row in rows
    ]


def _sum(condition: Q) -> Coalesce:
    zero = Value(0, output_field=DecimalField())
    amount = Case(When(condition, then=F("amount")), default=zero) if condition else F("amount")
    return Coalesce(Sum(amount), zero)
