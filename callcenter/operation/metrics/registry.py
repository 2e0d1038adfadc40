"""Figures about the product's own running: rooms register what is read when somebody asks for /metrics."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils import timezone

Reading = float | Mapping[tuple[str, ...], float]


@dataclass(frozen=True)
class Gauge:
    """One figure. `read` gives a number, or numbers by label values when `labels` names any; one quick query."""

    name: str  # Prometheus style with its unit: "callcenter_outbox_oldest_seconds"
    help: str  # one English sentence: what reads it is a program
    read: Callable[[], Reading]
    labels: tuple[str, ...] = ()


def seconds_since(moment: datetime.datetime | None) -> float:
    """How long ago the moment was; 0 for none and for one to come: nothing waits."""
    return max(0.0, (timezone.now() - moment).total_seconds()) if moment else 0.0


_gauges: dict[str, Gauge] = {}


def register(*gauges: Gauge) -> None:
    """Offer figures; called in AppConfig.ready(). A name is given once."""
    for gauge in gauges:
        if gauge.name in _gauges and _gauges[gauge.name] != gauge:
            raise ValueError(f"the metric {gauge.name!r} is declared twice")
        _gauges[gauge.name] = gauge


def registered() -> list[Gauge]:
    """Every figure, by name."""
    return [gauge for _, gauge in sorted(_gauges.items())]
