"""Marks complaints that are overdue: for ever, set-based, any number of workers, any number of times."""

import datetime

from django.db import connection, transaction
from django.utils import timezone

from callcenter.audit import services as audit
from complaints.cases.dossier import Case, CaseEvent

BATCH = 1_000
MARK = """
    UPDATE cases_case SET overdue_at = due_at
    WHERE id IN (
        SELECT id FROM cases_case
        WHERE closed_at IS NULL AND overdue_at IS NULL AND due_at < %s
        ORDER BY due_at LIMIT %s FOR UPDATE SKIP LOCKED
    )
    RETURNING id
"""


def mark_overdue(*, now: datetime.datetime | None = None) -> int:
    """Every open complaint whose deadline has passed is overdue from its deadline on; how many were new."""
    now = now or timezone.now()
    marked = 0
    while batch := _mark_batch(now):
        marked += batch
    return marked


@transaction.atomic
def _mark_batch(now: datetime.datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(MARK, [now, BATCH])
        ids = [pk for (pk,) in cursor.fetchall()]
    cases = list(Case.objects.filter(pk__in=ids).select_related("site"))
    CaseEvent.objects.bulk_create([CaseEvent(case=case, kind="overdue") for case in cases])
    audit.record_many(
        None,
        [
            audit.Entry("cases.case.overdue", case, after={"due_at": case.due_at.isoformat()})
            for case in cases
            if case.due_at
        ],
    )
    return len(cases)
