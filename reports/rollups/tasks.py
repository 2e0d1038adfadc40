"""Summing stale days in the background; the marks are rows, so a lost or doubled wake-up changes nothing."""

from celery import shared_task

from reports.rollups import counts
from reports.rollups.services import recompute_next

DAYS_A_TURN = 200  # then another task gets its turn; the next tick goes on


@shared_task(name="reports.recompute_stale_days")
def recompute_stale_days() -> int:
    """Sum stale days again until none is left or the turn is over; how many."""
    done = 0
    while done < DAYS_A_TURN and recompute_next():
        done += 1
    return done


@shared_task(name="reports.mark_uncounted_days")
def mark_uncounted_days() -> int:
    """Mark the days whose complaints are to be counted: the running one, and those over that were not counted since."""
    return counts.mark_uncounted()
