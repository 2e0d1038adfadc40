"""Scheduled calls of the services of service orders. Each may run twice and be killed."""

from celery import shared_task

from callcenter.people.models import Site
from callcenter.rulebook.values import value
from complaints.serviceorders.register import prioritise_undispatched


@shared_task(name="serviceorders.prioritise")
def prioritise() -> None:
    """What was not dispatched on its day is first in line: hourly, so that each site's midnight is met."""
    for site in Site.objects.all():
        if value("serviceorder.is_used", site):
            prioritise_undispatched(site)
