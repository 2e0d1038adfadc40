"""What operation asks notifications: how long the outbox waits, and letting go of old messages."""

from django.db.models import Exists, Min, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from callcenter.notifications.delivery.models import OPEN, Delivery, State
from callcenter.notifications.messages.models import Message
from callcenter.operation.metrics.registry import Gauge, seconds_since
from callcenter.operation.metrics.registry import register as measure
from callcenter.operation.retention.registry import Rows
from callcenter.operation.retention.registry import register as keep


def _waits() -> dict[tuple[str, ...], float]:
    unplanned = Message.objects.filter(planned_at=None).aggregate(oldest=Min("created_at"))["oldest"]
    due = Delivery.objects.filter(state=State.WAITING, due_at__lte=timezone.now())
    return {
        ("plan",): seconds_since(unplanned),
        ("send",): seconds_since(due.aggregate(oldest=Min("due_at"))["oldest"]),
    }


def _arrived() -> QuerySet[Message]:
    on_their_way = Delivery.objects.filter(message=OuterRef("pk"), state__in=OPEN)
    return Message.objects.filter(~Exists(on_their_way)).exclude(planned_at=None)


def register() -> None:
    """Called once at start."""
    measure(
        Gauge(
            "callcenter_outbox_oldest_seconds",
            "How long the oldest message waits, by step.",
            _waits,
            ("step",),
        ),
    )
    keep("notifications.message", "notifications.keep_days", Rows(_("Notifications"), _arrived, "created_at"))
