"""Scheduled calls of the services of surveys. Each may run twice and be killed."""

from celery import shared_task

from complaints.surveys.callbacks.work_again import call_again
from complaints.surveys.campaigns.services import look_after
from complaints.surveys.ratings.mailing import send_waiting


@shared_task(name="surveys.send_letters")
def send_letters() -> None:
    """Letters with the link, to customers."""
    send_waiting()


@shared_task(name="surveys.look_after_campaigns")
def look_after_campaigns() -> None:
    """End campaigns that are over, start the next round of regular ones."""
    look_after()


@shared_task(name="surveys.call_again")
def call_back_again() -> None:
    """Customers whose work order is over are called back once more."""
    call_again()
