"""What operation asks the day sums: how many days wait to be summed again, and how long."""

from django.db.models import Min

from callcenter.operation.metrics.registry import Gauge, register, seconds_since
from reports.rollups.models import StaleDay


def _days() -> float:
    return float(StaleDay.objects.count())


def _wait() -> float:
    return seconds_since(StaleDay.objects.aggregate(oldest=Min("marked_at"))["oldest"])


def offer() -> None:
    """Called once at start."""
    register(
        Gauge("callcenter_stale_days", "Days that wait to be summed again.", _days),
        Gauge("callcenter_stale_day_oldest_seconds", "How long the oldest of them waits.", _wait),
    )
