"""Scheduled calls of this room's services. Each may run twice and be killed."""

from celery import shared_task

from staffing.records.bulletins.reminding import remind as remind_of_bulletins
from staffing.records.patrols.reminding import remind as remind_of_patrols


@shared_task(name="records.remind")
def remind() -> int:
    """Bulletins that have begun to hold, and those that somebody has not read shortly before a shift; overdue patrols."""
    return remind_of_bulletins() + remind_of_patrols()
