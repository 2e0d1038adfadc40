"""Scheduled calls of people's services."""

from celery import shared_task

from callcenter.people.employees import leaving


@shared_task
def close_logins_of_leavers() -> int:
    """Close the log-ins of those whose leave date has come, each site by its own day. Safe to run twice."""
    return leaving.close_logins_of_leavers()
