"""Holds a running job: a connection of its own whose session lock ends with the process, however that ends.

While the job's work is one long transaction, this connection shows its progress and sees that it should stop.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import Error, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

LOCKS_OF_JOBS = 0x66696C65  # our half of PostgreSQL's advisory lock numbers: "file"
TELL_EVERY = 0.5  # seconds


class JobCancelled(Exception):
    """Somebody asked to stop the job; its transaction is rolled back."""


class Keeper:
    """The hold on one running job."""

    def __init__(self, own: BaseDatabaseWrapper, job_id: int) -> None:
        self._own = own
        self.job_id = job_id
        self._told_at = 0.0

    def progress(self, done: int, total: int) -> None:
        """Show how many rows are done of how many (0: not known); raises JobCancelled when the job should stop."""
        now = time.monotonic()
        if now - self._told_at < TELL_EVERY and done != total:
            return
        self._told_at = now
        with self._own.cursor() as cursor:
            cursor.execute(
                "UPDATE files_job SET rows_done = %s, rows_total = %s WHERE id = %s RETURNING is_cancel_wanted",
                [done, total, self.job_id],
            )
            found = cursor.fetchone()
        if found and found[0]:
            raise JobCancelled


@contextmanager
def hold(job_id: int) -> Iterator[Keeper | None]:
    """Take the job for this process; None when another process holds it."""
    own = connections["default"].copy()
    is_ours = False
    try:
        with own.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCKS_OF_JOBS, job_id])
            is_ours = cursor.fetchone()[0]
        yield Keeper(own, job_id) if is_ours else None
    finally:
        if is_ours:
            _let_go(own, job_id)
        own.close()


def _let_go(own: BaseDatabaseWrapper, job_id: int) -> None:
    """Free the job at once: the server takes a moment to end a closed connection, and its locks, by itself."""
    with suppress(Error), own.cursor() as cursor:  # a connection that is gone holds nothing
        cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCKS_OF_JOBS, job_id])


def held_ids() -> set[int]:
    """The jobs that some living process holds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT objid FROM pg_locks WHERE locktype = 'advisory' AND classid = %s AND objsubid = 2"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
            [LOCKS_OF_JOBS],
        )
        return {row[0] for row in cursor.fetchall()}
