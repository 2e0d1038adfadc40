"""What beat asks of complaints."""

from celery import shared_task

from complaints.cases import overdue


@shared_task(name="complaints.mark_overdue")
def mark_overdue() -> int:
    """Mark complaints whose deadline has passed."""
    return overdue.mark_overdue()
