"""App configuration: what records declares to the rooms below."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "staffing.records"
    label = "records"

    def ready(self) -> None:
        pass
