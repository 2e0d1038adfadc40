"""App configuration: what attendance declares to the rooms below."""

from django.apps import AppConfig


class AttendanceConfig(AppConfig):
    name = "staffing.attendance"
    label = "attendance"

    def ready(self) -> None:
        pass
