"""Scheduled calls of accounts' services."""

from celery import shared_task

from callcenter.accounts import services


@shared_task
def drop_ended_sessions() -> int:
    """Delete sessions past their end. Safe to run twice."""
    return services.drop_ended_sessions()
