"""App configuration: what operation offers to the rooms around it."""

from pathlib import Path

from django.apps import AppConfig


class OperationConfig(AppConfig):
    name = "callcenter.operation"
    label = "operation"

    def ready(self) -> None:
        from django.conf import settings

        from callcenter.operation.metrics import slots

        if settings.METRICS_DIR:
            slots.use(Path(settings.METRICS_DIR))

        from callcenter.operation.logs import sentry
        from callcenter.operation.metrics import tasks_counted

        tasks_counted.listen()
        sentry.start()
