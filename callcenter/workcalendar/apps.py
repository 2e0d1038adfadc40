"""App configuration."""

from django.apps import AppConfig


class WorkcalendarConfig(AppConfig):
    name = "callcenter.workcalendar"
    label = "workcalendar"

    def ready(self) -> None:
        from callcenter.workcalendar import refusals

        refusals.define()
