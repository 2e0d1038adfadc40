"""App configuration: what floor declares to the rooms below."""

from django.apps import AppConfig


class FloorConfig(AppConfig):
    name = "staffing.floor"
    label = "floor"

    def ready(self) -> None:
        pass
