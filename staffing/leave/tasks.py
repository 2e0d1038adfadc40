"""Scheduled calls of leave's services."""

from celery import shared_task

from callcenter.people.models import Site
from staffing.leave import balances
from staffing.leave.looking_after import look_after


@shared_task(name="leave.look_after")
def look_after_leave() -> dict[str, int]:
    """Late requests, overdue certificates, waiting in vain, coming back. Safe to run twice."""
    return look_after()


@shared_task(name="leave.settle_balances")
def settle_balances() -> int:
    """What the day brings to every ledger, each site by its own day. Safe to run twice."""
    return sum(sum(balances.settle(site, site.today()).values()) for site in Site.objects.all())
