"""Scheduled calls of operation's services. Each may run twice and be killed."""

from celery import shared_task

from callcenter.operation import queues
from callcenter.operation.retention import services


@shared_task
def sign_of_life() -> None:
    """Beat asked, Redis carried, this worker writes."""
    queues.beat()


@shared_task
def apply_retention() -> None:
    """Let go of everything that was kept long enough."""
    services.apply_all()
