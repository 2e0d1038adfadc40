"""Scheduled calls of the clock services. Each may run twice, anywhere, and be killed."""

from celery import shared_task

from callcenter.clocks import services


@shared_task
def sweep() -> int:
    """Fire the steps that are due; how many."""
    return services.sweep()
