"""Scheduled calls of the shell's services."""

from celery import shared_task

from callcenter.web import drafts


@shared_task
def drop_old_drafts() -> None:
    """Forget drafts that nobody came back for."""
    drafts.drop_old()
