"""App configuration."""

from django.apps import AppConfig


class ClocksConfig(AppConfig):
    name = "callcenter.clocks"
    label = "clocks"

    def ready(self) -> None:
        from callcenter.clocks import refusals

        refusals.define()
