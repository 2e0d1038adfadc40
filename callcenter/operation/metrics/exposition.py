"""The text that Prometheus reads: counts of all processes of this host, and what the rooms read now."""

import logging
import os
from collections.abc import Iterator

from django.db import Error, transaction
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from callcenter.operation.metrics import registry
from callcenter.operation.metrics.counts import counted

log = logging.getLogger(__name__)


class Rooms(Collector):
    """The registered figures. One that cannot be read costs itself, not the others, and is counted."""

    def collect(self) -> Iterator[Metric]:
        failed = 0
        for gauge in registry.registered():
            try:
                with transaction.atomic():
                    reading = gauge.read()
            except (Error, OSError, ValueError, LookupError) as error:
                log.warning("the metric %s could not be read: %s", gauge.name, type(error).__name__)
                failed += 1
                continue
            family = GaugeMetricFamily(gauge.name, gauge.help, labels=gauge.labels)
            found = {(): reading} if isinstance(reading, int | float) else reading
            for values, number in found.items():
                family.add_metric([str(value) for value in values], number)
            yield family
        unread = GaugeMetricFamily("callcenter_unread_metrics", "Figures that could not be read just now.")
        unread.add_metric([], failed)
        yield unread


def exposition() -> bytes:
    """Everything, in Prometheus' text format."""
    asked = CollectorRegistry()
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        MultiProcessCollector(asked)
        asked.register(Rooms())
        return generate_latest(asked)
    asked.register(Rooms())
    return generate_latest(counted) + generate_latest(asked)
