"""App configuration: what shifts declares to the rooms below."""

from django.apps import AppConfig


class ShiftsConfig(AppConfig):
    name = "staffing.shifts"
    label = "shifts"

    def ready(self) -> None:
        pass
