"""Counts Celery's tasks as they end."""

import time
from typing import Any

from celery import signals

from callcenter.operation.metrics import counts

_began: dict[str, float] = {}


def begun(task_id: str, **kwargs: Any) -> None:
    _began[task_id] = time.perf_counter()


def ended(task_id: str, task: Any, state: str | None = None, **kwargs: Any) -> None:
    counts.TASKS.labels(task.name, (state or "unknown").lower()).inc()
    if (began := _began.pop(task_id, None)) is not None:
        counts.TASK_SECONDS.labels(task.name).observe(time.perf_counter() - began)


def listen() -> None:
    """Connect; called once at start."""
    signals.task_prerun.connect(begun, dispatch_uid="operation.task_begun")
    signals.task_postrun.connect(ended, dispatch_uid="operation.task_ended")
