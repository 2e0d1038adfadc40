"""Figures of operation itself and of the rooms below it."""

from django.db import connection
from django.db.models import Count
from django.utils import timezone

from callcenter.files.jobs.models import BUSY, Job
from callcenter.operation import queues
from callcenter.operation.metrics.registry import Gauge
from callcenter.operation.models import Backup

NEVER = -1.0  # Prometheus knows no "never"


def _database_bytes() -> float:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return float(cursor.fetchone()[0])


def _connections() -> dict[tuple[str, ...], float]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(state, 'none'), count(*) FROM pg_stat_activity "
            "WHERE datname = current_database() GROUP BY 1"
        )
        return {(state,): float(count) for state, count in cursor.fetchall()}


def _jobs() -> dict[tuple[str, ...], float]:
    counted = Job.objects.filter(state__in=BUSY).values_list("state").annotate(count=Count("pk"))
    return {(state,): 0.0 for state in BUSY} | {(state,): float(count) for state, count in counted}


def _silence_seconds() -> float:
    silence = queues.silence()
    return silence.total_seconds() if silence is not None else NEVER


def _backup_seconds() -> float:
    last = Backup.objects.filter(is_verified=True).first()
    return (timezone.now() - last.started_at).total_seconds() if last else NEVER


GAUGES = (
    Gauge("callcenter_database_bytes", "Size of the database.", _database_bytes),
    Gauge(
        "callcenter_database_connections", "Connections to the database by state.", _connections, ("state",)
    ),
    Gauge("callcenter_tasks_waiting", "Tasks that no worker has taken yet.", lambda: float(queues.waiting())),
    Gauge("callcenter_jobs_busy", "Imports and exports that wait or run.", _jobs, ("state",)),
    Gauge(
        "callcenter_beat_silence_seconds",
        "Since the last sign of life of beat and workers; -1: never.",
        _silence_seconds,
    ),
    Gauge("callcenter_backup_age_seconds", "Since the last verified backup; -1: never.", _backup_seconds),
)
