"""App configuration: what roster declares to the rooms below."""

from django.apps import AppConfig


class RosterConfig(AppConfig):
    name = "staffing.roster"
    label = "roster"

    def ready(self) -> None:
        pass
