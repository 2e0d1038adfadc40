"""App configuration: what swaps declares to the rooms below."""

from django.apps import AppConfig


class SwapsConfig(AppConfig):
    name = "staffing.swaps"
    label = "swaps"

    def ready(self) -> None:
        pass
