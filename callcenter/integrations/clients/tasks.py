"""Scheduled calls of services."""

from celery import shared_task

from callcenter.api.idempotency import drop_old_answers
from callcenter.integrations.clients.services import drop_ended_tokens


@shared_task
def drop_what_is_over() -> None:
    """Tokens past their hour and answers that are no longer given again."""
    drop_ended_tokens()
    drop_old_answers()
