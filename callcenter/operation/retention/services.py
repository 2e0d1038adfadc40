"""Letting go of what was kept long enough: seen before, done in batches, noted and put on record."""

import datetime
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone

from callcenter.audit.services import record
from callcenter.operation.models import RetentionRun
from callcenter.operation.retention.registry import Kept, get, registered
from callcenter.people.models import Site
from callcenter.rulebook.values import value

log = logging.getLogger(__name__)
BATCH = 5_000  # rows a transaction: short locks, and a kill loses no more
LOCK = 0x6B65_6570  # our half of PostgreSQL's advisory lock numbers: "keep"


@dataclass(frozen=True)
class Line:
    """What one kind of rows is kept for, and what the next run would let go of."""

    kept: Kept
    days: int
    before: datetime.datetime
    rows: int
    last: RetentionRun | None


def days_kept(rule_key: str) -> int:
    """The longest that the company or any site asks for: rows that one of them still wants stay for all."""
    return max(int(value(rule_key, site)) for site in (None, *Site.objects.all()))


def preview() -> list[Line]:
    """What the next run would let go of; changes nothing."""
    lasts = {run.what: run for run in RetentionRun.objects.order_by("what", "-pk").distinct("what")}
    return [_line(kept, lasts.get(kept.what)) for kept in registered()]


def _line(kept: Kept, last: RetentionRun | None) -> Line:
    days = days_kept(kept.rule_key)
    before = timezone.now() - datetime.timedelta(days=days)
    return Line(kept, days, before, kept.purge.count(before), last)


def apply_all() -> list[RetentionRun]:
    """Let go of everything that is due. One kind that cannot be let go of stops no other."""
    runs = []
    for kept in registered():
        try:
            run = apply(kept.what)
        except Exception:
            log.exception("retention of %s stopped", kept.what)
        else:
            runs += [run] if run else []
    return runs


def apply(what: str, *, progress: Callable[[int], None] = lambda rows: None) -> RetentionRun | None:
    """Let go of one kind of rows, a batch a transaction. None when another process is at it."""
    kept = get(what)
    with _alone(what) as is_alone:
        if not is_alone:
            return None
        days, now = days_kept(kept.rule_key), timezone.now()
        before = now - datetime.timedelta(days=days)
        run = RetentionRun.objects.create(what=what, days=days, before=before, started_at=now)
        try:
            while gone := _let_go(kept, run):
                progress(run.rows)
                if gone < BATCH and not kept.purge.count(before):
                    break
        except BaseException as error:
            RetentionRun.objects.filter(pk=run.pk).update(
                finished_at=timezone.now(), message=f"{type(error).__name__}: {error}"[:2000]
            )
            raise
        return _finish(run)


@transaction.atomic
def _let_go(kept: Kept, run: RetentionRun) -> int:
    gone = kept.purge.drop(run.before, BATCH)
    run.rows += gone
    run.save(update_fields=["rows"])
    return gone


@transaction.atomic
def _finish(run: RetentionRun) -> RetentionRun:
    run.finished_at = timezone.now()
    run.save(update_fields=["finished_at"])
    if run.rows:
        facts = {"what": run.what, "rows": run.rows, "days": run.days, "before": run.before}
        record(None, "operation.retention.applied", run, after=facts)
    return run


@contextmanager
def _alone(what: str) -> Iterator[bool]:
    """Whether no other process lets go of the same; a lock of the session, which ends with the process."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, hashtext(%s))", [LOCK, what])
        is_alone = bool(cursor.fetchone()[0])
        try:
            yield is_alone
        finally:
            if is_alone:
                cursor.execute("SELECT pg_advisory_unlock(%s, hashtext(%s))", [LOCK, what])
