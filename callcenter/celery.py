"""The Celery app. Rows in PostgreSQL are the truth; Redis only wakes the worker."""

import logging.config
import os
from typing import Any

from celery import Celery, signals

from callcenter import log_context

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "callcenter.settings")

app = Celery("callcenter")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
REQUEST_ID = "request_id"  # header of a message: which request asked for the task
_under_way: dict[str, Any] = {}


@signals.setup_logging.connect
def log_as_the_product_does(**kwargs: Any) -> None:
    """One configuration for web, worker and beat: that of the settings."""
    from django.conf import settings

    logging.config.dictConfig(settings.LOGGING)


@signals.before_task_publish.connect
def send_request_id(headers: dict[str, Any] | None = None, **kwargs: Any) -> None:
    """What a task does is found under the id of the request that asked for it."""
    if headers is not None and (found := log_context.ids().get(REQUEST_ID)):
        headers[REQUEST_ID] = found


@signals.task_prerun.connect
def enter_task(task_id: str, task: Any, **kwargs: Any) -> None:
    """From here on every line of the log carries the task's id."""
    inside = log_context.within(task_id=task_id, request_id=getattr(task.request, REQUEST_ID, None))
    inside.__enter__()
    _under_way[task_id] = inside


@signals.task_postrun.connect
def leave_task(task_id: str, **kwargs: Any) -> None:
    if inside := _under_way.pop(task_id, None):
        inside.__exit__(None, None, None)
