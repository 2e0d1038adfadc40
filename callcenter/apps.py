"""The project package as an app: it loads Celery once Django is ready."""

from django.apps import AppConfig


class CallcenterConfig(AppConfig):
    name = "callcenter"
    label = "callcenter"

    def ready(self) -> None:
        from callcenter import celery  # noqa: F401  (registers the Celery app as current)
