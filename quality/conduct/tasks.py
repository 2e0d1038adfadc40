"""Scheduled calls of the services of conduct. Each may run twice and be killed."""

from celery import shared_task

from quality.conduct.records.contests import settle


@shared_task(name="quality.settle_conduct")
def settle_conduct() -> None:
    """What nobody contested in its window."""
    settle()
