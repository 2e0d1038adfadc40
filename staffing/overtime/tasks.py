"""Scheduled calls of the services of overtime. Each may run twice and be killed."""

from celery import shared_task

from staffing.overtime.services import drop_begun


@shared_task(name="staffing.drop_late_overtime")
def drop_late_overtime() -> None:
    """What nobody agreed to before it was over."""
    drop_begun()
