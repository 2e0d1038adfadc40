"""App configuration: what leave declares to the rooms below."""

from django.apps import AppConfig


class LeaveConfig(AppConfig):
    name = "staffing.leave"
    label = "leave"

    def ready(self) -> None:
        pass
