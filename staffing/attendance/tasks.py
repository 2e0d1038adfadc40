"""Scheduled calls of the attendance services. Each may run twice, anywhere, and be killed."""

from celery import shared_task

from staffing.attendance.days import services
from staffing.attendance.periods import services as periods

TURNS = 25  # then another task gets its turn; the next tick goes on


@shared_task(name="attendance.work_out_stale_days")
def work_out_stale_days() -> int:
    """Work out stale days until none is left or the turn is over; how many marks."""
    done = 0
    for _turn in range(TURNS):
        found = services.work_out_stale()
        done += found
        if not found:
            break
    return done


@shared_task(name="attendance.watch_running_shifts")
def watch_running_shifts() -> int:
    """Late, absent and missing as time goes on; past days are closed. How many days changed."""
    return services.watch()


@shared_task(name="attendance.close_due_sheets")
def close_due_sheets() -> int:
    """Sheets are there for every month; those that are due close. How many closed."""
    return periods.close_due()
