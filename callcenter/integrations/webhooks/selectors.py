"""Webhooks as their pages show them."""

import datetime
import json
from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from callcenter.integrations.webhooks.models import OPEN, Attempt, Delivery, Endpoint, State
from callcenter.integrations.webhooks.posting import ERRORS
from callcenter.web.today import Figure

DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class AttemptLine:
    """An attempt in words. `result`: the status, or why there was no answer."""

    attempt: Attempt
    result: str
    is_success: bool


def attempts(delivery: Delivery) -> list[AttemptLine]:
    """Every attempt of a delivery, the latest first."""
    return [
        AttemptLine(one, _result(one), one.status is not None and 200 <= one.status < 300)
        for one in delivery.attempts.order_by("-number")
    ]


def _result(attempt: Attempt) -> str:
    said = str(ERRORS.get(attempt.error, attempt.error))
    if attempt.status is not None:
        return f"HTTP {attempt.status}" + (f" · {said}" if said else "")
    if attempt.seconds is None:
        return _("No answer yet")
    return said


def last_day(endpoint: Endpoint) -> list[Figure]:
    """What became of the deliveries of the last 24 hours, each figure a link to its rows; and what waits."""
    since = timezone.now() - DAY
    young = Q(created_at__gte=since)
    counts = Delivery.objects.filter(endpoint=endpoint).aggregate(
        delivered=Count("pk", filter=young & Q(state=State.DELIVERED)),
        dead=Count("pk", filter=young & Q(state=State.DEAD)),
        waiting=Count("pk", filter=Q(state__in=OPEN)),
    )
    log = f"{reverse('integrations:deliveries')}?endpoint={endpoint.pk}"
    return [
        Figure(
            _("Delivered in 24 h"),
            str(counts["delivered"]),
            url=f"{log}&state=delivered",
            tone="good" if counts["delivered"] else "",
        ),
        Figure(
            _("Waiting"),
            str(counts["waiting"]),
            url=f"{log}&state=waiting&state=sending",
            tone="warn" if counts["waiting"] else "",
        ),
        Figure(
            _("Given up in 24 h"),
            str(counts["dead"]),
            url=f"{log}&state=dead",
            tone="bad" if counts["dead"] else "",
        ),
    ]


def pretty(body: str) -> str:
    """The body as people read it; what is signed is the text as it was sent."""
    return json.dumps(json.loads(body), ensure_ascii=False, indent=2)
