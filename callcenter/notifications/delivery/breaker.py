"""One breaker for each lane (e-mail, each chat channel): a lane that is down is left alone for a while, the others go on."""

import datetime

from django.db import transaction
from django.utils import timezone

from callcenter.notifications.delivery.models import Breaker
from callcenter.notifications.delivery.rules import wait

FIRST_PAUSE = datetime.timedelta(seconds=30)
ALL = 1_000_000


def admits(lane: str) -> int:
    """How many deliveries of the lane may be tried now: any number, none while it is open, one to find out.

    Called in the transaction of a claim; who gets the one keeps the others off until it has its answer.
    """
    found = Breaker.objects.select_for_update().filter(lane=lane, failures__gt=0).first()
    if found is None:
        return ALL
    now = timezone.now()
    if found.open_until and found.open_until > now:
        return 0
    found.open_until = now + FIRST_PAUSE
    found.save(update_fields=["open_until", "changed_at"])
    return 1


@transaction.atomic
def failed(lane: str, why: str) -> None:
    """The lane as a whole did not work: leave it alone, longer with every failure in a row."""
    Breaker.objects.get_or_create(lane=lane)
    found = Breaker.objects.select_for_update().get(lane=lane)
    found.failures += 1
    found.open_until = timezone.now() + wait(found.failures, first=FIRST_PAUSE, chance=0)
    found.error = why
    found.save()


def worked(lane: str) -> None:
    """The lane works: close its breaker."""
    Breaker.objects.filter(lane=lane, failures__gt=0).update(failures=0, open_until=None, error="")
