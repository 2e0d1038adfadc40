"""Scheduled calls of this room's services. Each may run twice and be killed."""

from celery import shared_task

from callcenter.people.models import Site
from staffing.records.bulletins.reminding import remind as remind_of_bulletins
from staffing.records.meetings.of_shifts.services import settle_shift_meetings
from staffing.records.patrols.reminding import remind as remind_of_patrols


@shared_task(name="records.remind")
def remind() -> int:
    """Bulletins that have begun to hold, and those that somebody has not read shortly before a shift; overdue patrols."""
    return remind_of_bulletins() + remind_of_patrols()


@shared_task(name="records.settle_shift_meetings")
def settle() -> int:
    """The meetings of the shifts of every site, as the published rosters have them."""
    return sum(settle_shift_meetings(site, actor=None) for site in Site.objects.order_by("pk"))
