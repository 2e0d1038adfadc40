"""Scheduled calls of the services of improvement. Each may run twice and be killed."""

from celery import shared_task

from complaints.improvement.services import measure_due


@shared_task(name="complaints.measure_improvements")
def measure_improvements() -> None:
    """Effects whose weeks are over."""
    measure_due()
