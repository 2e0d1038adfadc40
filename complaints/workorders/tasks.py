"""Scheduled calls of the services of work orders. Each may run twice and be killed."""

from celery import shared_task

from callcenter.people.models import Site
from complaints.workorders.monitoring.selectors import WEEK, monday_of
from complaints.workorders.monitoring.services import look
from complaints.workorders.tickets.services import raise_unreceived


@shared_task(name="workorders.raise_unreceived")
def raise_unreceived_tickets() -> int:
    """What nobody received yesterday comes first today, each site by its own day."""
    return sum(raise_unreceived(site, site.today()) for site in Site.objects.all())


@shared_task(name="workorders.look_for_focus")
def look_for_focus() -> int:
    """The week that is over, each site by its own day."""
    return sum(look(site, monday_of(site.today()) - WEEK) for site in Site.objects.all())
