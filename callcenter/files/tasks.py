"""Scheduled and woken calls of the job services. Each may run twice and be killed."""

from celery import shared_task

from callcenter.files import orphans
from callcenter.files.jobs import services


@shared_task
def run_job(job_id: int) -> None:
    """Work on one job, if it still waits."""
    services.run(job_id)


@shared_task
def sweep_jobs() -> None:
    """Resume orphaned jobs, wake forgotten ones."""
    services.sweep()


@shared_task
def drop_expired_files() -> None:
    """Delete files that are kept no longer."""
    services.drop_expired_files()


@shared_task
def drop_orphaned_files() -> None:
    """Delete stored files that no row knows."""
    orphans.drop()
