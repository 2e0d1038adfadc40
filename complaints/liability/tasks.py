"""Scheduled calls of the services of liability. Each may run twice and be killed."""

from celery import shared_task

from complaints.liability.notices.services import execute_due
from complaints.liability.reviews.services import open_due


@shared_task(name="complaints.look_after_liability")
def look_after_liability() -> None:
    """Reviews of last month on the 1st of each site, notices whose window is over."""
    open_due()
    execute_due()
