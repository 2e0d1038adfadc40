"""What operation asks webhooks: how long deliveries wait, and letting go of old ones."""

from django.db.models import Min, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from callcenter.integrations.webhooks.models import OPEN, Delivery, State
from callcenter.operation.metrics.registry import Gauge, seconds_since
from callcenter.operation.metrics.registry import register as measure
from callcenter.operation.retention.registry import Rows
from callcenter.operation.retention.registry import register as keep


def _wait() -> float:
    due = Delivery.objects.filter(state=State.WAITING, due_at__lte=timezone.now())
    return seconds_since(due.aggregate(oldest=Min("due_at"))["oldest"])


def _ended() -> QuerySet[Delivery]:
    return Delivery.objects.exclude(state__in=OPEN)


def register() -> None:
    """Called once at start."""
    measure(
        Gauge("callcenter_webhook_oldest_seconds", "How long the oldest delivery that is due waits.", _wait)
    )
    keep("webhooks.delivery", "webhooks.keep_days", Rows(_("Deliveries of webhooks"), _ended, "created_at"))
