"""What operation asks clocks: how far the sweep is behind."""

from django.db.models import Min
from django.utils import timezone

from callcenter.clocks.models import Clock
from callcenter.operation.metrics.registry import Gauge, register, seconds_since


def _lag() -> float:
    due = Clock.objects.filter(stopped_at=None, next_alarm_at__lte=timezone.now())
    return seconds_since(due.aggregate(oldest=Min("next_alarm_at"))["oldest"])


def offer() -> None:
    """Called once at start."""
    register(
        Gauge(
            "callcenter_clock_lag_seconds", "How long the oldest step that is due waits for the sweep.", _lag
        )
    )
