"""Scheduled calls of the services of swaps. Each may run twice and be killed."""

from celery import shared_task

from staffing.swaps.after import follow_up
from staffing.swaps.board.services import close_all_begun


@shared_task(name="staffing.follow_up_swaps")
def follow_up_swaps() -> None:
    """Worked, returned, closed; what nobody decided in time; what has begun on the board."""
    follow_up()
    close_all_begun()
