"""App configuration: what overtime declares to the rooms below."""

from django.apps import AppConfig


class OvertimeConfig(AppConfig):
    name = "staffing.overtime"
    label = "overtime"

    def ready(self) -> None:
        pass
